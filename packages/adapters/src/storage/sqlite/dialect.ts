import { globParts } from '@kith/core/shared'
import type { SlotValue } from '@kith/core/storage'
import type { Dialect, Operand, Test } from '../sql/dialect.ts'
import { CUSTOM, CUSTOM_SLOTS } from '../sql/layout.ts'
import { concat, quote, sql, wrap } from '../sql/sql.ts'

/** Lists up to this length are bound value by value, so that the planner sees how many there are. */
const SHORT_LIST = 8
/** SQLite's own GLOB takes time that grows with the number of stars as an exponent. */
const MAX_NATIVE_STARS = 2

const COMPARISONS = { eq: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const

/** How SQLite says what a condition asks. What it cannot say, or not as core does, are functions of the connection. */
export const SQLITE: Dialect = {
  linksTogether: false,
  orFalse: (test) => `ifnull(${test}, 0)`,
  compare: (slot, cmp, value) => concat([slot, sql(` ${COMPARISONS[cmp]} ?`, bound(value))]),
  oneOf,
  glob,
  monthDay(slot, { zone, from, to }) {
    if (zone !== undefined)
      return { ...concat([sql('kith_month_day(?, ?, ?, ', from, to, zone), slot, sql(')')]), total: true }
    const day = concat([sql('substr('), slot, sql(', 6)')])
    const ends = [concat([day, sql(' >= ?', from)]), concat([day, sql(' <= ?', to)])]
    return wrap('', concat(ends, from <= to ? ' AND ' : ' OR '))
  },
  inside: (latitude, longitude, { shape }) => ({
    ...concat([sql('kith_inside(?, ', JSON.stringify(shape)), concat([latitude, longitude], ', '), sql(')')]),
    total: true,
  }),
  customSlot: (alias, field, slot) => `(${alias}.${quote(CUSTOM_SLOTS)} ->> '$.${field}.${slot}')`,
  customValue: (alias, field) => `(${alias}.${quote(CUSTOM)} -> '$.${field}')`,
  entries: (list, item) =>
    'json' in list
      ? `json_each(${list.json}) ${item}`
      : `json_each(${list.alias}.${quote(CUSTOM_SLOTS)} -> '$.${list.custom}') ${item}`,
  entrySlot: (item, slot) => (slot === undefined ? `${item}.value` : `(${item}.value ->> '$.${slot}')`),
}

function bound(value: SlotValue): string | number {
  return typeof value === 'boolean' ? Number(value) : value
}

/** Lists of a few lengths only, so that there are few different statements. */
function oneOf(slot: Operand, values: readonly SlotValue[]): Test {
  if (values.length > SHORT_LIST) {
    const all = sql(' IN (SELECT value FROM json_each(?))', JSON.stringify(values.map(bound)))
    return wrap('', concat([slot, all]))
  }
  const length = 2 ** Math.ceil(Math.log2(values.length))
  const padded = Array.from({ length }, (_, at) => bound(values[Math.min(at, values.length - 1)] as SlotValue))
  return wrap('', concat([slot, sql(` IN (${padded.map(() => '?').join(', ')})`, ...padded)]))
}

function glob(slot: Operand, pattern: string): Test {
  const parts = globParts(pattern)
  if (parts.filter((part) => part === '*').length > MAX_NATIVE_STARS)
    return { ...concat([sql('kith_glob(?, ', pattern), slot, sql(')')]), total: true }
  const native = parts.map((part) => (typeof part === 'string' ? part : part.text.replace(/[*?[]/g, '[$&]'))).join('')
  return wrap('', concat([slot, sql(' GLOB ?', native)]))
}
