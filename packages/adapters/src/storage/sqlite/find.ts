import type { Condition, SlotRef } from '@kith/core/filter'
import type { Keyset, Query, StoredRecord } from '@kith/core/storage'
import { conditionSql, operandOf } from '../sql/condition.ts'
import { TENANT } from '../sql/layout.ts'
import { concat, join, type Sql, sql } from '../sql/sql.ts'
import { LIMIT } from './connection.ts'
import { SQLITE } from './dialect.ts'
import type { Cell } from './driver.ts'
import { type ObjectLayout, ROW } from './layout.ts'
import { fewRecords, partsOf, type Walk, walkFor } from './narrow.ts'
import { searchSql } from './search.ts'
import type { SqliteStore } from './store.ts'

export function getRecords(
  store: SqliteStore,
  tenant: string,
  object: string,
  ids: readonly string[],
): (StoredRecord | undefined)[] {
  const { rows, record } = store.layout(object).reader.read(({ byIdSql }) => {
    const statement = store.connection.sql(byIdSql, 'array')
    return ids.map((id) => statement.get(tenant, id) as Cell[] | undefined)
  })
  return rows.map((row) => row && record(row))
}

/** A list that is asked for, and its order. */
interface List {
  readonly store: SqliteStore
  readonly tenant: string
  readonly layout: ObjectLayout
  readonly sorted: Sql
  readonly direction: 'ASC' | 'DESC'
  readonly past: '>' | '<'
}

/** What all parts of a page share. */
interface Selection extends List {
  readonly where: Sql
  /** Behind the table's name: which index to use. */
  readonly hint: string
}

/** Records that are walked past before it is asked whether there is a shorter way. */
const FIRST_LEG = 300

/**
 * A page: records with a value to sort by, then those without. Each part is one walk along an index, because the
 * keyset is a row value in the one and the id alone in the other. A walk that does not fill the page soon is given up where
 * an index knows a few records among which all are.
 */
export function findRecords(store: SqliteStore, tenant: string, object: string, query: Query): StoredRecord[] {
  const layout = store.layout(object)
  const list = listOf(store, tenant, layout, query)
  const all = (hint = ''): Selection => ({ ...list, hint, where: whereSql(store, tenant, layout, query) })
  const walk = walkFor(layout, query)
  if (walk?.exact) return wholePage(all(walk.hint), query)
  const leg = walk && !query.search?.length ? firstLeg(list, walk, query) : undefined
  if (leg?.found.length === query.limit) return leg.found
  const few = fewRecords(store, tenant, layout, query)
  if (few) {
    const asked = few.searched ? whereSql(store, tenant, layout, { where: query.where }) : all().where
    return wholePage({ ...list, hint: few.hint, where: join([asked, few.where], 'and') }, query)
  }
  const walked = all(walk?.hint)
  return leg ? [...leg.found, ...leg.rest(walked, query.limit - leg.found.length)] : wholePage(walked, query)
}

function listOf(store: SqliteStore, tenant: string, layout: ObjectLayout, { sort }: Query): List {
  const rising = sort.direction === 'asc'
  return {
    store,
    tenant,
    layout,
    sorted: slotSql(sort.ref, layout),
    direction: rising ? 'ASC' : 'DESC',
    past: rising ? '>' : '<',
  }
}

function wholePage(selection: Selection, { after, limit, sort }: Query): StoredRecord[] {
  const found = after && after.value === undefined ? [] : pageWithValue(selection, after, limit)
  if (found.length === limit || sort.ref.field === 'id') return found
  return [...found, ...pageWithout(selection, after, limit - found.length)]
}

/** What the first part of a walk finds, and how to go on behind it. */
interface Leg {
  readonly found: StoredRecord[]
  readonly rest: (selection: Selection, limit: number) => StoredRecord[]
}

/** What is wanted of the first entries of a walk. Where they end is asked only when the page is not full by then. */
function firstLeg(list: List, walk: Walk, query: Query): Leg | undefined {
  const { after, limit } = query
  if (after && after.value === undefined) return undefined
  const entries = entriesSql(list, walk, after)
  const found = wantedOf(list, walk, entries, query)
  const text = `SELECT ${list.sorted.text}, t."id" ${entries.text} LIMIT 1 OFFSET ${FIRST_LEG - 1}`
  const last = found.length < limit ? list.store.connection.sql(text, 'array').get(...entries.values) : undefined
  if (!last) return { found, rest: (selection, left) => pageWithout(selection, undefined, left) }
  const [value, id] = last as unknown as [string | number, string]
  return { found, rest: (selection, left) => wholePage(selection, { ...query, after: { value, id }, limit: left }) }
}

