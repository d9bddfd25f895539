import type { Condition } from '@kith/core/filter'
import { globParts } from '@kith/core/shared'
import type { SlotKind, SlotValue } from '@kith/core/storage'
import type { Dialect, Operand, Test } from '../sql/dialect.ts'
import { CUSTOM, CUSTOM_SLOTS } from '../sql/layout.ts'
import { concat, join, quote, type Sql, sql, wrap } from '../sql/sql.ts'
import { isInside } from './inside.ts'
import { isMonthDay } from './month-day.ts'
import { cellOf, isLong, keyOf, numberArray, textArray } from './values.ts'

type Compare = Extract<Condition, { op: 'compare' }>['cmp']

const COMPARISONS = { eq: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const

/**
 * How PostgreSQL says what a condition asks.
 *
 * @param resolved What core answered for the values that PostgreSQL might judge otherwise, by condition.
 */
export function postgresDialect(resolved: Resolved = new Map()): Dialect {
  return {
    linksTogether: true,
    orFalse: (test) => `coalesce(${test}, FALSE)`,
    compare,
    oneOf,
    glob: (slot, pattern) => wrap('', concat([slot, sql(' LIKE ?', likePattern(pattern))])),
    monthDay: (slot, condition) => isMonthDay(slot, condition, resolved.get(condition) ?? []),
    inside: (latitude, longitude, condition) => isInside(latitude, longitude, condition, resolved.get(condition) ?? []),
    customSlot: (alias, field, slot, kind) => typed(`${alias}.${quote(CUSTOM_SLOTS)} -> '${field}' -> '${slot}'`, kind),
    customValue: (alias, field) => `(${alias}.${quote(CUSTOM)} -> '${field}')`,
    anyItem: (json, values) => sql(`jsonb_exists_any(${json}::jsonb, ?::text[])`, textArray(values)),
    entries(list, item) {
      const json = 'json' in list ? `${list.json}::jsonb` : `${list.alias}.${quote(CUSTOM_SLOTS)} -> '${list.custom}'`
      return `jsonb_array_elements(CASE jsonb_typeof(${json}) WHEN 'array' THEN ${json} END) ${item}(value)`
    },
    entrySlot: (item, slot, kind) => typed(slot === undefined ? `${item}.value` : `${item}.value -> '${slot}'`, kind),
  }
}

/** Values for which a leaf is true, as core found. */
export type Resolved = ReadonlyMap<Condition, readonly (readonly (string | number)[])[]>

/** A value out of JSON; NULL where it is of another kind, so that no row of anybody breaks a statement. */
function typed(json: string, kind: SlotKind): string {
  if (kind === 'text') return `((${json}) #>> '{}') COLLATE "C"`
  if (kind === 'boolean') return `(CASE jsonb_typeof(${json}) WHEN 'boolean' THEN (${json})::boolean::int END)`
  return `(CASE jsonb_typeof(${json}) WHEN 'number' THEN (${json})::double precision END)`
}

function compare(slot: Operand, cmp: Compare, value: SlotValue): Test {
  const { from } = slot
  if ('index' in from && cmp === 'eq' && typeof value === 'string') return isKey(from.index, [value])
  if ('column' in from && from.column === 'INTEGER') return compareInteger(slot, cmp, Number(value))
  return wrap('', concat([slot, sql(` ${COMPARISONS[cmp]} ?`, cellOf(value))]))
}

/** A whole number is asked for, because a column of whole numbers takes nothing else. */
function compareInteger(slot: Operand, cmp: Compare, value: number): Test {
  const ask = (comparison: string, whole: number) => wrap('', concat([slot, sql(` ${comparison} ?`, whole)]))
  const limit = Number.MAX_SAFE_INTEGER
  if (Number.isSafeInteger(value)) return ask(COMPARISONS[cmp], value)
  if (cmp === 'eq') return sql('FALSE')
  if (Math.abs(value) > limit) return value > 0 === (cmp === 'lt' || cmp === 'lte') ? isThere(slot) : sql('FALSE')
  return cmp === 'lt' || cmp === 'lte' ? ask('<=', Math.floor(value)) : ask('>=', Math.ceil(value))
}

function isThere(slot: Sql): Test {
  return { ...wrap('', concat([slot, sql(' IS NOT NULL')])), total: true }
}

function oneOf(slot: Operand, values: readonly SlotValue[]): Test {
  const { from } = slot
  if (slot.kind === 'text') {
    if ('index' in from) return isKey(from.index, values as readonly string[])
    return anyOf(slot, 'text', textArray(values as readonly string[]))
  }
  const cells = values.map((value) => Number(cellOf(value)))
  if (!('column' in from) || from.column !== 'INTEGER') return anyOf(slot, 'double precision', numberArray(cells))
  const whole = cells.filter(Number.isSafeInteger)
  return whole.length === 0 ? sql('FALSE') : anyOf(slot, 'bigint', numberArray(whole))
}

function anyOf(slot: Sql, type: string, list: string): Test {
  return wrap('', concat([slot, sql(` = ANY(?::${type}[])`, list)]))
}

/** By the key of `field_value`; texts that do not stand in it whole are compared too. */
function isKey(alias: string, values: readonly string[]): Test {
  const key = sql(`${alias}.value_key`)
  const keys = values.map(keyOf)
  const test = keys.length === 1 ? concat([key, sql(' = ?', keys[0] as string)]) : anyOf(key, 'text', textArray(keys))
  if (!values.some(isLong)) return test
  return join([test, anyOf(sql(`${alias}.value_text`), 'text', textArray(values))], 'and')
}

function likePattern(pattern: string): string {
  return globParts(pattern)
    .map((part) => (part === '*' ? '%' : part === '?' ? '_' : part.text.replace(/[\\%_]/g, '\\$&')))
    .join('')
}
