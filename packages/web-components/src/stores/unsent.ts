import type { SubmissionInput } from '@kith/core'

/** A form that the visitor sent and the server has not acknowledged. */
export interface Unsent {
  /** Idempotency key: the same each time it is sent. */
  readonly key: string
  readonly formId: string
  readonly input: SubmissionInput
  /** Server and site it goes to. */
  readonly to: string
}

/** Name in the first-party localStorage; there only between a failed sending and its acknowledgement. */
export const UNSENT = 'kith-unsent'

/** What is kept for a server and site. */
export const keptFor = (to: string): readonly Unsent[] => readAll().filter((one) => one.to === to)

/** @returns whether it survives a reload: not where the browser refuses storage */
export function keep(unsent: Unsent): boolean {
  return writeAll([...readAll().filter(({ key }) => key !== unsent.key), unsent])
}

/** Erases what was acknowledged or refused for good. */
export function forget(key: string): void {
  const all = readAll()
  const rest = all.filter((one) => one.key !== key)
  if (rest.length < all.length) writeAll(rest)
}

function readAll(): readonly Unsent[] {
  try {
    return JSON.parse(localStorage.getItem(UNSENT) ?? '[]')
  } catch {
    return []
  }
}

function writeAll(all: readonly Unsent[]): boolean {
  try {
    if (all.length > 0) localStorage.setItem(UNSENT, JSON.stringify(all))
    else localStorage.removeItem(UNSENT)
    return true
  } catch {
    return false
  }
}
