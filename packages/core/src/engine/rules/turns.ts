import { createBreather } from '../platform.ts'

/** Hears how much is done, 0 to 1. */
export type Tell = (share: number) => void

/** Throws what somebody gave it up with. */
export function requireGoingOn(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw (signal as { readonly reason?: unknown }).reason
}

/** One step after another, with a pause for others at least every 10 ms. */
export async function runInTurns<Result>(
  steps: Generator<number, Result>,
  signal: AbortSignal | undefined,
  tell: Tell,
): Promise<Result> {
  const breathe = createBreather()
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    requireGoingOn(signal)
    tell(step.value)
    await breathe()
  }
}
