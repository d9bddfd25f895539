import { child, isPlain, refuse } from './refuse.ts'
import type { Duration } from './types.ts'

const PARTS = ['minutes', 'hours', 'days', 'weeks', 'months', 'years']
const MOST = 1_000_000

/** @throws KithError `INVALID_FILTER` when a value is no length of time */
export function requireDuration(value: unknown, path: string): asserts value is Duration {
  const parts = isPlain(value) ? Object.keys(value) : []
  if (!isPlain(value) || parts.length === 0) refuse(path, 'a length of time such as { days: 7 } is needed here')
  for (const part of parts) {
    const amount = value[part]
    if (!PARTS.includes(part)) refuse(child(path, part), `a length of time has ${PARTS.join(', ')}`)
    if (!Number.isInteger(amount) || (amount as number) < 0 || (amount as number) > MOST) {
      refuse(child(path, part), 'a whole number from 0 to 1,000,000 is needed here')
    }
  }
}
