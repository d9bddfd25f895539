import { addDays, daysBetween, isDate } from '../shared/time.ts'
import { toWall } from '../shared/zone.ts'
import type { MonthDay } from './types.ts'

/** Days of a year from one to another, both in it; over the new year where `from` is later. */
export interface MonthDays {
  readonly from: string
  readonly to: string
}

/** Whether a text is a day of some year: `02-29` is, `02-30` is not. */
export function isMonthDay(text: string): text is MonthDay {
  return text.length === 5 && isDate(`${LEAP}${text}`)
}

/** A year that has every day. */
const LEAP = '2024-'
/** Of `MM-DDTHH:MM:SS.mmmZ`, from the end: years past 9999 are longer. */
const TAIL = 19

/**
 * The month and day of a stored date, or of a stored instant in a zone.
 *
 * @example
 * monthDayOf('2026-12-31T23:30:00.000Z', 'Europe/Oslo') // '01-01'
 */
export function monthDayOf(value: string, zone?: string): string {
  if (zone === undefined) return value.slice(5, 10)
  return new Date(toWall(Date.parse(value), zone)).toISOString().slice(-TAIL).slice(0, 5)
}

/**
 * Makes the test of a `monthDay` condition: whether a stored date, or a stored instant in the zone, lies in these days.
 * Stores that run it themselves use this, so that all give one answer.
 */
export function monthDayTest(days: MonthDays, zone?: string): (value: string) => boolean {
  const test = isIn(days)
  if (days.from === '01-01' && days.to === '12-31') return () => true
  if (zone === undefined) return (value) => test(monthDayOf(value))
  const around = isAround(days)
  return (value) => around(value.slice(5, 10)) && test(monthDayOf(value, zone))
}

function isIn({ from, to }: MonthDays): (day: string) => boolean {
  return from <= to ? (day) => day >= from && day <= to : (day) => day >= from || day <= to
}

/**
 * Days at which the clocks of UTC can stand then: cheap to ask before a zone is. Where one day is meant, UTC may be a day
 * apart, and 29 February may be missing.
 */
function isAround({ from, to }: MonthDays): (day: string) => boolean {
  const length = daysBetween(LEAP + from, LEAP + to)
  if ((length < 0 ? length + YEAR : length) > YEAR - 6) return () => true
  return isIn({ from: addDays(LEAP + from, -2).slice(5), to: addDays(LEAP + to, 2).slice(5) })
}

const YEAR = 366
