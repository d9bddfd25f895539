import { addDays, toDate, weekday } from '../shared/time.ts'
import { fromWall, toWall } from '../shared/zone.ts'

/** A schedule that was read: which minutes, hours, days and months it names. */
export interface Cron {
  readonly minutes: readonly number[]
  readonly hours: readonly number[]
  readonly days: ReadonlySet<number>
  readonly months: ReadonlySet<number>
  /** 0 is Sunday. */
  readonly weekdays: ReadonlySet<number>
  /** Day of the month and day of the week are both named: either will do (as Vixie cron has it). */
  readonly eitherDay: boolean
  /** Every hour is named: where clocks go back, both times count. */
  readonly everyHour: boolean
}

interface Part {
  readonly min: number
  readonly max: number
  readonly names?: readonly string[]
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const PARTS: readonly Part[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: MONTHS },
  { min: 0, max: 7, names: WEEKDAYS },
]

/**
 * Reads the five fields of a schedule: minute, hour, day of the month, month, day of the week. Each is `*`, a number, a
 * range `1-5`, a list `1,3`, with a step as `0-59/15` or `8-18/2`; months and weekdays also by their English names. Sunday is
 * 0 or 7. As in Vixie cron (crontab(5)), a day counts when either of two named kinds of days fits.
 *
 * @returns undefined for what is no schedule
 * @example
 * parseCron('0 8 * * mon-fri') // at eight, Monday to Friday
 */
export function parseCron(text: string): Cron | undefined {
  const fields = text.trim().toLowerCase().split(/\s+/)
  if (fields.length !== PARTS.length || text.length > 200) return undefined
  const sets = fields.map((field, at) => parsePart(field, PARTS[at] as Part))
  if (sets.some((set) => set === undefined)) return undefined
  const [minutes, hours, days, months, weekdays] = sets as Set<number>[]
  return {
    minutes: sorted(minutes),
    hours: sorted(hours),
    days: days as Set<number>,
    months: months as Set<number>,
    weekdays: new Set(sorted(weekdays).map((day) => day % 7)),
    eitherDay: !fields[2]?.startsWith('*') && !fields[4]?.startsWith('*'),
    everyHour: hours?.size === 24,
  }
}

function sorted(set: ReadonlySet<number> | undefined): number[] {
  return [...(set ?? [])].sort((a, b) => a - b)
}

function parsePart(text: string, part: Part): Set<number> | undefined {
  const values = new Set<number>()
  for (const entry of text.split(',')) {
    const [, range = '', from, to, step] = /^(\*|(\w+)(?:-(\w+))?)(?:\/(\d{1,2}))?$/.exec(entry) ?? []
    const every = step === undefined ? 1 : Number(step)
    const first = range === '*' ? part.min : numberOf(from, part)
    const last = range === '*' ? part.max : to !== undefined ? numberOf(to, part) : step ? part.max : first
    if (first === undefined || last === undefined || first > last || every < 1) return undefined
    for (let value = first; value <= last; value += every) values.add(value)
  }
  return values
}

function numberOf(text: string | undefined, { min, max, names }: Part): number | undefined {
  if (text === undefined) return undefined
  const named = names?.indexOf(text) ?? -1
  const value = named >= 0 ? named + (min === 1 ? 1 : 0) : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN
  return value >= min && value <= max ? value : undefined
}

/** The calendar repeats itself after 400 years; the rarest day of the week on 29 February comes within 40. */
const YEARS_AHEAD = 41
const DAY_MS = 86_400_000

/**
 * The first instant after another one at which a schedule is due, by the clocks of a zone.
 *
 * A time that clocks skip is due when they have gone on by the gap. A time that they show twice is due the first time;
 * where every hour is named, both times.
 *
 * @returns undefined for a schedule that never comes, as the 30th of February
 * @example
 * nextCronTime(parseCron('30 2 * * *'), '2026-03-28T12:00:00.000Z', 'Europe/Oslo') // '2026-03-29T01:30:00.000Z': 03:30 there
 */
export function nextCronTime(cron: Cron, after: string, zone: string): string | undefined {
  const afterMs = Date.parse(after)
  const start = toDate(after, zone)
  const last = Number(start.slice(0, 4)) + YEARS_AHEAD
  // A time of the evening before may have been moved over midnight.
  for (let date = addDays(start, -1); Number(date.slice(0, 4)) <= last; date = nextDay(cron, date)) {
    const found = isDay(cron, date) ? firstOfDay(cron, date, afterMs, zone) : undefined
    if (found !== undefined) return new Date(found).toISOString()
  }
  return undefined
}

/** The date after, or the first of the next month where this one is not named. */
function nextDay(cron: Cron, date: string): string {
  if (cron.months.has(Number(date.slice(5, 7)))) return addDays(date, 1)
  return `${addDays(`${date.slice(0, 7)}-01`, 32).slice(0, 7)}-01`
}

function isDay(cron: Cron, date: string): boolean {
  if (!cron.months.has(Number(date.slice(5, 7)))) return false
  const day = cron.days.has(Number(date.slice(8, 10)))
  const week = cron.weekdays.has(weekday(date) % 7)
  return cron.eitherDay ? day || week : day && week
}

function firstOfDay(cron: Cron, date: string, afterMs: number, zone: string): number | undefined {
  const midnight = Date.parse(`${date}T00:00:00.000Z`)
  const offset = (ms: number) => toWall(ms, zone) - ms
  const before = offset(midnight - DAY_MS)
  if (before === offset(midnight + 2 * DAY_MS)) return firstSteady(cron, midnight, before, afterMs)
  let first: number | undefined
  for (const wall of timesOf(cron, midnight))
    for (const ms of instantsOf(wall, cron.everyHour, zone))
      if (ms > afterMs && (first === undefined || ms < first)) first = ms
  return first
}

/** A day whose clocks do not change. */
function firstSteady(cron: Cron, midnight: number, offset: number, afterMs: number): number | undefined {
  for (const wall of timesOf(cron, midnight)) if (wall - offset > afterMs) return wall - offset
  return undefined
}

function* timesOf({ hours, minutes }: Cron, midnight: number): Iterable<number> {
  for (const hour of hours) for (const minute of minutes) yield midnight + (hour * 60 + minute) * 60_000
}

function instantsOf(wall: number, both: boolean, zone: string): readonly number[] {
  const first = fromWall(wall, zone)
  if (!both) return [first]
  const later = wall - (toWall(wall + DAY_MS, zone) - (wall + DAY_MS))
  return later !== first && toWall(later, zone) === wall ? [first, later] : [first]
}
