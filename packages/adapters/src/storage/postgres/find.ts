import type { Condition, SlotRef } from '@kith/core/filter'
import { type Keyset, type Query, type SlotValue, type StoredRecord, slotReader } from '@kith/core/storage'
import { conditionSql, operandOf, type SqlContext, slotColumn } from '../sql/condition.ts'
import { decodeRow, isIndexedSlot, TENANT } from '../sql/layout.ts'
import { indexedColumns } from '../sql/shape.ts'
import { concat, join, type Sql, sql } from '../sql/sql.ts'
import type { ObjectLayout } from './layout.ts'
import { resolveEdges } from './resolve.ts'
import { searchSql } from './search.ts'
import type { Session } from './session.ts'
import type { PostgresStore } from './store.ts'
import { cellOf, keyOf, textArray } from './values.ts'

export async function getRecords(
  session: Session,
  layout: ObjectLayout,
  tenant: string,
  ids: readonly string[],
  lock = '',
): Promise<(StoredRecord | undefined)[]> {
  if (ids.length === 0) return []
  const { rows } = await session.hot(layout.readSql + lock, [tenant, textArray(ids)])
  const found = new Map(
    rows.map((row) => {
      const record = decodeRow(layout, row)
      return [record.id, record]
    }),
  )
  return ids.map((id) => found.get(id))
}

/** A list that is asked for, compiled. */
export interface Selection {
  readonly session: Session
  readonly context: SqlContext
  readonly layout: ObjectLayout
  readonly where: Sql
  /** Whose words are searched; undefined where there is nobody else. */
  readonly among: string | undefined
  readonly sorted: Sql
  readonly direction: 'ASC' | 'DESC'
  readonly past: '>' | '<'
}

/** Records in the order of a list that are looked at one by one, before the planner may choose another way. */
const LEGS = { short: 1_000, middle: 4_000, long: 16_000 }
/** Long legs of one walk. */
const LONG_LEGS = 3
/** Records that belong together stand together: a leg may promise half of what the long one finds. */
const LUCK = 2

/**
 * A page: records with a value to sort by, then those without. Each part is one walk along an index, because the
 * keyset is a row value in the one and the id alone in the other. Where other tables are asked (access keys, relations,
 * links) the first records of the list are asked one by one: the planner, which does not know how many will do, would
 * sooner join whole tables.
 */
export async function findRecords(
  store: PostgresStore,
  session: Session,
  tenant: string,
  object: string,
  query: Query,
): Promise<StoredRecord[]> {
  const { after, limit, sort } = query
  const selection = await select(store, session, tenant, store.layout(object), query)
  const walked = await walk(selection, query)
  if (walked?.length === limit) return walked
  const rest = walked ? { ...selection, where: await whereOfMany(selection, query) } : selection
  const found = after && after.value === undefined ? [] : await pageWithValue(rest, after, limit)
  if (found.length === limit || sort.ref.field === 'id') return found
  return [...found, ...(await pageWithout(rest, after, limit - found.length))]
}

/** Compiles what is asked. */
export async function select(
  store: PostgresStore,
  session: Session,
  tenant: string,
  layout: ObjectLayout,
  query: Query,
): Promise<Selection> {
  const rising = query.sort.direction === 'asc'
  const context = await contextFor(store, session, tenant, layout.object, query.where)
  const among = query.search?.length && (await store.hasOthers(session)) ? tenant : undefined
  return {
    session,
    context,
    layout,
    where: whereSql(context, layout, query, among),
    among,
    sorted: operandOf(query.sort.ref, layout, 't', context.dialect),
    direction: rising ? 'ASC' : 'DESC',
    past: rising ? '>' : '<',
  }
}

function pageWithValue(selection: Selection, after: Keyset | undefined, limit: number): Promise<StoredRecord[]> {
  return page(selection, behind(selection, after), sql(orderOf(selection)), limit)
}

function pageWithout(selection: Selection, after: Keyset | undefined, limit: number): Promise<StoredRecord[]> {
  const { sorted, past, direction } = selection
  const rest = [concat([sorted, sql(' IS NULL')])]
  if (after && after.value === undefined) rest.push(sql(`t."id" ${past} ?`, after.id))
  return page(selection, join(rest, 'and'), sql(`t."id" ${direction}`), limit)
}

