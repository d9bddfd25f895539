import type { SlotRef } from '@kith/core/filter'
import type { Keyset, Query, StoredRecord } from '@kith/core/storage'
import { conditionSql, operandOf } from '../sql/condition.ts'
import { decodeRow, TENANT } from '../sql/layout.ts'
import { concat, join, type Sql, sql } from '../sql/sql.ts'
import { LIMIT } from './connection.ts'
import { SQLITE } from './dialect.ts'
import type { Cell } from './driver.ts'
import type { ObjectLayout } from './layout.ts'
import { fewRecords, partsOf, type Walk, walkFor } from './narrow.ts'
import { searchSql } from './search.ts'
import type { SqliteStore } from './store.ts'

export function getRecords(
  store: SqliteStore,
  tenant: string,
  object: string,
  ids: readonly string[],
): (StoredRecord | undefined)[] {
  const layout = store.layout(object)
  const statement = store.connection.sql(layout.getSql, 'array')
  return ids.map((id) => {
    const row = statement.get(tenant, id) as unknown as Cell[] | undefined
    return row && decodeRow(layout, row)
  })
}

/** What all parts of a page share. */
interface Selection {
  readonly store: SqliteStore
  readonly tenant: string
  readonly layout: ObjectLayout
  readonly where: Sql
  /** Behind the table's name: which index to use. */
  readonly hint: string
  readonly sorted: Sql
  readonly direction: 'ASC' | 'DESC'
  readonly past: '>' | '<'
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
  const selection = select(store, tenant, layout, query)
  const walk = walkFor(layout, query)
  const walked = { ...selection, hint: walk?.hint ?? '' }
  if (walk?.exact) return wholePage(walked, query)
  const leg = walk && !query.search?.length ? firstLeg(walked, walk, query) : undefined
  if (leg?.found.length === query.limit) return leg.found
  const few = fewRecords(store, tenant, layout, query)
  if (few) {
    const asked = few.searched ? whereSql(store, tenant, layout, { where: query.where }) : selection.where
    return wholePage({ ...selection, hint: few.hint, where: join([asked, few.where], 'and') }, query)
  }
  return leg ? [...leg.found, ...leg.rest(query.limit - leg.found.length)] : wholePage(walked, query)
}

function select(store: SqliteStore, tenant: string, layout: ObjectLayout, query: Query): Selection {
  const rising = query.sort.direction === 'asc'
  return {
    store,
    tenant,
    layout,
    where: whereSql(store, tenant, layout, query),
    hint: '',
    sorted: slotSql(query.sort.ref, layout),
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
  readonly rest: (limit: number) => StoredRecord[]
}

function firstLeg(selection: Selection, walk: Walk, query: Query): Leg | undefined {
  const { after, limit } = query
  if (after && after.value === undefined) return undefined
  const { store, tenant, layout, sorted, past } = selection
  const behind = behindSql(selection, after)
  const all = join([whereSql(store, tenant, layout, { where: { op: 'and', of: walk.used } }), behind], 'and')
  const text = `SELECT ${sorted.text}, t."id" FROM ${layout.table} t${walk.hint} WHERE ${all.text} ORDER BY ${orderOf(selection)} LIMIT 1 OFFSET ${FIRST_LEG}`
  const row = store.connection.sql(text, 'array').get(...all.values) as unknown as [string | number, string] | undefined
  if (!row) {
    const found = page(selection, behind, orderOf(selection), limit)
    return { found, rest: (left) => pageWithout(selection, undefined, left) }
  }
  const [value, id] = row
  const upTo = concat([sql('('), sorted, sql(`, t."id") ${past === '<' ? '>=' : '<='} (?, ?)`, value, id)])
  const found = page(selection, join([behind, upTo], 'and'), orderOf(selection), limit)
  return { found, rest: (left) => wholePage(selection, { ...query, after: { value, id }, limit: left }) }
}

const orderOf = ({ sorted, direction }: Selection) => `${sorted.text} ${direction}, t."id" ${direction}`

function pageWithValue(selection: Selection, after: Keyset | undefined, limit: number): StoredRecord[] {
  return page(selection, behindSql(selection, after), orderOf(selection), limit)
}

/** Records with a value to sort by, behind a place in the list. */
function behindSql({ sorted, past }: Selection, after: Keyset | undefined): Sql {
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

function page({ store, layout, where, hint }: Selection, rest: Sql, order: string, limit: number): StoredRecord[] {
  const wanted = join([where, rest], 'and')
  const text = `SELECT ${layout.valuesSql} FROM ${layout.table} t${hint} WHERE ${wanted.text} ORDER BY ${order} ${LIMIT}`
  const rows = store.connection.sql(text, 'array').all(...wanted.values, limit)
  return rows.map((row) => decodeRow(layout, row as unknown as Cell[]))
}

/** Tenant first, always. */
export function whereSql(
  store: SqliteStore,
  tenant: string,
  layout: ObjectLayout,
  query: Pick<Query, 'where' | 'search'>,
): Sql {
  const parts = [
    sql(`t.${TENANT} = ?`, tenant),
    ...partsOf(query.where).map((part) => perRow(conditionSql(part, store.context(tenant), layout.object))),
  ]
  if (query.search && query.search.length > 0) parts.push(searchSql(store, tenant, layout, query.search, 't'))
  return join(parts, 'and')
}

/** SQLite would make a join of a bare EXISTS, and then go on to the end of the table when the page is full. */
function perRow(test: Sql): Sql {
  return test.text.startsWith('EXISTS') ? { ...test, text: `+${test.text}` } : test
}

/** A slot of the record in table `t`. */
export function slotSql(ref: SlotRef, layout: ObjectLayout): Sql {
  return operandOf(ref, layout, 't', SQLITE)
}
