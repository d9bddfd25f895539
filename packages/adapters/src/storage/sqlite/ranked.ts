import type { Query, StoredRecord } from '@kith/core/storage'
import { quote } from '../sql/sql.ts'
import { LIMIT } from './connection.ts'
import type { Cell } from './driver.ts'
import { slotSql, whereSql } from './find.ts'
import { ROW } from './layout.ts'
import { isThere, partsOf } from './narrow.ts'
import { searchMatches } from './search.ts'
import type { SqliteStore } from './store.ts'

/** Matches that are compared with each other: of more, the latest. First few, because a common word has many. */
const FIRST = 1_000
const MOST = 10_000

/** Pages of records that are read first, where the search index tells the order: more than one, for those that are not wanted. */
const PAGES = 2

/** How far a search goes. */
interface Reach {
  /** So many matches are compared, the latest. */
  readonly matches: number
  /** The records of so many of them are read, the best by the search index. That costs most. */
  readonly records: number
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
  let found: StoredRecord[] = []
  for (const reach of reachesOf(query)) {
    const { best, read } = bestAmong(store, tenant, object, query, match, reach)
    found = best
    if (best.length === query.limit || read < reach.records) break
  }
  return found
}

/**
 * Whoever sees all but the recycle bin finds enough among the few that come first by the search index: it knows the size of
 * each record, and when it was made, the usual order of a list.
 */
function reachesOf({ where, sort: { ref }, limit }: Query): readonly Reach[] {
  const few = { matches: FIRST, records: PAGES * limit }
  const all = [FIRST, MOST].map((matches) => ({ matches, records: matches }))
  const isByCreation = ref.field === 'createdAt' && ref.type === 'dateTime'
  return isByCreation && few.records < FIRST && partsOf(where).every(isThere) ? [few, ...all] : all
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
  // FTS5 numbers the columns of its content. Where all are read their sizes are enough, which stand closer together.
  const matches =
    reach.records < reach.matches
      ? `SELECT d.id AS "row", d.c0 AS size FROM f CROSS JOIN ${quote(`s_${object}_content`)} d ON d.id = f."row"
        ORDER BY d.c0, d.c1 ${direction} NULLS LAST, d.c2 ${direction} ${LIMIT}`
      : `SELECT d.id AS "row", d.sz AS size FROM f CROSS JOIN ${quote(`s_${object}_docsize`)} d ON d.id = f."row" ${LIMIT}`
  const compared = `WITH f AS (SELECT rowid AS "row" FROM ${search} WHERE ${search} MATCH ? ORDER BY rowid DESC LIMIT ${reach.matches}),
    m AS MATERIALIZED (${matches})`
  const best = `SELECT t.${ROW} AS "row" FROM m CROSS JOIN ${table} t ON t.${ROW} = m."row" WHERE ${where.text}
    ORDER BY m.size, ${sorted} ${direction} NULLS LAST, t."id" ${direction} ${LIMIT}`
  const from = `FROM (SELECT count(*) AS "read" FROM m) c LEFT JOIN (${best}) b LEFT JOIN ${table} t ON t.${ROW} = b."row"`
  const values = [match, reach.records, ...where.values, query.limit]
  const { rows, record } = reader.read(
    ({ columns }) =>
      store.connection
        .sql(`${compared} SELECT ${columns}, c."read" ${from}`, 'array')
        .all(...values) as unknown as Cell[][],
  )
  const found = rows.filter(([id]) => id !== null)
  return { best: found.map(record), read: rows[0]?.at(-1) as number }
}
