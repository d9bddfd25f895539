import type { CommitResult } from '../../ports/storage.ts'
import { isKithError } from '../../shared/index.ts'

export const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at)
export const named = (at: number) => `t${String(at).padStart(2, '0')}`

/** The codes of those that were refused, `undefined` for those that were not; anything else is a fault. */
export async function codes(commits: readonly Promise<CommitResult>[]): Promise<(string | undefined)[]> {
  const outcomes = await Promise.allSettled(commits)
  return outcomes.map((outcome) => {
    if (outcome.status === 'fulfilled') return undefined
    if (isKithError(outcome.reason)) return outcome.reason.code
    throw outcome.reason
  })
}

/** How long a reader waits for what writers write. */
const PATIENCE_MS = 5_000

/** To be called in a loop that waits: throws once it has gone on for too long. */
export function patience(what: string): () => void {
  const until = Date.now() + PATIENCE_MS
  return () => {
    if (Date.now() > until) throw new Error(`Waited too long for ${what}`)
  }
}
