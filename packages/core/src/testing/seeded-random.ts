import type { Random } from '../index.ts'

/** Randomness that is the same for the same seed. */
export interface SeededRandom extends Random {
  /** From 0 up to, not including, 1. */
  next(): number
  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number
  /** One of some values. */
  pick<Value>(values: readonly [Value, ...Value[]] | readonly Value[]): Value
}

/**
 * A repeatable source of randomness (mulberry32), for tests and seeds; never for secrets.
 *
 * @example
 * seededRandom(1).pick(['a', 'b', 'c']) // the same one each time
 */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    next,
    below,
    pick: (values) => values[below(values.length)] as (typeof values)[number],
    bytes: (length) => Uint8Array.from({ length }, () => below(256)),
  }
}
