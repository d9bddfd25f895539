import * as z from 'zod'
import type { WorkingCalendar } from '../domain/tenant/tenant.schema.ts'
import type { StoredRecord } from '../schema/record.ts'
import { addDuration, type Duration, isDate, isInstant, negateDuration, TIME_OF_DAY, toDate } from '../shared/time.ts'
import { addWorkingDays, addWorkingHours, atWallTime, DEFAULT_CALENDAR, subtractWorkingDays } from './working-time.ts'

/** A length of time: by the clock, or by the days or hours that people work. */
export type Span = Duration | { readonly workingDays: number } | { readonly workingHours: number }

/** A time that a date of the record gives: some time before or after it. */
export interface DatePoint {
  /** A field of type `date` or `dateTime` (also of a roll-up). */
  readonly field: string
  /** Not in working hours. */
  readonly before?: Span
  readonly after?: Span
  /** Wall time of that day, `HH:MM`. Default: the field's own time; for a date 09:00. */
  readonly at?: string
}

/** What times are counted by. */
export interface TimeContext {
  /** IANA zone of the tenant. */
  readonly zone: string
  /** Default: Monday to Friday, 09:00 to 17:00. */
  readonly calendar?: WorkingCalendar | undefined
}

const START_OF_DATE = '09:00'

/**
 * An instant a length of time later.
 *
 * @throws KithError `INVALID_DEFINITION` for a calendar without working days
 * @example
 * addSpan('2026-03-06T15:00:00.000Z', { workingDays: 1 }, { zone: 'UTC' }) // Friday → '2026-03-09T15:00:00.000Z'
 */
export function addSpan(instant: string, span: Span, { zone, calendar = DEFAULT_CALENDAR }: TimeContext): string {
  if ('workingDays' in span) return addWorkingDays(instant, span.workingDays, calendar, zone)
  if ('workingHours' in span) return addWorkingHours(instant, span.workingHours, calendar, zone)
  return addDuration(instant, span, zone)
}

/** An instant a length of time earlier. Working hours count as hours here. */
export function subtractSpan(instant: string, span: Span, { zone, calendar = DEFAULT_CALENDAR }: TimeContext): string {
  if ('workingDays' in span) return subtractWorkingDays(instant, span.workingDays, calendar, zone)
  if ('workingHours' in span) return addDuration(instant, { hours: -span.workingHours }, zone)
  return addDuration(instant, negateDuration(span), zone)
}

/**
 * The instant that a date point gives for a record; undefined where the record has no such date.
 *
 * @example
 * momentOf({ field: 'closedAt', after: { days: 14 } }, deal, { zone: 'Europe/Oslo' })
 */
export function momentOf(point: DatePoint, record: StoredRecord, context: TimeContext): string | undefined {
  return momentOfValue(point, record[point.field], context)
}

/** As {@link momentOf}, for the value of the field. */
export function momentOfValue(point: DatePoint, value: unknown, context: TimeContext): string | undefined {
  const base = baseOf(value, point.at, context.zone)
  if (base === undefined) return undefined
  const later = point.after ? addSpan(base, point.after, context) : base
  const moved = point.before ? subtractSpan(later, point.before, context) : later
  return point.at === undefined ? moved : atWallTime(toDate(moved, context.zone), point.at, context.zone)
}

function baseOf(value: unknown, at: string | undefined, zone: string): string | undefined {
  if (typeof value !== 'string') return undefined
  if (isDate(value)) return atWallTime(value, at ?? START_OF_DATE, zone)
  return isInstant(value) ? value : undefined
}

const amount = z.number().min(0).max(100_000).exactOptional()
const isSomething = (duration: object) => Object.values(duration).some((part) => Number(part) > 0)
const duration = z.strictObject({
  minutes: amount,
  hours: amount,
  days: amount,
  weeks: amount,
  months: amount,
  years: amount,
})
const workingDays = z.strictObject({ workingDays: z.int().min(0).max(1_000) })
const workingHours = z.strictObject({ workingHours: z.number().min(0).max(8_000) })

/** Reads a {@link Span}; nothing at all counts as one. */
export const spanSchema = z.union([workingDays, workingHours, duration])

/** Reads a {@link Span} that is longer than nothing. */
export const realSpanSchema = z.union([
  workingDays.refine(isSomething, 'it is more than 0'),
  workingHours.refine(isSomething, 'it is more than 0'),
  duration.refine(isSomething, 'it is more than 0'),
])

/** The parts of a {@link DatePoint} for a zod object. */
export const datePointShape = {
  field: z.string().min(1).max(64),
  before: spanSchema.exactOptional(),
  after: spanSchema.exactOptional(),
  at: z.string().regex(TIME_OF_DAY).exactOptional(),
}