/** Behind a place in the list, records that have a value to sort by. */
function behind({ sorted, past }: Selection, after: Keyset | undefined): Sql {
  return after?.value === undefined
    ? concat([sorted, sql(' IS NOT NULL')])
    : concat([sql('('), sorted, sql(`, t."id") ${past} (?, ?)`, cellOf(after.value), after.id)])
}

const orderOf = ({ sorted, direction }: Selection) => `${sorted.text} ${direction}, t."id" ${direction}`

/** The page, or less of it where the records of some legs do not fill it; undefined where there is no index to walk along. */
async function walk(selection: Selection, query: Query): Promise<StoredRecord[] | undefined> {
  const { layout } = selection
  const { after, limit, search = [] } = query
  if (search.length > 0 || (after && after.value === undefined) || !isSortedByIndex(layout, query)) return undefined
  const { plain, each: parts } = apart(selection, query.where)
  if (parts.length === 0 || (await areFew(selection, query.where))) return undefined
  const each = join(parts, 'and')
  const read = slotReader(query.sort.ref)
  /** Looks at so many records behind the last that was found. */
  const leg = async (found: readonly StoredRecord[], records: number) => {
    const last = found.at(-1)
    const from = last ? { value: read(last) as SlotValue, id: last.id } : after
    const near = join([...plain, behind(selection, from)], 'and')
    const text = `SELECT ${layout.valuesSql} FROM (SELECT * FROM ${layout.table} t WHERE ${near.text} ORDER BY ${orderOf(selection)} LIMIT ?) t WHERE ${each.text} ORDER BY ${orderOf(selection)} LIMIT ?`
    const values = [...near.values, records, ...each.values, limit - found.length]
    const rows = await selection.session.all(text, values)
    return [...found, ...rows.map((row) => decodeRow(layout, row))]
  }
  /** Whether the long leg is likely to fill the page, when so many of the records were looked at. */
  const promises = (found: readonly unknown[], records: number) =>
    found.length * LUCK * (LEGS.long / records) > limit - found.length && found.length < limit
  let found = await leg([], LEGS.short)
  let looked = LEGS.short
  if (found.length < limit && !promises(found, looked)) {
    found = await leg(found, LEGS.middle)
    looked = LEGS.middle
  }
  for (let legs = 0; legs < LONG_LEGS && promises(found, looked); legs++) {
    found = await leg(found, LEGS.long)
    looked += LEGS.long
  }
  return found
}

/** Records that an index of lists finds sooner than a walk would. */
const FEW = 200
/** Records that are asked one by one sooner than an index of lists is asked for each of them. */
const MANY = 10_000

/** Whether a list must have a text that few have, as an e-mail is. */
async function areFew(selection: Selection, where: Condition): Promise<boolean> {
  for (const part of partsOf(where)) {
    if (part.op !== 'someItem' || part.of.op !== 'compare') continue
    const count = await countInLists(selection, part, FEW + 1)
    if (count !== undefined && count <= FEW) return true
  }
  return false
}

/** As {@link whereSql}, where lists that many records pass, as of what a team may see, are read from the records. */
async function whereOfMany(selection: Selection, { where, search = [] }: Query): Promise<Sql> {
  const { context, layout, among } = selection
  const parts: Sql[] = [sql(`t.${TENANT} = ?`, context.tenant)]
  for (const part of partsOf(where)) {
    const count = part.op === 'someItem' ? await countInLists(selection, part, MANY) : undefined
    parts.push(conditionSql(part, { ...context, oneByOne: count === MANY }, layout.object))
  }
  return join(search.length > 0 ? [...parts, searchSql(among, search, 't')] : parts, 'and')
}

/** How many entries of lists have one of some texts, up to `most`; undefined where that is not what is asked, or not indexed. */
async function countInLists(
  { session, context, layout }: Selection,
  { field, custom, of }: Extract<Condition, { op: 'someItem' }>,
  most: number,
): Promise<number | undefined> {
  const values = of.op === 'compare' && of.cmp === 'eq' ? [of.value] : of.op === 'in' ? of.values : undefined
  if (!values || custom || !layout.fields.get(field)?.indexed) return undefined
  const { ref } = of as Extract<Condition, { op: 'compare' | 'in' }>
  if (ref.kind !== 'text' || !isIndexedSlot(ref.slot)) return undefined
  const text =
    'SELECT count(*) FROM (SELECT 1 FROM field_value WHERE tenant = ? AND object = ? AND field = ? AND slot = ? AND value_key = ANY(?::text[]) AND value_num = 0 LIMIT ?) v'
  const keys = textArray(values.map((value) => keyOf(String(value))))
  const { rows } = await session.hot(text, [context.tenant, layout.object, field, ref.slot, keys, most])
  return Number(rows[0]?.[0])
}

