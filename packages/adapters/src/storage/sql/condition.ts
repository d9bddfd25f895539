import type { Condition, SlotRef } from '@kith/core/filter'
import { KithError } from '@kith/core/shared'
import type { Column } from '@kith/core/storage'
import type { Dialect, Operand, Test } from './dialect.ts'
import { isIndexedSlot, itemsColumn, type TableLayout, TENANT } from './layout.ts'
import { concat, join, quote, type Sql, sql, wrap } from './sql.ts'

/** What conditions are compiled against. */
export interface SqlContext {
  readonly dialect: Dialect
  readonly tenant: string
  readonly layout: (object: string) => TableLayout
  /** Whether a run-time field has all its values in `field_value`. */
  readonly indexed: (object: string, field: string) => boolean
  /** Records are asked one by one: what their lists hold is read from the record itself, which is less than `field_value` asks for. */
  readonly oneByOne?: boolean
}

type Of<Op extends Condition['op']> = Extract<Condition, { op: Op }>

/** Where refs of a condition are read: a row of a table, or an entry of a list (whose refs have no field). */
interface Place {
  readonly context: SqlContext
  readonly layout: TableLayout
  readonly alias: string
  /** A slot of the entry. */
  readonly entry?: (ref: SlotRef) => Operand
  /** Inside a `not`: every leaf must be 0 or 1, never NULL. Outside NULL counts as false all the way up. */
  readonly exact: boolean
}

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
      return sql('TRUE')
    case 'false':
      return sql('FALSE')
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
      return oneOf(condition, place)
    case 'glob':
      return total(place.context.dialect.glob(slotSql(condition.ref, place), condition.pattern), place)
    case 'monthDay':
      return total(place.context.dialect.monthDay(slotSql(condition.ref, place), condition), place)
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

/** Inside a `not` every test must be true or false. */
function total(test: Test, place: Place): Sql {
  const { text, values } = test
  return place.exact && !test.total ? { text: place.context.dialect.orFalse(text), values } : { text, values }
}

function compare({ ref, cmp, value }: Of<'compare'>, place: Place): Sql {
  return total(place.context.dialect.compare(slotSql(ref, place), cmp, value), place)
}

function oneOf({ ref, values }: Of<'in'>, place: Place): Sql {
  if (values.length === 0) return sql('FALSE')
  return total(place.context.dialect.oneOf(slotSql(ref, place), values), place)
}

function inside(condition: Of<'inside'>, place: Place): Sql {
  const [latitude, longitude] = [slotSql(condition.latitude, place), slotSql(condition.longitude, place)]
  return total(place.context.dialect.inside(latitude, longitude, condition), place)
}

/** The value of a slot, or NULL. */
function slotSql(ref: SlotRef, place: Place): Operand {
  return place.entry ? place.entry(ref) : operandOf(ref, place.layout, place.alias, place.context.dialect)
}

/** A slot of the row `alias`. @throws KithError `INVALID_FILTER` */
export function operandOf(ref: SlotRef, layout: TableLayout, alias: string, dialect: Dialect): Operand {
  const { kind } = ref
  if (ref.custom) {
    const text = dialect.customSlot(alias, word(ref.field), word(ref.slot), kind)
    return { text, values: [], kind, from: { json: true } }
  }
  const { name, sqlType } = slotColumn(ref.field, ref.slot, layout)
  return { text: `${alias}.${quote(name)}`, values: [], kind, from: { column: sqlType } }
}

/** The column of a slot. @throws KithError `INVALID_FILTER` */
export function slotColumn(field: string, slot: string, layout: TableLayout): Column {
  const column = layout.fields.get(field)?.columns.find((one) => one.slot === slot)
  if (!column) throw unknown(`${layout.object}.${field}.${slot}`)
  return column
}

function empty({ field, custom }: Of<'empty'>, place: Place): Sql {
  return wrap('', concat([valueSql(field, custom, place), sql(' IS NULL')]))
}

