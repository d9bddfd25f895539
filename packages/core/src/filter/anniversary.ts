import { isPeriod, periodBounds } from '../shared/period.ts'
import { addDays, addDuration, negateDuration, toDate } from '../shared/time.ts'
import { requireDuration } from './duration.ts'
import type { Read } from './lower.ts'
import { isMonthDay, type MonthDays } from './month-day.ts'
import { child, isPlain, refuse } from './refuse.ts'
import { resolve } from './times.ts'
import type { Anniversary, Condition, Duration } from './types.ts'

/** @throws KithError `INVALID_FILTER` when a value names no days of the calendar */
export function requireAnniversary(value: unknown, path: string): asserts value is Anniversary {
  if (typeof value === 'string') {
    if (!isPeriod(value) && !isMonthDay(value))
      refuse(path, 'a period such as "thisMonth" or a day such as "05-17" is needed here')
    return
  }
  if (!isPlain(value)) refuse(path, 'a period, a day, { from, to }, { last } or { next } is needed here')
  const names = Object.keys(value)
  const keys = names.length > 2 ? '' : names.sort().join()
  if (keys === 'last' || keys === 'next') requireDuration(value[keys], child(path, keys))
  else if (keys !== 'from,to') refuse(path, 'days are given as { from, to }, { last } or { next }')
  else
    for (const end of ['from', 'to'])
      if (typeof value[end] !== 'string' || !isMonthDay(value[end]))
        refuse(child(path, end), 'a day such as "05-17" is needed here')
}

/** Days of real years become days of any year: what a birthday has to be. */
export function anniversaryOf(read: Read, value: Anniversary): Condition {
  const zone = read.reading.value === 'dateTime' ? { zone: read.context.zone } : {}
  return { op: 'monthDay', ref: read.ref, ...zone, ...daysOf(read, value) }
}

function daysOf(read: Read, value: Anniversary): MonthDays {
  if (typeof value === 'string') {
    if (!isPeriod(value)) return { from: value, to: value }
    const { fromOn, toOn } = resolve(read, () => periodBounds(value, read.context.now, read.context.zone))
    return inAnyYear(read, fromOn, addDays(toOn, -1))
  }
  if ('from' in value) return { from: value.from, to: value.to }
  if ('last' in value) return inAnyYear(read, dayIn(read, negateDuration(value.last)), dayIn(read, {}))
  return inAnyYear(read, dayIn(read, {}), dayIn(read, value.next))
}

function dayIn(read: Read, duration: Duration): string {
  const { now, zone } = read.context
  return resolve(read, () => toDate(addDuration(now, duration, zone), zone))
}

/** A whole year holds every day. Where a year ends its February on the 28th, that day stands for the 29th too. */
function inAnyYear(read: Read, firstOn: string, lastOn: string): MonthDays {
  const after = resolve(read, () => addDays(lastOn, 1))
  if (resolve(read, () => addDuration(firstOn, { years: 1 }, 'UTC')) <= after) return { from: '01-01', to: '12-31' }
  const to = lastOn.slice(5)
  return { from: firstOn.slice(5), to: to === '02-28' && after.endsWith('03-01') ? '02-29' : to }
}
