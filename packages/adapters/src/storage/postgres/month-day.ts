import { type Condition, monthDayTest } from '@kith/core/filter'
import type { Test } from '../sql/dialect.ts'
import { concat, join, type Sql, sql, wrap } from '../sql/sql.ts'
import { textArray } from './values.ts'

type MonthDay = Extract<Condition, { op: 'monthDay' }>

/** A year that has every day. */
const LEAP = 2024
const YEAR = 366
const DAY_MS = 86_400_000
/** A zone is at most a day away from UTC, and 29 February may be missing. */
const AROUND = 2

/** Instants for which {@link isMonthDay} must be told what core says. Undefined: for none. */
export function unsureMonthDay(slot: Sql, condition: MonthDay): Sql | undefined {
  if (condition.zone === undefined || isAll(condition)) return undefined
  const { sure, maybe } = bounds(slot, condition)
  return join([maybe, wrap('NOT ', sure)], 'and')
}

export function coreMonthDay(condition: MonthDay): (values: readonly unknown[]) => boolean {
  const test = monthDayTest(condition, condition.zone)
  return ([instant]) => test(instant as string)
}

/** @param resolved Instants near the first and last day that are in it. */
export function isMonthDay(slot: Sql, condition: MonthDay, resolved: readonly (readonly (string | number)[])[]): Test {
  if (isAll(condition)) return { ...wrap('', concat([slot, sql(' IS NOT NULL')])), total: true }
  if (condition.zone === undefined) return days(slot, condition.from, condition.to)
  const { sure } = bounds(slot, condition)
  if (resolved.length === 0) return sure
  const instants = textArray(resolved.map(([instant]) => String(instant)))
  return join([sure, concat([slot, sql(' = ANY(?::text[])', instants)])], 'or')
}

const isAll = ({ from, to }: MonthDay) => from === '01-01' && to === '12-31'

/** What UTC alone can tell: days that are in it wherever one is, and days that can be. */
function bounds(slot: Sql, { from, to }: MonthDay): { readonly sure: Sql; readonly maybe: Sql } {
  const length = (dayOf(to) - dayOf(from) + YEAR) % YEAR
  const there = wrap('', concat([slot, sql(' IS NOT NULL')]))
  return {
    sure: length < 2 * AROUND ? sql('FALSE') : days(slot, moved(from, AROUND), moved(to, -AROUND)),
    maybe: length > YEAR - 2 * AROUND - 2 ? there : days(slot, moved(from, -AROUND), moved(to, AROUND)),
  }
}

function days(slot: Sql, from: string, to: string): Sql {
  const day = concat([sql('substr('), slot, sql(', 6, 5)')])
  const ends = [concat([day, sql(' >= ?', from)]), concat([day, sql(' <= ?', to)])]
  return wrap('', concat(ends, from <= to ? ' AND ' : ' OR '))
}

function dayOf(monthDay: string): number {
  return Date.parse(`${LEAP}-${monthDay}T00:00:00Z`) / DAY_MS
}

function moved(monthDay: string, by: number): string {
  return new Date((dayOf(monthDay) + by) * DAY_MS).toISOString().slice(5, 10)
}