/** The stored value of a field, or NULL. */
function valueSql(field: string, custom: boolean | undefined, { alias, layout, context }: Place): Sql {
  if (custom) return sql(context.dialect.customValue(alias, word(field)))
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
  if (indexed && !(known && context.oneByOne)) {
    const [column, unused] = slot.kind === 'text' ? ['value_text', 'value_num = 0'] : ['value_num', "value_text = ''"]
    const v = `${alias}v`
    const entry = (): Operand => ({ text: `${v}.${column}`, values: [], kind: slot.kind, from: { index: v } })
    const test = compile(of, { ...place, exact: false, entry })
    const from = `EXISTS (SELECT 1 FROM field_value ${v} WHERE ${v}.tenant = ? AND ${v}.object = ? AND ${v}.field = ? AND ${v}.slot = ? AND ${v}.${unused} AND ${v}.id = ${alias}."id" AND `
    return concat([sql(from, context.tenant, layout.object, field, slot.slot), test, sql(')')])
  }
  const item = `${alias}i`
  const plain = known !== undefined && known.items === undefined
  const texts = plain ? wantedTexts(of) : undefined
  const any = texts && context.dialect.anyItem?.(`${alias}.${quote(field)}`, texts)
  if (any) return total(any, place)
  const entry = ({ slot: name, kind }: SlotRef): Operand => {
    const of = word(name)
    const text = context.dialect.entrySlot(item, plain ? undefined : of, kind)
    return { text, values: [], kind, from: { json: true } }
  }
  const list = custom
    ? { alias, custom: word(field) }
    : { json: `${alias}.${quote(plain ? field : itemsColumn(field))}` }
  const test = compile(of, { ...place, exact: false, entry })
  return concat([sql(`EXISTS (SELECT 1 FROM ${context.dialect.entries(list, item)} WHERE `), test, sql(')')])
}

/** Of which texts a plain entry must be one; undefined where something else is asked. */
function wantedTexts(of: Condition): readonly string[] | undefined {
  if (of.op !== 'in' && !(of.op === 'compare' && of.cmp === 'eq')) return undefined
  const values = of.op === 'in' ? of.values : [of.value]
  return of.ref.kind === 'text' && values.length > 0 ? (values as readonly string[]) : undefined
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
  const id = operandOf(
    { field, slot: 'value', kind: 'text', type: 'relation', custom: custom === true },
    place.layout,
    alias,
    context.dialect,
  )
  const test = compile(of, { context, layout, alias: r, exact: false })
  const head = sql(
    `EXISTS (SELECT 1 FROM ${layout.table} ${r} WHERE ${r}.${TENANT} = ? AND ${r}."id" = `,
    context.tenant,
  )
  return concat([head, id, sql(` AND ${r}."deletedAt" IS NULL AND `), test, sql(')')])
}

function someLinked(condition: Of<'someLinked'>, place: Place): Sql {
  if (place.context.dialect.linksTogether) return linkedEither(condition, place)
  return join([linked(condition, place, 'from', 'to'), linked(condition, place, 'to', 'from')], 'or')
}

/** Both ends in one: what is asked of the other record stands there once, also where links follow links. */
function linkedEither({ object, to, role, of }: Of<'someLinked'>, place: Place): Sql {
  const { context, alias } = place
  const layout = context.layout(to)
  const { table } = context.layout('link')
  const [l, r] = [`${alias}l`, `${alias}r`]
  const ends = (near: string, far: string) =>
    concat([
      sql(
        `SELECT "${near}Id" AS near, "${far}Id" AS far FROM ${table} WHERE ${TENANT} = ? AND "deletedAt" IS NULL`,
        context.tenant,
      ),
      sql(` AND "${near}Object" = ? AND "${far}Object" = ?`, object, to),
      role === undefined ? sql('') : sql(' AND "role" = ?', role),
    ])
  return concat([
    sql('EXISTS (SELECT 1 FROM ('),
    concat([ends('from', 'to'), ends('to', 'from')], ' UNION ALL '),
    sql(`) ${l} JOIN ${layout.table} ${r} ON ${r}.${TENANT} = ? AND ${r}."id" = ${l}.far`, context.tenant),
    sql(` WHERE ${l}.near = ${alias}."id" AND ${r}."deletedAt" IS NULL AND `),
    compile(of, { context, layout, alias: r, exact: false }),
    sql(')'),
  ])
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
function word(text: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(text)) throw unknown(text)
  return text
}

function unanswerable(op: string): KithError {
  return new KithError('INVALID_FILTER', { path: op, reason: 'a store does not know what was before' })
}

function unknown(path: string): KithError {
  return new KithError('INVALID_FILTER', { path, reason: 'there is no such field' })
}