/** The entries of an index behind a place in the list, in its order. */
function entriesSql(list: List, { hint, used }: Walk, after: Keyset | undefined): Sql {
  const { store, tenant, layout } = list
  const equal = whereSql(store, tenant, layout, { where: { op: 'and', of: used } })
  const { text, values } = join([equal, behindSql(list, after)], 'and')
  return { text: `FROM ${layout.table} t${hint} WHERE ${text} ORDER BY ${orderOf(list)}`, values }
}

/** Records of the first entries that meet what the entries do not answer, in the same order. */
function wantedOf(list: List, { used }: Walk, entries: Sql, { where, limit }: Query): StoredRecord[] {
  const { store, tenant, layout } = list
  const open = partsOf(where).filter((one) => !used.includes(one))
  const wanted = join(conditionsSql(store, tenant, layout, open), 'and')
  const from = `FROM (SELECT t.${ROW} AS "row" ${entries.text} LIMIT ${FIRST_LEG}) m CROSS JOIN ${layout.table} t ON t.${ROW} = m."row" WHERE ${wanted.text} ${LIMIT}`
  return recordsOf(list, { text: from, values: [...entries.values, ...wanted.values, limit] })
}

const orderOf = ({ sorted, direction }: List) => `${sorted.text} ${direction}, t."id" ${direction}`

function pageWithValue(selection: Selection, after: Keyset | undefined, limit: number): StoredRecord[] {
  return page(selection, behindSql(selection, after), orderOf(selection), limit)
}

/** Records with a value to sort by, behind a place in the list. */
function behindSql({ sorted, past }: List, after: Keyset | undefined): Sql {
  return after
    ? concat([sql('('), sorted, sql(`, t."id") ${past} (?, ?)`, cellOf(after.value), after.id)])
    : concat([sorted, sql(' IS NOT NULL')])
}

const cellOf = (value: Keyset['value']) => (typeof value === 'boolean' ? Number(value) : (value ?? null))

function pageWithout(selection: Selection, after: Keyset | undefined, limit: number): StoredRecord[] {
  const { sorted, past, direction } = selection
  const rest = [concat([sorted, sql(' IS NULL')])]
  if (after && after.value === undefined) rest.push(sql(`t."id" ${past} ?`, after.id))
  return page(selection, join(rest, 'and'), `t."id" ${direction}`, limit)
}

function page(selection: Selection, rest: Sql, order: string, limit: number): StoredRecord[] {
  const { layout, where, hint } = selection
  const { text, values } = join([where, rest], 'and')
  const from = `FROM ${layout.table} t${hint} WHERE ${text} ORDER BY ${order} ${LIMIT}`
  return recordsOf(selection, { text: from, values: [...values, limit] })
}

/** @param from All that stands behind the columns. */
function recordsOf({ store, layout: { reader } }: List, { text, values }: Sql): StoredRecord[] {
  const { rows, record } = reader.read(
    ({ columns }) => store.connection.sql(`SELECT ${columns} ${text}`, 'array').all(...values) as unknown as Cell[][],
  )
  return rows.map(record)
}

/** Tenant first, always. */
export function whereSql(
  store: SqliteStore,
  tenant: string,
  layout: ObjectLayout,
  query: Pick<Query, 'where' | 'search'>,
): Sql {
  const parts = [sql(`t.${TENANT} = ?`, tenant), ...conditionsSql(store, tenant, layout, partsOf(query.where))]
  if (query.search && query.search.length > 0) parts.push(searchSql(store, tenant, layout, query.search, 't'))
  return join(parts, 'and')
}

function conditionsSql(
  store: SqliteStore,
  tenant: string,
  { object }: ObjectLayout,
  conditions: readonly Condition[],
): readonly Sql[] {
  // What a list holds is quicker read from the record than found in `field_value`, of which each probe is a walk down a tree.
  const context = { ...store.context(tenant), oneByOne: true }
  return conditions.map((one) => perRow(conditionSql(one, context, object)))
}

/** SQLite would make a join of a bare EXISTS, and then go on to the end of the table when the page is full. */
function perRow(test: Sql): Sql {
  return test.text.startsWith('EXISTS') ? { ...test, text: `+${test.text}` } : test
}

/** A slot of the record in table `t`. */
export function slotSql(ref: SlotRef, layout: ObjectLayout): Sql {
  return operandOf(ref, layout, 't', SQLITE)
}
