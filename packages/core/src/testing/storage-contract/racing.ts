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
