import {
  type Anniversary,
  addDays,
  addDuration,
  type Duration,
  type FilterContext,
  isDate,
  isPeriod,
  negateDuration,
  type Period,
  periodBounds,
  toDate,
} from '../../index.ts'
import { signHolds, signOf } from './plain-order.ts'

/** Days are compared as days of the zone, instants by their milliseconds. */
export function timeHolds(
  context: FilterContext,
  isDay: boolean,
  value: string,
  operator: string,
  operand: unknown,
): boolean {
  const { now, zone } = context
  const holds = (name: string, other: unknown) => timeHolds(context, isDay, value, name, other)
  switch (operator) {
    case 'in':
      return (operand as unknown[]).some((one) => holds('eq', one))
    case 'ne':
      return !holds('eq', operand)
    case 'nin':
      return !holds('in', operand)
    case 'within': {
      const { fromOn, toOn } = periodBounds(operand as Period, now, zone)
      return dayOf(value, zone) >= fromOn && dayOf(value, zone) < toOn
    }
    case 'last':
      return holds('gte', { ago: operand }) && holds('lte', 'now')
    case 'next':
      return holds('gte', 'now') && holds('lte', { ahead: operand })
    case 'anniversary':
      return anniversaryHolds(context, value, operand as Anniversary)
  }
  if (typeof operand === 'string' && isDate(operand)) return signHolds(signOf(dayOf(value, zone), operand), operator)
  const point = pointOf(operand, context)
  return signHolds(
    isDay ? signOf(value, toDate(point, zone)) : Math.sign(Date.parse(value) - Date.parse(point)),
    operator,
  )
}

function pointOf(operand: unknown, { now, zone }: FilterContext): string {
  if (operand === 'now') return now
  if (typeof operand === 'string') return operand
  const { ago, ahead } = operand as { ago?: Duration; ahead?: Duration }
  return addDuration(now, ago ? negateDuration(ago) : (ahead ?? {}), zone)
}

/** Days past both ends of the calendar are later and earlier than each of it. */
function dayOf(value: string, zone: string): string {
  if (isDate(value)) return value
  try {
    return toDate(value, zone)
  } catch {
    return value < '5000' ? '0000-12-31' : '9999-12-32'
  }
}

/** Goes through the days one by one: of real years where a period or length is meant, of a leap year where days are named. */
function anniversaryHolds(context: FilterContext, value: string, operand: Anniversary): boolean {
  const day = isDate(value) ? value.slice(5) : wallDay(value, context.zone)
  if (typeof operand === 'string' && !isPeriod(operand)) return day === operand
  if (typeof operand === 'object' && 'from' in operand) {
    const [from, to] = [`2024-${operand.from}`, `${operand.from <= operand.to ? 2024 : 2028}-${operand.to}`]
    return daysFrom(from, to).some((date) => date.slice(5) === day)
  }
  return daysFrom(...realDays(context, operand)).some((date) => {
    const standsForLeapDay = date.endsWith('02-28') && addDays(date, 1).endsWith('03-01')
    return date.slice(5) === day || (day === '02-29' && standsForLeapDay)
  })
}

/** From 1 January of a leap year to the same of a later one, there are all the days that a wrap can name. */
function daysFrom(first: string, last: string): string[] {
  const days: string[] = []
  for (let day = first; day <= last && days.length < 3000; day = addDays(day, 1)) {
    const isSkipped =
      first.slice(0, 4) === '2024' && last.slice(0, 4) === '2028' && day > '2024-12-31' && day < '2028-01-01'
    if (!isSkipped) days.push(day)
  }
  return days
}

function realDays({ now, zone }: FilterContext, operand: Exclude<Anniversary, object> | object): [string, string] {
  const on = (duration: Duration) => toDate(addDuration(now, duration, zone), zone)
  if (typeof operand === 'string') {
    const { fromOn, toOn } = periodBounds(operand as Period, now, zone)
    return [fromOn, addDays(toOn, -1)]
  }
  const { last, next } = operand as { last?: Duration; next?: Duration }
  return last ? [on(negateDuration(last)), on({})] : [on({}), on(next ?? {})]
}

function wallDay(instant: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en', { timeZone, calendar: 'gregory', month: '2-digit', day: '2-digit' })
  const part = (type: string) => format.formatToParts(new Date(instant)).find((one) => one.type === type)?.value
  return `${part('month')}-${part('day')}`
}
