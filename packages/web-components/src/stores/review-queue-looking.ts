/** Longer gaps between two ticks were no looking: the computer slept, or the page was held. */
const GAP_MS = 2_000
/** After so long without a key, a pointer or a scroll nobody is counted as looking. */
const IDLE_MS = 120_000
const MOST_SECONDS = 86_400

/** How long a person looked at each of several things. Counts only ticks during which it was in view and visible. */
export interface Looking {
  /** What is in view now; undefined for nothing. */
  at(id: string | undefined): void
  /** Somebody is there: a key, a pointer, a scroll. */
  stir(): void
  /** Adds what passed since the last tick. */
  tick(): void
  /** Seconds so far, with one decimal. */
  seconds(id: string): number
}

/** @param now milliseconds that never go back: `performance.now` */
export function looking(now: () => number): Looking {
  const looked = new Map<string, number>()
  let shown: string | undefined
  let last = now()
  let stirred = last

  const tick = () => {
    const time = now()
    const passed = time - last
    last = time
    if (shown === undefined || passed > GAP_MS || time - stirred > IDLE_MS) return
    looked.set(shown, (looked.get(shown) ?? 0) + passed)
  }

  return {
    tick,
    at(id) {
      if (id === shown) return
      tick()
      shown = id
      stirred = last
    },
    stir() {
      stirred = now()
    },
    seconds: (id) => Math.min(MOST_SECONDS, Math.round((looked.get(id) ?? 0) / 100) / 10),
  }
}
