import { KithError } from './errors.ts'
import { issue } from './issues.ts'

/** Making a formatter costs some 50 µs, using it 1: one a zone is kept. */
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known) return known
  const two = '2-digit' as const
  const clock = { hourCycle: 'h23', hour: two, minute: two, second: two } as const
  try {
    const made = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: two,
      day: two,
      ...clock,
    })
    formatters.set(zone, made)
    return made
  } catch (cause) {
    throw new KithError('INVALID_INPUT', { issues: [issue('/zone', 'zone')] }, { cause })
  }
}

/** Whether a text names a time zone that this host knows: `Europe/Oslo`, `UTC`. */
export function isZone(zone: string): boolean {
  try {
    formatter(zone)
    return true
  } catch {
    return false
  }
}

/** What the clock on the wall shows in a zone, as if it were UTC: milliseconds since 1970. */
export function toWall(ms: number, zone: string): number {
  const [month = 1, day = 1, year = 1970, hour = 0, minute = 0, second = 0] = (
    formatter(zone).format(ms).match(/\d+/g) ?? []
  ).map(Number)
  const seconds = Date.UTC(2000, month - 1, day, hour, minute, second)
  const wall = new Date(seconds).setUTCFullYear(year, month - 1, day)
  return wall + (((ms % 1000) + 1000) % 1000)
}

/**
 * The instant at which the clock on the wall of a zone shows this. Where clocks go back it shows it twice: the earlier
 * is taken. Where clocks go forward it never does: the time is moved on by the length of the gap (as RFC 5545 and Temporal's `compatible` do).
 */
export function fromWall(wall: number, zone: string): number {
  const before = wall - offsetAt(wall - DAY_MS, zone)
  const after = wall - offsetAt(wall + DAY_MS, zone)
  if (toWall(before, zone) === wall) return before
  return toWall(after, zone) === wall ? after : before
}

const DAY_MS = 86_400_000

function offsetAt(ms: number, zone: string): number {
  return toWall(ms, zone) - ms
}
