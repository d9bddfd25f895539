import { insideTest, monthDayTest } from '@kith/core/filter'
import { globToMatcher } from '@kith/core/shared'
import type { Cell } from './driver.ts'

/** A function of SQL. Nothing is never found. */
type SqlFunction = (...values: Cell[]) => 0 | 1

/**
 * What SQLite cannot say, or not as core does: run by core's own code, so that it gives core's answers. Each is made anew
 * for a connection. `kith_glob(pattern, text)`, `kith_month_day(from, to, zone, instant)`, `kith_inside(shape, latitude, longitude)`.
 */
export const FUNCTIONS: Readonly<Record<string, () => SqlFunction>> = {
  kith_glob: () => {
    const made = keptLast((pattern) => globToMatcher(pattern))
    return (pattern, text) => {
      if (typeof pattern !== 'string' || typeof text !== 'string') return 0
      return made(pattern)(text) ? 1 : 0
    }
  },
  kith_month_day: () => {
    const made = keptLast((key) => {
      const [from = '', to = '', zone = ''] = key.split(' ')
      return monthDayTest({ from, to }, zone)
    })
    return (from, to, zone, instant) => (typeof instant === 'string' && made(`${from} ${to} ${zone}`)(instant) ? 1 : 0)
  },
  kith_inside: () => {
    const made = keptLast((shape) => insideTest(JSON.parse(shape)))
    return (shape, latitude, longitude) => {
      if (typeof shape !== 'string' || typeof latitude !== 'number' || typeof longitude !== 'number') return 0
      return made(shape)(latitude, longitude) ? 1 : 0
    }
  },
}

/** Keeps what was made for the last key: one statement asks the same of every row. */
function keptLast<Made>(make: (key: string) => Made): (key: string) => Made {
  let last: { readonly key: string; readonly made: Made } | undefined
  return (key) => {
    if (last?.key !== key) last = { key, made: make(key) }
    return last.made
  }
}
