import type { Clock } from '../index.ts'
import { addDuration, type Duration } from '../shared/index.ts'
import { NOW } from './builders.ts'

/** A clock that stands still until it is moved. */
export interface FakeClock extends Clock {
  /** Moves on by a duration (of UTC's calendar) and gives the new instant. */
  advance(duration: Duration): string
  /** Goes to an instant, also an earlier one. */
  set(instant: string): void
}

/**
 * A clock for tests and seeds.
 *
 * @param start Instant, ISO 8601 UTC with milliseconds. Default `NOW` of the builders
 * @example
 * const clock = fakeClock('2026-03-02T09:00:00.000Z')
 * clock.advance({ days: 1 }) // '2026-03-03T09:00:00.000Z'
 */
export function fakeClock(start: string = NOW): FakeClock {
  let current = addDuration(start, {}, 'UTC')
  return {
    now: () => current,
    advance(duration) {
      current = addDuration(current, duration, 'UTC')
      return current
    },
    set(instant) {
      current = addDuration(instant, {}, 'UTC')
    },
  }
}
