import type { SQLInputValue } from 'node:sqlite'
import type { Condition, SlotRef } from '@kith/core/filter'
import { globParts, KithError } from '@kith/core/shared'
import type { SlotValue } from '@kith/core/storage'
import { CUSTOM, CUSTOM_SLOTS, isIndexedSlot, itemsColumn, type ObjectLayout, quote, TENANT } from './layout.ts'

/** A piece of SQL with what is bound to its question marks. */
export interface Sql {
  readonly text: string
  readonly values: readonly SQLInputValue[]
}

/** What conditions are compiled against. */
export interface SqlContext {
  readonly tenant: string
  readonly layout: (object: string) => ObjectLayout
  /** Whether a run-time field has all its values in `field_value`. */
  readonly indexed: (object: string, field: string) => boolean
}

type Of<Op extends Condition['op']> = Extract<Condition, { op: Op }>

/** Where refs of a condition are read: a row of a table, or an entry of a list (whose refs have no field). */
interface Place {
  readonly context: SqlContext
  readonly layout: ObjectLayout
  readonly alias: string
  /** SQL of a slot of the entry. */
  readonly entry?: (slot: string) => Sql
  /** Inside a `not`: every leaf must be 0 or 1, never NULL. Outside NULL counts as false all the way up. */
  readonly exact: boolean
}

/** Lists up to this length are bound value by value, so that the planner sees how many there are. */
const SHORT_LIST = 8
/** SQLite's own GLOB takes time that grows with the number of stars as an exponent. */
const MAX_NATIVE_STARS = 2

/**
 * Compiles a condition to SQL that is true for exactly the records that core's closure takes. Every value is bound,
 * every name comes from the model.
 *
 * @throws KithError `INVALID_FILTER` when the condition names what the model has not
 */
export function conditionSql(condition: Condition, context: SqlContext, object: string, alias = 't'): Sql {
  return compile(condition, { context, layout: context.layout(object), alias, exact: false })
}

function compile(condition: Condition, place: Place): Sql {
  switch (condition.op) {
    case 'true':
      return sql('1')
    case 'false':
      return sql('0')
    case 'and':
    case 'or':
      return join(
        condition.of.map((part) => compile(part, place)),
        condition.op,
      )
    case 'not':
      return wrap('NOT ', compile(condition.of, { ...place, exact: true }))
    case 'compare':
      return compare(condition, place)
    case 'in':
      return oneOf(slotSql(condition.ref, place), condition.values, place)
    case 'glob':
      return glob(condition, place)
    case 'monthDay':
      return monthDay(condition, place)
    case 'inside':
      return inside(condition, place)
    case 'empty':
      return empty(condition, place)
    case 'someItem':
      return someItem(condition, place)
    case 'related':
      return related(condition, place)
    case 'someLinked':
      return someLinked(condition, place)
    case 'changed':
    case 'before':
      throw unanswerable(condition.op)
  }
}

export function sql(text: string, ...values: readonly SQLInputValue[]): Sql {
  return { text, values }
}

/** Pieces in a row, with a text between them. */
export function concat(parts: readonly Sql[], between = ''): Sql {
  return { text: parts.map((part) => part.text).join(between), values: parts.flatMap((part) => part.values) }
}

function wrap(before: string, { text, values }: Sql): Sql {
  return { text: `${before}(${text})`, values }
}

/** All hold, or one; of nothing: true for `and`, false for `or`. */
export function join(parts: readonly Sql[], op: 'and' | 'or'): Sql {
  if (parts.length === 0) return sql(op === 'and' ? '1' : '0')
  return parts.length === 1 ? (parts[0] as Sql) : wrap('', concat(parts, op === 'and' ? ' AND ' : ' OR '))
}

function bound(value: SlotValue): SQLInputValue {
  return typeof value === 'boolean' ? Number(value) : value
}

function neverNull(test: Sql, place: Place): Sql {
  return place.exact ? { text: `ifnull(${test.text}, 0)`, values: test.values } : test
}

