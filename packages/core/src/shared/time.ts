import { KithError } from './errors.ts'
import { issue } from './issues.ts'
import { fromWall, toWall } from './zone.ts'

/** A length of time. Parts add up; months and years are calendar steps in the tenant's zone. */
export interface Duration {
  readonly minutes?: number
  readonly hours?: number
  readonly days?: number
  readonly weeks?: number
  readonly months?: number
  readonly years?: number
}

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/**
 * Whether a text is an instant as Kith stores it: a real point of time as `2026-03-01T09:00:00.000Z`, UTC with
 * milliseconds, years 0001 to 9999. So instants compare by their bytes.
 */
export function isInstant(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text)) return false
  const ms = Date.parse(text)
  return !Number.isNaN(ms) && new Date(ms).toISOString() === text && !text.startsWith('0000')
}

/** A time on the wall, `HH:MM` from 00:00 to 23:59. */
export const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/

/** Whether a text is a date of the calendar, `2028-02-29`, years 0001 to 9999. */
export function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && isInstant(`${text}T00:00:00.000Z`)
}

/**
 * Reads any ISO 8601 date and time that has an offset, as an instant.
 *
 * @returns undefined where there is no offset, or the date or time does not exist
 * @example
 * parseInstant('2026-03-01T10:00+01:00') // '2026-03-01T09:00:00.000Z'
 */
export function parseInstant(text: string): string | undefined {
  const [, date = '', time = '', seconds = ':00', fraction = '', offset = ''] = INSTANT.exec(text) ?? []
  if (!isDate(date)) return undefined
  const wall = `${date}T${time}${seconds}.${fraction.slice(1, 4).padEnd(3, '0')}Z`
  const minutes = offset === 'Z' || offset === 'z' ? 0 : offsetMinutes(offset)
  if (!isInstant(wall) || minutes === undefined) return undefined
  const ms = Date.parse(wall) - minutes * MINUTE_MS
  const instant = Number.isNaN(ms) ? '' : new Date(ms).toISOString()
  return isInstant(instant) ? instant : undefined
}

const INSTANT = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d)(:\d\d)?([.,]\d+)?([Zz]|[+-]\d\d(?::?\d\d)?)$/

function offsetMinutes(offset: string): number | undefined {
  const hours = Number(offset.slice(1, 3))
  const minutes = Number(offset.slice(3).replace(':', ''))
  if (hours > 23 || minutes > 59) return undefined
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}

/** The calendar date on which an instant falls in a zone. @throws KithError `INVALID_INPUT` for an unknown zone or no instant */
export function toDate(instant: string, zone: string): string {
  return dateOf(toWall(msOf(instant), zone))
}

/**
 * The first instant of a date in a zone: midnight, or what comes right after it where clocks skip midnight. A date that
 * a zone skipped altogether (Apia, 2011-12-30) starts when the next one does.
 *
 * @example
 * startOfDay('2026-06-01', 'Europe/Oslo') // '2026-05-31T22:00:00.000Z'
 */
export function startOfDay(date: string, zone: string): string {
  const wall = wallOf(date)
  const ms = fromWall(wall, zone)
  return instantOf(toWall(ms, zone) === wall ? ms : firstAfterGap(ms, wall, zone))
}

/** Midnight fell into a gap: the minute at which the clock on the wall jumped past it. */
function firstAfterGap(ms: number, wall: number, zone: string): number {
  let before = ms - DAY_MS - 3_600_000
  let after = ms
  while (after - before > 1000) {
    const middle = Math.floor((before + after) / 2000) * 1000
    if (toWall(middle, zone) < wall) before = middle
    else after = middle
  }
  return after
}

/**
 * An instant or a date moved by a duration. Negative parts go back.
 *
 * Years and months first (the day is cut to the month's last: 31 January + 1 month = 28 February), then weeks and days,
 * all by the calendar and the clock on the wall of the zone; then hours and minutes as they pass. Of a date, hours and
 * minutes move it by their whole days. A wall time that does not exist moves on by the gap, one that comes twice is the earlier.
 *
 * @throws KithError `INVALID_INPUT` for no instant or date, an unknown zone, or a result outside the years 0001 to 9999
 * @example
 * addDuration('2026-03-28T11:00:00.000Z', { days: 1 }, 'Europe/Oslo') // '2026-03-29T10:00:00.000Z', again 12 o'clock there
 * addDuration('2026-01-31', { months: 1 }, 'UTC') // '2026-02-28'
 */
export function addDuration(time: string, duration: Duration, zone: string): string {
  const minutes = (duration.minutes ?? 0) + (duration.hours ?? 0) * 60
  if (isDate(time)) return dateOf(addCalendar(wallOf(time), duration) + Math.trunc(minutes / 1440) * DAY_MS)
  const ms = msOf(time)
  const start = toWall(ms, zone)
  const end = addCalendar(start, duration)
  return instantOf((end === start ? ms : fromWall(end, zone)) + minutes * MINUTE_MS)
}

/** The same length backwards. */
export function negateDuration(duration: Duration): Duration {
  return Object.fromEntries(Object.entries(duration).map(([part, amount]) => [part, -amount]))
}

function addCalendar(wall: number, duration: Duration): number {
  const days = (duration.weeks ?? 0) * 7 + (duration.days ?? 0)
  return addMonths(wall, (duration.years ?? 0) * 12 + (duration.months ?? 0)) + days * DAY_MS
}

function addMonths(wall: number, months: number): number {
  if (months === 0) return wall
  const date = new Date(wall)
  const day = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() + months + 1, 0)
  return date.setUTCDate(Math.min(day, date.getUTCDate()))
}

/** A date some days later, without any zone. */
export function addDays(date: string, days: number): string {
  return dateOf(wallOf(date) + days * DAY_MS)
}

/** How many days lie from one date to another. */
export function daysBetween(from: string, to: string): number {
  return (wallOf(to) - wallOf(from)) / DAY_MS
}

/** Day of the week by ISO 8601: Monday 1 to Sunday 7. */
export function weekday(date: string): number {
  return new Date(wallOf(date)).getUTCDay() || 7
}

function msOf(instant: string): number {
  const known = parseInstant(instant)
  if (known === undefined) throw new KithError('INVALID_INPUT', { issues: [issue('', 'date-time')] })
  return Date.parse(known)
}

function wallOf(date: string): number {
  if (!isDate(date)) throw new KithError('INVALID_INPUT', { issues: [issue('', 'date')] })
  return Date.parse(`${date}T00:00:00.000Z`)
}

function dateOf(wall: number): string {
  return instantOf(wall).slice(0, 10)
}

function instantOf(ms: number): string {
  const instant = Number.isNaN(new Date(ms).getTime()) ? '' : new Date(ms).toISOString()
  if (!isInstant(instant)) throw new KithError('INVALID_INPUT', { issues: [issue('', 'date-time')] })
  return instant
}
