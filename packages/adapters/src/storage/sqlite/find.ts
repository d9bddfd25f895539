import type { SQLOutputValue } from 'node:sqlite'
import type { SlotRef } from '@kith/core/filter'
import type { Keyset, Query, StoredRecord } from '@kith/core/storage'
import { conditionSql, operandOf } from '../sql/condition.ts'
import { decodeRow, TENANT } from '../sql/layout.ts'
import { concat, join, type Sql, sql } from '../sql/sql.ts'
import { SQLITE } from './dialect.ts'
import type { ObjectLayout } from './layout.ts'
import { wayIn } from './narrow.ts'
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
    const row = statement.get(tenant, id) as unknown as SQLOutputValue[] | undefined
    return row && decodeRow(layout, row)
  })
}

/** What both parts of a page share. */
interface Selection {
  readonly store: SqliteStore
  readonly layout: ObjectLayout
  readonly where: Sql
  /** Behind the table's name: which index to use. */
  readonly hint: string
  readonly sorted: Sql
  readonly direction: 'ASC' | 'DESC'
  readonly past: '>' | '<'
}

/**
 * A page: records with a value to sort by, then those without. Each part is one walk along an index, because the
 * keyset is a row value in the one and the id alone in the other.
 */
export function findRecords(store: SqliteStore, tenant: string, object: string, query: Query): StoredRecord[] {
  const { after, limit, sort } = query
  const selection = select(store, tenant, store.layout(object), query)
  const found = after && after.value === undefined ? [] : pageWithValue(selection, after, limit)
  if (found.length === limit || sort.ref.field === 'id') return found
  return [...found, ...pageWithout(selection, after, limit - found.length)]
}

function select(store: SqliteStore, tenant: string, layout: ObjectLayout, query: Query): Selection {
  const few = wayIn(store, tenant, layout, query)
  const wanted = whereSql(store, tenant, layout, query)
  const rising = query.sort.direction === 'asc'
  return {
    store,
    layout,
    where: few ? join([wanted, few.where], 'and') : wanted,
    hint: few?.hint ?? '',
    sorted: slotSql(query.sort.ref, layout),
    direction: rising ? 'ASC' : 'DESC',
    past: rising ? '>' : '<',
  }
}

function pageWithValue(selection: Selection, after: Keyset | undefined, limit: number): StoredRecord[] {
  const { sorted, past, direction } = selection
  const value = typeof after?.value === 'boolean' ? Number(after.value) : (after?.value ?? null)
  const rest = after
    ? concat([sql('('), sorted, sql(`, t."id") ${past} (?, ?)`, value, after.id)])
    : concat([sorted, sql(' IS NOT NULL')])
  return page(selection, rest, `${sorted.text} ${direction}, t."id" ${direction}`, limit)
}

function pageWithout(selection: Selection, after: Keyset | undefined, limit: number): StoredRecord[] {
  const { sorted, past, direction } = selection
  const rest = [concat([sorted, sql(' IS NULL')])]
  if (after && after.value === undefined) rest.push(sql(`t."id" ${past} ?`, after.id))
  return page(selection, join(rest, 'and'), `t."id" ${direction}`, limit)
}

function page({ store, layout, where, hint }: Selection, rest: Sql, order: string, limit: number): StoredRecord[] {
  const wanted = join([where, rest], 'and')
  const text = `SELECT ${layout.valuesSql} FROM ${layout.table} t${hint} WHERE ${wanted.text} ORDER BY ${order} LIMIT ?`
  const rows = store.connection.sql(text, 'array').all(...wanted.values, limit)
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
  return operandOf(ref, layout, 't', SQLITE)
}
