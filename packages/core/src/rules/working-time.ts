import type { WorkingCalendar } from '../domain/tenant/tenant.schema.ts'
import { KithError } from '../shared/errors.ts'
import { addDays, toDate, weekday } from '../shared/time.ts'
import { fromWall, toWall } from '../shared/zone.ts'

/** Monday to Friday, nine to five. */
export const DEFAULT_CALENDAR: WorkingCalendar = { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00', holidays: [] }

/** Days without a working day after which a calendar is taken to have none. */
const LONGEST_BREAK = 366

/** Whether people work on a date. */
export function isWorkingDay(date: string, calendar: WorkingCalendar): boolean {
  return calendar.days.includes(weekday(date)) && !calendar.holidays?.includes(date)
}

/**
 * The same instant if people work then, otherwise the next opening.
 *
 * @throws KithError `INVALID_DEFINITION` for a calendar without working days
 */
export function nextWorkingMoment(instant: string, calendar: WorkingCalendar, zone: string): string {
  const date = toDate(instant, zone)
  const time = timeOf(instant, zone)
  if (isWorkingDay(date, calendar) && time < calendar.to)
    return time < calendar.from ? at(date, calendar.from, zone) : instant
  return at(nextWorkingDay(date, calendar), calendar.from, zone)
}

/**
 * An instant some working days later, at the same time of the day. What is outside working hours counts from the next
 * opening: one working day after Saturday is Tuesday at nine.
 *
 * @throws KithError `INVALID_DEFINITION` for a calendar without working days
 * @example
 * addWorkingDays('2026-03-06T15:00:00.000Z', 1, DEFAULT_CALENDAR, 'UTC') // Friday → '2026-03-09T15:00:00.000Z', Monday
 */
export function addWorkingDays(instant: string, days: number, calendar: WorkingCalendar, zone: string): string {
  const start = nextWorkingMoment(instant, calendar, zone)
  let date = toDate(start, zone)
  for (let left = days; left > 0; left--) date = nextWorkingDay(date, calendar)
  return days === 0 ? start : at(date, timeOf(start, zone), zone)
}

/**
 * An instant some working days earlier, at the same time of the day.
 *
 * @throws KithError `INVALID_DEFINITION` for a calendar without working days
 * @example
 * subtractWorkingDays('2026-03-09T15:00:00.000Z', 1, DEFAULT_CALENDAR, 'UTC') // Monday → '2026-03-06T15:00:00.000Z', Friday
 */
export function subtractWorkingDays(instant: string, days: number, calendar: WorkingCalendar, zone: string): string {
  let date = toDate(instant, zone)
  for (let left = days; left > 0; left--) date = nextWorkingDay(date, calendar, -1)
  return days === 0 ? instant : at(date, timeOf(instant, zone), zone)
}

/**
 * An instant some working hours later: only time within the calendar's hours counts. Zero is the next working moment.
 *
 * @throws KithError `INVALID_DEFINITION` for a calendar without working days or hours
 * @example
 * addWorkingHours('2026-03-06T16:00:00.000Z', 2, DEFAULT_CALENDAR, 'UTC') // Friday at four → '2026-03-09T10:00:00.000Z'
 */
export function addWorkingHours(instant: string, hours: number, calendar: WorkingCalendar, zone: string): string {
  let start = nextWorkingMoment(instant, calendar, zone)
  let left = hours * HOUR_MS
  for (;;) {
    const end = at(toDate(start, zone), calendar.to, zone)
    const open = Date.parse(end) - Date.parse(start)
    if (left <= open) return new Date(Date.parse(start) + left).toISOString()
    if (open <= 0) throw noWorkingDays()
    left -= open
    start = at(nextWorkingDay(toDate(start, zone), calendar), calendar.from, zone)
  }
}

/** The instant at which clocks of a zone show a time (`HH:MM`) on a date; in a gap it is moved on by the gap. */
export function atWallTime(date: string, time: string, zone: string): string {
  return at(date, time, zone)
}

const HOUR_MS = 3_600_000

function nextWorkingDay(date: string, calendar: WorkingCalendar, step: 1 | -1 = 1): string {
  for (let ahead = 1; ahead <= LONGEST_BREAK; ahead++) {
    const candidate = addDays(date, ahead * step)
    if (isWorkingDay(candidate, calendar)) return candidate
  }
  throw noWorkingDays()
}

function noWorkingDays(): KithError {
  return new KithError('INVALID_DEFINITION', { path: '/calendar/days', reason: 'a calendar needs working days' })
}

/** The time on the wall, `HH:MM:SS.mmm`; compares with `HH:MM`. */
function timeOf(instant: string, zone: string): string {
  return new Date(toWall(Date.parse(instant), zone)).toISOString().slice(11, 23)
}

function at(date: string, time: string, zone: string): string {
  const wall = Date.parse(`${date}T${time.padEnd(5, '0')}${time.length > 5 ? '' : ':00.000'}Z`)
  return new Date(fromWall(wall, zone)).toISOString()
}