function isSortedByIndex(layout: ObjectLayout, { sort }: Query): boolean {
  if (sort.ref.custom) return false
  const { name } = slotColumn(sort.ref.field, sort.ref.slot, layout)
  const alone = indexedColumns(layout).some((column) => column.ordered && column.name === name)
  return alone || layout.combined.some((columns) => columns.at(-1) === name)
}

/** All that must hold, side by side. */
function partsOf(where: Condition): readonly Condition[] {
  return where.op === 'and' ? where.of.flatMap(partsOf) : [where]
}

/**
 * What columns of the record tell, tenant first, and what its lists and other tables are asked for when it is looked at by
 * itself: lists first, because they take less.
 */
export function apart(
  { context, layout }: Selection,
  where: Condition,
): { readonly plain: Sql[]; readonly each: Sql[] } {
  const parts = partsOf(where).map((part) => conditionSql(part, { ...context, oneByOne: true }, layout.object))
  const {
    plain = [],
    list = [],
    elsewhere = [],
  } = Object.groupBy(parts, ({ text }) =>
    text.includes('EXISTS (') ? 'elsewhere' : text.includes('jsonb_exists_any(') ? 'list' : 'plain',
  )
  return {
    plain: [sql(`t.${TENANT} = ?`, context.tenant), ...plain],
    each: [...list, ...elsewhere.map(eachByItself)],
  }
}

/** With an offset it is a question to each record; else PostgreSQL makes a join of it. */
function eachByItself(test: Sql): Sql {
  const alone = test.text.startsWith('EXISTS (') && closedBy(test.text) === test.text.length - 1
  return alone ? { ...test, text: `${test.text.slice(0, -1)} OFFSET 0)` } : test
}

/** Where the first bracket of a text is closed. Values are bound, and names have none. */
function closedBy(text: string): number {
  let open = 0
  for (let at = text.indexOf('('); at < text.length; at++) {
    if (text[at] === '(') open++
    else if (text[at] === ')' && --open === 0) return at
  }
  return -1
}

async function page(
  { session, layout, where }: Selection,
  rest: Sql,
  order: Sql,
  limit: number,
): Promise<StoredRecord[]> {
  const wanted = join([where, rest], 'and')
  const text = `SELECT ${layout.valuesSql} FROM ${layout.table} t WHERE ${wanted.text} ORDER BY ${order.text} LIMIT ?`
  const rows = await session.all(text, [...wanted.values, ...order.values, limit])
  return rows.map((row) => decodeRow(layout, row))
}

/** What a condition is compiled against, with what only core can tell. */
export async function contextFor(
  store: PostgresStore,
  session: Session,
  tenant: string,
  object: string,
  where: Condition,
): Promise<SqlContext> {
  if (asksRunTimeFields(where)) await store.refresh(session, tenant)
  const resolved = await resolveEdges(session, store.context(tenant), object, where)
  return store.context(tenant, resolved)
}

/** Whether the answer may be found in `field_value`, by fields that the model does not know. */
function asksRunTimeFields(condition: Condition): boolean {
  switch (condition.op) {
    case 'someItem':
      return condition.custom === true
    case 'and':
    case 'or':
      return condition.of.some(asksRunTimeFields)
    case 'not':
    case 'related':
    case 'someLinked':
      return asksRunTimeFields(condition.of)
    default:
      return false
  }
}

/** Tenant first, always. */
export function whereSql(
  context: SqlContext,
  layout: ObjectLayout,
  query: Pick<Query, 'where' | 'search'>,
  among: string | undefined = context.tenant,
): Sql {
  const { where, search = [] } = query
  const parts = where.op === 'and' ? where.of : [where]
  return join(
    [
      sql(`t.${TENANT} = ?`, context.tenant),
      ...parts.map((part) => conditionSql(part, context, layout.object)),
      ...(search.length > 0 ? [searchSql(among, search, 't')] : []),
    ],
    'and',
  )
}

/** A slot of the record in table `t`. */
export function slotSql(ref: SlotRef, layout: ObjectLayout, context: SqlContext): Sql {
  return operandOf(ref, layout, 't', context.dialect)
}
