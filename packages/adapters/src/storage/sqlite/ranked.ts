import type { Query, StoredRecord } from '@kith/core/storage'
import { quote } from '../sql/sql.ts'
import { LIMIT } from './connection.ts'
import { decodeRows, slotSql, whereSql } from './find.ts'
import { ROW } from './layout.ts'
import { searchMatch } from './search.ts'
import type { SqliteStore } from './store.ts'

/** Matches that are compared with each other: of more, the latest. First few, because a common word has many. */
const FIRST = 1_000
const MOST = 10_000

export function asksForBest({ ranked, after, search }: Query): boolean {
  return ranked === true && !after && search?.some((word) => word !== '') === true
}

/**
 * The records that answer a search best, as the memory storage ranks them: those that have each word as it was typed come
 * before those that have longer ones, those of few words before those of many, and then in the order of the list. FTS5's own
 * `bm25` would tell the same of words that stand once in each record, and reads every record for it.
 */
export function bestRecords(store: SqliteStore, tenant: string, object: string, query: Query): StoredRecord[] {
  const whole = bestOf(store, tenant, object, query, true)
  if (whole.length === query.limit) return whole
  const known = new Set(whole.map(({ id }) => id))
  const longer = bestOf(store, tenant, object, query, false)
  return [...whole, ...longer.filter(({ id }) => !known.has(id))].slice(0, query.limit)
}

function bestOf(store: SqliteStore, tenant: string, object: string, query: Query, whole: boolean): StoredRecord[] {
  const match = searchMatch(store, tenant, query.search ?? [], whole)
  if (match === undefined) return []
  const few = bestAmong(store, tenant, object, query, match, FIRST)
  if (few.length === query.limit) return few
  const { search } = store.layout(object)
  const further = `SELECT 1 FROM ${search} WHERE ${search} MATCH ? LIMIT 1 OFFSET ${FIRST}`
  return store.connection.sql(further).get(match) ? bestAmong(store, tenant, object, query, match, MOST) : few
}

/** @param most So many matches, the latest. */
function bestAmong(
  store: SqliteStore,
  tenant: string,
  object: string,
  query: Query,
  match: string,
  most: number,
): StoredRecord[] {
  const layout = store.layout(object)
  const { search, table } = layout
  const where = whereSql(store, tenant, layout, { where: query.where })
  const sorted = slotSql(query.sort.ref, layout).text
  const direction = query.sort.direction === 'asc' ? 'ASC' : 'DESC'
  const sizes = quote(`s_${object}_docsize`)
  const best = `SELECT t.${ROW} AS "row" FROM (SELECT rowid AS "row" FROM ${search} WHERE ${search} MATCH ? ORDER BY rowid DESC LIMIT ${most}) m
    CROSS JOIN ${sizes} d ON d.id = m."row" CROSS JOIN ${table} t ON t.${ROW} = m."row"
    WHERE ${where.text} ORDER BY d.sz, ${sorted} IS NULL, ${sorted} ${direction}, t."id" ${direction} ${LIMIT}`
  const text = `SELECT ${layout.valuesSql} FROM (${best}) m CROSS JOIN ${table} t ON t.${ROW} = m."row"`
  return decodeRows(layout, store.connection.sql(text, 'array').all(match, ...where.values, query.limit))
}