const COMPARISONS = { eq: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const

function compare({ ref, cmp, value }: Of<'compare'>, place: Place): Sql {
  const slot = slotSql(ref, place)
  return neverNull(concat([slot, sql(` ${COMPARISONS[cmp]} ?`, bound(value))]), place)
}

/** Lists of a few lengths only, so that there are few different statements. */
function oneOf(slot: Sql, values: readonly SlotValue[], place: Place): Sql {
  if (values.length === 0) return sql('0')
  if (values.length > SHORT_LIST) {
    const all = sql(' IN (SELECT value FROM json_each(?))', JSON.stringify(values.map(bound)))
    return neverNull(wrap('', concat([slot, all])), place)
  }
  const length = 2 ** Math.ceil(Math.log2(values.length))
  const padded = Array.from({ length }, (_, at) => bound(values[Math.min(at, values.length - 1)] as SlotValue))
  return neverNull(wrap('', concat([slot, sql(` IN (${padded.map(() => '?').join(', ')})`, ...padded)])), place)
}

function glob({ ref, pattern }: Of<'glob'>, place: Place): Sql {
  const slot = slotSql(ref, place)
  const parts = globParts(pattern)
  if (parts.filter((part) => part === '*').length > MAX_NATIVE_STARS)
    return concat([sql('kith_glob(?, ', pattern), slot, sql(')')])
  const native = parts.map((part) => (typeof part === 'string' ? part : part.text.replace(/[*?[]/g, '[$&]'))).join('')
  return neverNull(wrap('', concat([slot, sql(' GLOB ?', native)])), place)
}

function monthDay({ ref, zone, from, to }: Of<'monthDay'>, place: Place): Sql {
  const slot = slotSql(ref, place)
  if (zone !== undefined) return concat([sql('kith_month_day(?, ?, ?, ', from, to, zone), slot, sql(')')])
  const day = concat([sql('substr('), slot, sql(', 6)')])
  const ends = [concat([day, sql(' >= ?', from)]), concat([day, sql(' <= ?', to)])]
  return neverNull(wrap('', concat(ends, from <= to ? ' AND ' : ' OR ')), place)
}

function inside({ latitude, longitude, shape }: Of<'inside'>, place: Place): Sql {
  const at = [slotSql(latitude, place), slotSql(longitude, place)]
  return concat([sql('kith_inside(?, ', JSON.stringify(shape)), concat(at, ', '), sql(')')])
}

/** The value of a slot, or NULL. */
function slotSql(ref: SlotRef, place: Place): Sql {
  if (place.entry) return place.entry(name(ref.slot))
  if (ref.custom) return customSlotSql(place.alias, ref.field, ref.slot)
  return sql(`${place.alias}.${quote(slotColumn(ref.field, ref.slot, place.layout))}`)
}

/** The slot of a run-time field, out of its JSON column. */
export function customSlotSql(alias: string, field: string, slot: string): Sql {
  return sql(`(${alias}.${quote(CUSTOM_SLOTS)} ->> '$.${name(field)}.${name(slot)}')`)
}

/** The column of a slot. @throws KithError `INVALID_FILTER` */
export function slotColumn(field: string, slot: string, layout: ObjectLayout): string {
  const column = layout.fields.get(field)?.columns.find((one) => one.slot === slot)
  if (!column) throw unknown(`${layout.object}.${field}.${slot}`)
  return column.name
}

function empty({ field, custom }: Of<'empty'>, place: Place): Sql {
  return wrap('', concat([valueSql(field, custom, place), sql(' IS NULL')]))
}

/** The stored value of a field, or NULL. */
function valueSql(field: string, custom: boolean | undefined, { alias, layout }: Place): Sql {
  if (custom) return sql(`(${alias}.${quote(CUSTOM)} -> '$.${name(field)}')`)
  if (!layout.fields.has(field)) throw unknown(`${layout.object}.${field}`)
  return sql(`${alias}.${quote(field)}`)
}

function someItem({ field, custom, of }: Of<'someItem'>, place: Place): Sql {
  const { context, layout, alias } = place
  const slot = singleSlot(of)
  const known = custom ? undefined : layout.fields.get(field)
  if (!custom && !known?.list) throw unknown(`${layout.object}.${field}`)
  const indexed =
    slot !== undefined && isIndexedSlot(slot.slot) && (known?.indexed ?? context.indexed(layout.object, field))
  if (indexed) {
    const [column, unused] = slot.kind === 'text' ? ['value_text', 'value_num = 0'] : ['value_num', "value_text = ''"]
    const v = `${alias}v`
    const test = compile(of, { ...place, exact: false, entry: () => sql(`${v}.${column}`) })
    const from = `EXISTS (SELECT 1 FROM field_value ${v} WHERE ${v}.tenant = ? AND ${v}.object = ? AND ${v}.field = ? AND ${v}.slot = ? AND ${v}.${unused} AND ${v}.id = ${alias}."id" AND `
    return concat([sql(from, context.tenant, layout.object, field, slot.slot), test, sql(')')])
  }
  const item = `${alias}i`
  const plain = known !== undefined && known.items === undefined
  const entry = (of: string) => sql(plain ? `${item}.value` : `(${item}.value ->> '$.${of}')`)
  const list = custom
    ? sql(`${alias}.${quote(CUSTOM_SLOTS)} -> '$.${name(field)}'`)
    : sql(`${alias}.${quote(plain ? field : itemsColumn(field))}`)
  const test = compile(of, { ...place, exact: false, entry })
  return concat([sql('EXISTS (SELECT 1 FROM json_each('), list, sql(`) ${item} WHERE `), test, sql(')')])
}

/** The one slot that a condition on entries reads; undefined where there are several, or a `not` (an entry may lack the slot). */
function singleSlot(condition: Condition): SlotRef | undefined {
  if (condition.op === 'compare' || condition.op === 'in') return condition.ref
  if (condition.op === 'glob' || condition.op === 'monthDay') return condition.ref
  if (condition.op !== 'and' && condition.op !== 'or') return undefined
  const refs = condition.of.map(singleSlot)
  const [first] = refs
  return refs.every((ref) => ref !== undefined && ref.slot === first?.slot) ? first : undefined
}

function related({ field, custom, to, of }: Of<'related'>, place: Place): Sql {
  const { context, alias } = place
  const layout = context.layout(to)
  const r = `${alias}r`
  const id = custom
    ? customSlotSql(alias, field, 'value')
    : sql(`${alias}.${quote(slotColumn(field, 'value', place.layout))}`)
  const test = compile(of, { context, layout, alias: r, exact: false })
  const head = sql(
    `EXISTS (SELECT 1 FROM ${layout.table} ${r} WHERE ${r}.${TENANT} = ? AND ${r}."id" = `,
    context.tenant,
  )
  return concat([head, id, sql(` AND ${r}."deletedAt" IS NULL AND `), test, sql(')')])
}

function someLinked(condition: Of<'someLinked'>, place: Place): Sql {
  return join([linked(condition, place, 'from', 'to'), linked(condition, place, 'to', 'from')], 'or')
}

/** This record stands at the end `near` of the link. */
function linked({ object, to, role, of }: Of<'someLinked'>, place: Place, near: string, far: string): Sql {
  const { context, alias } = place
  const layout = context.layout(to)
  const [l, r] = [`${alias}l`, `${alias}r`]
  const ofRole = role === undefined ? sql('') : sql(` AND ${l}."role" = ?`, role)
  const head = `EXISTS (SELECT 1 FROM ${context.layout('link').table} ${l} JOIN ${layout.table} ${r} ON ${r}.${TENANT} = ${l}.${TENANT} AND ${r}."id" = ${l}."${far}Id" WHERE ${l}.${TENANT} = ? AND ${l}."deletedAt" IS NULL AND ${l}."${near}Object" = ? AND ${l}."${near}Id" = ${alias}."id" AND ${l}."${far}Object" = ?`
  const test = compile(of, { context, layout, alias: r, exact: false })
  return concat([
    sql(head, context.tenant, object, to),
    ofRole,
    sql(` AND ${r}."deletedAt" IS NULL AND `),
    test,
    sql(')'),
  ])
}

/** Names of fields and slots are ASCII words: anything else is not from the model. */
function name(text: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(text)) throw unknown(text)
  return text
}

function unanswerable(op: string): KithError {
  return new KithError('INVALID_FILTER', { path: op, reason: 'a store does not know what was before' })
}

function unknown(path: string): KithError {
  return new KithError('INVALID_FILTER', { path, reason: 'there is no such field' })
}
