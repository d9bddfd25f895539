import type { Condition, SlotRef } from '@kith/core/filter'
import type { Keyset, Query, StoredRecord } from '@kith/core/storage'
import { conditionSql, operandOf, type SqlContext } from '../sql/condition.ts'
import { decodeRow, TENANT } from '../sql/layout.ts'
import { concat, join, type Sql, sql } from '../sql/sql.ts'
import type { ObjectLayout } from './layout.ts'
import { resolveEdges } from './resolve.ts'
import { rankSql, searchSql } from './search.ts'
import type { Session } from './session.ts'
import type { PostgresStore } from './store.ts'
import { cellOf, textArray } from './values.ts'

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

interface Selection {
  readonly session: Session
  readonly layout: ObjectLayout
  readonly where: Sql
  readonly sorted: Sql
  readonly direction: 'ASC' | 'DESC'
  readonly past: '>' | '<'
}

/**
 * A page: records with a value to sort by, then those without. Each part is one walk along an index, because the
 * keyset is a row value in the one and the id alone in the other.
 */
export async function findRecords(
  store: PostgresStore,
  session: Session,
  tenant: string,
  object: string,
  query: Query,
): Promise<StoredRecord[]> {
  const { after, limit, sort, search = [] } = query
  const selection = await select(store, session, tenant, store.layout(object), query)
  if (query.ranked && !after && search.some((word) => word !== '')) return best(selection, query)
  const found = after && after.value === undefined ? [] : await pageWithValue(selection, after, limit)
  if (found.length === limit || sort.ref.field === 'id') return found
  return [...found, ...(await pageWithout(selection, after, limit - found.length))]
}

async function select(
  store: PostgresStore,
  session: Session,
  tenant: string,
  layout: ObjectLayout,
  query: Query,
): Promise<Selection> {
  const rising = query.sort.direction === 'asc'
  const context = await contextFor(store, session, tenant, layout.object, query.where)
  return {
    session,
    layout,
    where: whereSql(context, layout, query),
    sorted: operandOf(query.sort.ref, layout, 't', context.dialect),
    direction: rising ? 'ASC' : 'DESC',
    past: rising ? '>' : '<',
  }
}

function pageWithValue(selection: Selection, after: Keyset | undefined, limit: number): Promise<StoredRecord[]> {
  const { sorted, past, direction } = selection
  const rest =
    after?.value === undefined
      ? concat([sorted, sql(' IS NOT NULL')])
      : concat([sql('('), sorted, sql(`, t."id") ${past} (?, ?)`, cellOf(after.value), after.id)])
  return page(selection, rest, sql(`${sorted.text} ${direction}, t."id" ${direction}`), limit)
}

function pageWithout(selection: Selection, after: Keyset | undefined, limit: number): Promise<StoredRecord[]> {
  const { sorted, past, direction } = selection
  const rest = [concat([sorted, sql(' IS NULL')])]
  if (after && after.value === undefined) rest.push(sql(`t."id" ${past} ?`, after.id))
  return page(selection, join(rest, 'and'), sql(`t."id" ${direction}`), limit)
}

function best(selection: Selection, { search = [], limit }: Query): Promise<StoredRecord[]> {
  const { sorted, direction } = selection
  const order = [rankSql(search, 't'), sql(`${sorted.text} ${direction} NULLS LAST, t."id" ${direction}`)]
  return page(selection, sql('TRUE'), concat(order, ', '), limit)
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
export function whereSql(context: SqlContext, layout: ObjectLayout, query: Pick<Query, 'where' | 'search'>): Sql {
  const { where, search = [] } = query
  const parts = where.op === 'and' ? where.of : [where]
  return join(
    [
      sql(`t.${TENANT} = ?`, context.tenant),
      ...parts.map((part) => conditionSql(part, context, layout.object)),
      ...(search.length > 0 ? [searchSql(context.tenant, search, 't')] : []),
    ],
    'and',
  )
}

/** A slot of the record in table `t`. */
export function slotSql(ref: SlotRef, layout: ObjectLayout, context: SqlContext): Sql {
  return operandOf(ref, layout, 't', context.dialect)
}
