import type { SubmissionInput } from '@kith/core'

/** A form that the visitor sent and the server has not acknowledged. */
export interface Unsent {
  /** Idempotency key: the same each time it is sent. */
  readonly key: string
  readonly formId: string
  readonly input: SubmissionInput
}

/** What is kept for a server and site, in the first-party localStorage: only between a failed sending and its acknowledgement. */
export interface UnsentForms {
  all(): readonly Unsent[]
  /** @returns whether it survives a reload: not where the browser refuses storage */
  keep(unsent: Unsent): boolean
  /** Erases what was acknowledged or refused for good. */
  forget(key: string): void
}

/** @param to server and site */
export function unsentForms(to: string): UnsentForms {
  const name = `kith-unsent ${to}`
  const all = (): readonly Unsent[] => {
    try {
      return JSON.parse(localStorage.getItem(name) ?? '[]')
    } catch {
      return []
    }
  }
  const write = (rest: readonly Unsent[]): boolean => {
    try {
      if (rest[0]) localStorage.setItem(name, JSON.stringify(rest))
      else localStorage.removeItem(name)
      return true
    } catch {
      return false
    }
  }
  const others = (key: string) => all().filter((one) => one.key !== key)
  return { all, keep: (unsent) => write([...others(unsent.key), unsent]), forget: (key) => write(others(key)) }
}
