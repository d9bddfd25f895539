import type { SQLOutputValue } from 'node:sqlite'
import type { SlotRef } from '@kith/core/filter'
import type { Query, StoredRecord } from '@kith/core/storage'
import { decodeRow, type ObjectLayout, quote, selectValues, TENANT } from './layout.ts'
import { searchSql } from './search.ts'
import { concat, conditionSql, customSlotSql, join, type Sql, slotColumn, sql } from './sql.ts'
import type { SqliteStore } from './store.ts'

export function getRecords(
  store: SqliteStore,
  tenant: string,
  object: string,
  ids: readonly string[],
): (StoredRecord | undefined)[] {
  const layout = store.layout(object)
  const text = `SELECT ${selectValues(layout, 't')} FROM ${layout.table} t WHERE t.${TENANT} = ? AND t."id" = ?`
  const statement = store.connection.sql(text, 'array')
  return ids.map((id) => {
    const row = statement.get(tenant, id) as unknown as SQLOutputValue[] | undefined
    return row && decodeRow(layout, row)
  })
}

/**
 * A page: records with a value to sort by, then those without. Each part is one walk along an index, because the
 * keyset is a row value in the one and the id alone in the other.
 */
export function findRecords(store: SqliteStore, tenant: string, object: string, query: Query): StoredRecord[] {
  const layout = store.layout(object)
  const wanted = whereSql(store, tenant, layout, query)
  const sorted = slotSql(query.sort.ref, layout)
  const found =
    query.after && query.after.value === undefined ? [] : pageWithValue(store, layout, wanted, sorted, query)
  if (found.length === query.limit || query.sort.ref.field === 'id') return found
  return [...found, ...pageWithout(store, layout, wanted, sorted, query, query.limit - found.length)]
}

function pageWithValue(
  store: SqliteStore,
  layout: ObjectLayout,
  wanted: Sql,
  sorted: Sql,
  { after, sort, limit }: Query,
): StoredRecord[] {
  const [direction, past] = sort.direction === 'asc' ? ['ASC', '>'] : ['DESC', '<']
  const value = typeof after?.value === 'boolean' ? Number(after.value) : (after?.value ?? null)
  const rest = after
    ? concat([sql('('), sorted, sql(`, t."id") ${past} (?, ?)`, value, after.id)])
    : concat([sorted, sql(' IS NOT NULL')])
  return page(store, layout, join([wanted, rest], 'and'), `${sorted.text} ${direction}, t."id" ${direction}`, limit)
}

function pageWithout(
  store: SqliteStore,
  layout: ObjectLayout,
  wanted: Sql,
  sorted: Sql,
  { after, sort }: Query,
  limit: number,
): StoredRecord[] {
  const [direction, past] = sort.direction === 'asc' ? ['ASC', '>'] : ['DESC', '<']
  const parts = [wanted, concat([sorted, sql(' IS NULL')])]
  if (after && after.value === undefined) parts.push(sql(`t."id" ${past} ?`, after.id))
  return page(store, layout, join(parts, 'and'), `t."id" ${direction}`, limit)
}

function page(store: SqliteStore, layout: ObjectLayout, where: Sql, order: string, limit: number): StoredRecord[] {
  const text = `SELECT ${selectValues(layout, 't')} FROM ${layout.table} t WHERE ${where.text} ORDER BY ${order} LIMIT ?`
  const rows = store.connection.sql(text, 'array').all(...where.values, limit)
  return rows.map((row) => decodeRow(layout, row as unknown as SQLOutputValue[]))
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
    ...conjuncts(query.where).map((part) => conditionSql(part, store.context(tenant), layout.object)),
  ]
  if (query.search && query.search.length > 0) parts.push(searchSql(store, tenant, layout, query.search, 't'))
  return join(parts, 'and')
}

/** Parts of an `and` side by side, so that the planner sees each. */
function conjuncts(where: Query['where']): readonly Query['where'][] {
  return where.op === 'and' ? where.of : [where]
}

/** A slot of the record in table `t`. */
export function slotSql(ref: SlotRef, layout: ObjectLayout): Sql {
  return ref.custom
    ? customSlotSql('t', ref.field, ref.slot)
    : sql(`t.${quote(slotColumn(ref.field, ref.slot, layout))}`)
}
