import type { Query, StoredRecord } from '@kith/core/storage'
import { LIMIT } from './connection.ts'
import type { Cell } from './driver.ts'
import { slotSql, whereSql } from './find.ts'
import { ROW } from './layout.ts'
import { sizeSql } from './rank.ts'
import { searchMatches } from './search.ts'
import type { SqliteStore } from './store.ts'

/** Matches that are compared with each other: of more, the latest. First few, because a common word has many. */
const COMPARED = [1_000, 10_000]

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
  for (const most of COMPARED) {
    const { best, compared } = bestAmong(store, tenant, object, query, match, most)
    found = best
    if (best.length === query.limit || compared < most) break
  }
  return found
}

/**
 * Matches are gone through by their rank (see {@link rankSql}) until enough are wanted: reading their records costs most. The
 * last of them decides how far; of those of the same rank the rest are read too, because the order of the list tells them apart.
 *
 * @returns the best, and how many matches were compared
 */
function bestAmong(
  store: SqliteStore,
  tenant: string,
  object: string,
  query: Query,
  match: string,
  most: number,
): { readonly best: StoredRecord[]; readonly compared: number } {
  const layout = store.layout(object)
  const { search, ranks, table, reader } = layout
  const where = whereSql(store, tenant, layout, { where: query.where })
  const { ref, direction } = query.sort
  const order = direction === 'asc' ? 'ASC' : 'DESC'
  const isByRank = ref.field === 'createdAt' && ref.type === 'dateTime' && direction === 'desc'
  const key = (rank: string) => (isByRank ? rank : sizeSql(rank))
  const wanted = (from: string) =>
    `SELECT ${from}."row", ${from}.rank FROM ${from} CROSS JOIN ${table} t ON t.${ROW} = ${from}."row" WHERE ${where.text}`
  // SQLite keeps the order of a query that has a limit, and goes through `ordered` in it.
  const text = `WITH matches AS (SELECT rowid AS "row" FROM ${search} WHERE ${search} MATCH ? ORDER BY rowid DESC ${LIMIT}),
    ranked AS MATERIALIZED (SELECT m."row", ifnull(r.rank, 0) AS rank FROM matches m LEFT JOIN ${ranks} r ON r."row" = m."row"),
    ordered AS (SELECT "row", rank FROM ranked ORDER BY rank ${LIMIT}),
    wanted AS MATERIALIZED (${wanted('ordered')} ${LIMIT}),
    last AS MATERIALIZED (SELECT max(${key('rank')}) AS key FROM wanted HAVING count(*) = ? + 0),
    among AS (SELECT "row", rank FROM wanted WHERE ifnull(${key('rank')} < (SELECT key FROM last), 1)
      UNION ALL ${wanted('ranked')} AND ${key('ranked.rank')} = (SELECT key FROM last)),
    best AS (SELECT t.${ROW} AS "row" FROM among a CROSS JOIN ${table} t ON t.${ROW} = a."row"
      ORDER BY ${sizeSql('a.rank')}, ${slotSql(ref, layout).text} ${order} NULLS LAST, t."id" ${order} ${LIMIT}),
    counted AS (SELECT count(*) AS compared FROM ranked)`
  const from = `FROM counted c LEFT JOIN best b LEFT JOIN ${table} t ON t.${ROW} = b."row"`
  const { limit } = query
  const values = [match, most, most, ...where.values, limit, limit, ...where.values, limit]
  const { rows, record } = reader.read(
    ({ columns }) =>
      store.connection
        .sql(`${text} SELECT ${columns}, c.compared ${from}`, 'array')
        .all(...values) as unknown as Cell[][],
  )
  const found = rows.filter(([id]) => id !== null)
  return { best: found.map(record), compared: rows[0]?.at(-1) as number }
}
