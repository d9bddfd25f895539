import type { Query, StoredRecord } from '@kith/core/storage'
import { quote } from '../sql/sql.ts'
import { LIMIT } from './connection.ts'
import type { Cell } from './driver.ts'
import { slotSql, whereSql } from './find.ts'
import { ROW } from './layout.ts'
import { searchMatches } from './search.ts'
import type { SqliteStore } from './store.ts'

/** Matches that are compared with each other: of more, the latest. First few, because a common word has many. */
const FIRST = 1_000
const MOST = 10_000

/** How much is looked at. */
interface Reach {
  /** So many matches are compared, the latest. */
  readonly most: number
  /** The records of so many are read: the best, as far as the search index tells. Reading them costs most. */
  readonly read: number
}

export function asksForBest({ ranked, after, search }: Query): boolean {
  return ranked === true && !after && search?.some((word) => word !== '') === true
}

/**
 * The records that answer a search best, as the memory storage ranks them: those that have each word as it was typed come
 * before those that have longer ones, those of few words before those of many, and then in the order of the list. FTS5's own
 * `bm25` would tell the same of words that stand once in each record, and reads every record for it.
 */
export function bestRecords(store: SqliteStore, tenant: string, object: string, query: Query): StoredRecord[] {
  const matches = searchMatches(store, tenant, store.layout(object), query.search ?? [])
  if (!matches) return []
  const whole = bestOf(store, tenant, object, query, matches.whole)
  if (whole.length === query.limit) return whole
  const begun = matches.begun()
  if (begun === matches.whole) return whole
  const known = new Set(whole.map(({ id }) => id))
  const longer = bestOf(store, tenant, object, query, begun)
  return [...whole, ...longer.filter(({ id }) => !known.has(id))].slice(0, query.limit)
}

function bestOf(store: SqliteStore, tenant: string, object: string, query: Query, match: string): StoredRecord[] {
  const all = { most: FIRST, read: FIRST }
  const tries = [isByCreation(query) ? { most: FIRST, read: 2 * query.limit } : all, all, { most: MOST, read: MOST }]
  let found: StoredRecord[] = []
  for (const reach of tries) {
    const { best, read } = bestAmong(store, tenant, object, query, match, reach)
    found = best
    if (best.length === query.limit || read < reach.read) break
  }
  return found
}

/** The search index knows when a record was made: the usual order of a list. */
function isByCreation({ sort: { ref } }: Query): boolean {
  return ref.field === 'createdAt' && ref.type === 'dateTime'
}

/** @returns the best, and how many records were read */
function bestAmong(
  store: SqliteStore,
  tenant: string,
  object: string,
  query: Query,
  match: string,
  reach: Reach,
): { readonly best: StoredRecord[]; readonly read: number } {
  const layout = store.layout(object)
  const { search, table, reader } = layout
  const where = whereSql(store, tenant, layout, { where: query.where })
  const sorted = slotSql(query.sort.ref, layout).text
  const direction = query.sort.direction === 'asc' ? 'ASC' : 'DESC'
  // FTS5 numbers the columns of its content: the words are `c0`.
  const matches = `WITH s AS MATERIALIZED (SELECT c.id AS "row", c.c1 AS size
    FROM (SELECT rowid AS "row" FROM ${search} WHERE ${search} MATCH ? ORDER BY rowid DESC LIMIT ${reach.most}) m
    CROSS JOIN ${quote(`s_${object}_content`)} c ON c.id = m."row"
    ORDER BY c.c1, c.c2 ${direction} NULLS LAST, c.c3 ${direction} ${LIMIT})`
  const best = `SELECT t.${ROW} AS "row" FROM s CROSS JOIN ${table} t ON t.${ROW} = s."row" WHERE ${where.text}
    ORDER BY s.size, ${sorted} ${direction} NULLS LAST, t."id" ${direction} ${LIMIT}`
  const from = `FROM (SELECT count(*) AS n FROM s) n LEFT JOIN (${best}) b LEFT JOIN ${table} t ON t.${ROW} = b."row"`
  const values = [match, reach.read, ...where.values, query.limit]
  const { rows, record } = reader.read(
    ({ columns }) =>
      store.connection.sql(`${matches} SELECT ${columns}, n.n ${from}`, 'array').all(...values) as unknown as Cell[][],
  )
  const found = rows.filter(([id]) => id !== null)
  return { best: found.map(record), read: rows[0]?.at(-1) as number }
}
