import { isKithError } from '../shared/errors.ts'
import { periodBounds } from '../shared/period.ts'
import { addDays, addDuration, isDate, negateDuration, parseInstant, startOfDay, toDate } from '../shared/time.ts'
import { allOf } from './logic.ts'
import type { Read } from './lower.ts'
import { refuse } from './refuse.ts'
import type { Condition, Duration, Period, TimeValue } from './types.ts'

type Comparison = 'eq' | 'lt' | 'lte' | 'gt' | 'gte'

/**
 * Compares a date or an instant. Of an instant, a date stands for that whole day in the zone: `lte` takes the day in,
 * `gt` begins after it, `eq` is any time of it.
 */
export function compareTime(read: Read, cmp: Comparison, value: TimeValue): Condition {
  if (read.reading.value === 'date') return at(read, cmp, pointOf(read, value))
  const day = typeof value === 'string' && isDate(value) ? value : undefined
  if (day === undefined) return at(read, cmp, pointOf(read, value))
  const start = () =>
    at(
      read,
      'gte',
      resolve(read, () => startOfDay(day, read.context.zone)),
    )
  const end = () => resolve(read, () => startOfDay(addDays(day, 1), read.context.zone))
  if (cmp === 'gte') return start()
  if (cmp === 'lte') return at(read, 'lt', end())
  if (cmp === 'gt') return at(read, 'gte', end())
  if (cmp === 'eq') return allOf([start(), at(read, 'lt', end())])
  return at(
    read,
    'lt',
    resolve(read, () => startOfDay(day, read.context.zone)),
  )
}

/** `[from, to)` of a calendar period. */
export function withinPeriod(read: Read, period: Period): Condition {
  const bounds = resolve(read, () => periodBounds(period, read.context.now, read.context.zone))
  const [from, to] = read.reading.value === 'date' ? [bounds.fromOn, bounds.toOn] : [bounds.from, bounds.to]
  return allOf([at(read, 'gte', from), at(read, 'lt', to)])
}

/** From so long ago until now; the first and the last moment (of a date: day) are in it. */
export function lastTime(read: Read, duration: Duration): Condition {
  return allOf([at(read, 'gte', pointOf(read, { ago: duration })), at(read, 'lte', pointOf(read, 'now'))])
}

/** From now until so far ahead; the first and the last moment (of a date: day) are in it. */
export function nextTime(read: Read, duration: Duration): Condition {
  return allOf([at(read, 'gte', pointOf(read, 'now')), at(read, 'lte', pointOf(read, { ahead: duration }))])
}

function at(read: Read, cmp: Comparison, value: string): Condition {
  return { op: 'compare', ref: read.ref, cmp, value }
}

function pointOf(read: Read, value: TimeValue): string {
  const { now, zone } = read.context
  return resolve(read, () => {
    if (typeof value === 'string' && value !== 'now')
      return read.reading.value === 'date' ? value : (parseInstant(value) ?? value)
    const instant =
      value === 'now' ? now : addDuration(now, 'ago' in value ? negateDuration(value.ago) : value.ahead, zone)
    return read.reading.value === 'date' ? toDate(instant, zone) : (parseInstant(instant) ?? instant)
  })
}

/** A time past the calendar is the filter's fault, so it is told where it stands. */
export function resolve<Result>(read: Read, compute: () => Result): Result {
  try {
    return compute()
  } catch (error) {
    if (isKithError(error, 'INVALID_INPUT')) refuse(read.path, 'this time lies outside of the years 1 to 9999')
    throw error
  }
}
