import type { Query, StoredRecord } from '@kith/core/storage'
import { LIMIT } from './connection.ts'
import type { Cell } from './driver.ts'
import { slotSql, whereSql } from './find.ts'
import { ROW } from './layout.ts'
import { sizeSql } from './rank.ts'
import { searchMatches } from './search.ts'
import type { SqliteStore } from './store.ts'

/** Matches that are compared with each other: of more, the latest. First few, because a common word has many. */
const FEW = 1_000
const MANY = 10_000

export function asksForBest({ ranked, after, search }: Query): boolean {
  return ranked === true && !after && search?.some((word) => word !== '') === true
}

/**
 * The records that answer a search best, as the memory storage ranks them: those that have each word as it was typed come
 * before those that have longer ones, those of few words before those of many (up to 32,767), and then in the order of the
 * list. FTS5's own `bm25` would tell the same of words that stand once in each record, and reads every record for it.
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
  const { best, compared } = bestAmong(store, tenant, object, query, match, FEW)
  return best.length === query.limit || compared < FEW
    ? best
    : bestAmong(store, tenant, object, query, match, MANY).best
}

/** @returns the best, and how many matches were compared */
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
  const { sort, limit } = query
  const direction = sort.direction === 'asc' ? 'ASC' : 'DESC'
  const passing = (matches: string) =>
    `SELECT m."row", m.rank FROM ${matches} m CROSS JOIN ${table} t ON t.${ROW} = m."row" WHERE ${where.text}`
  const { order, among, values } =
    most === FEW ? firstPassing(query, passing, where.values) : allPassing(passing, where.values)
  // A row that a program of an earlier version wrote, which still has the file open, has no rank.
  const text = `WITH matches AS (SELECT rowid AS "row" FROM ${search} WHERE ${search} MATCH ? ORDER BY rowid DESC ${LIMIT}),
    ranked AS MATERIALIZED (SELECT m."row", ifnull(r.rank, 0) AS rank FROM matches m LEFT JOIN ${ranks} r ON r."row" = m."row" ${order}),
    ${among},
    best AS (SELECT t.${ROW} AS "row" FROM among a CROSS JOIN ${table} t ON t.${ROW} = a."row"
      ORDER BY ${sizeSql('a.rank')}, ${slotSql(sort.ref, layout).text} ${direction} NULLS LAST, t."id" ${direction} ${LIMIT}),
    counted AS (SELECT count(*) AS compared FROM ranked)`
  const from = `FROM counted c LEFT JOIN best b LEFT JOIN ${table} t ON t.${ROW} = b."row"`
  const { rows, record } = reader.read(
    ({ columns }) =>
      store.connection
        .sql(`${text} SELECT ${columns}, c.compared ${from}`, 'array')
        .all(match, most, ...values, limit) as unknown as Cell[][],
  )
  const found = rows.filter(([id]) => id !== null)
  return { best: found.map(record), compared: rows[0]?.at(-1) as number }
}

/** How the matches are read that pass the condition. */
interface Among {
  /** Of `ranked`. */
  readonly order: string
  /** Queries over `ranked`, the last one called `among`. */
  readonly among: string
  readonly values: readonly Cell[]
}

/**
 * Reads records in the order of their rank until enough pass, because reading them costs most. Others with the rank of the
 * last one are read too: the order of the list decides between them. SQLite keeps the order of a query that has a limit. The
 * condition, which may be deep, stands in no other expression: SQLite counts the depth of both together.
 */
function firstPassing(
  { sort: { ref, direction }, limit }: Query,
  passing: (matches: string) => string,
  values: readonly Cell[],
): Among {
  const isByRank = ref.field === 'createdAt' && ref.type === 'dateTime' && direction === 'desc'
  const key = isByRank ? 'rank' : sizeSql('rank')
  const among = `first AS MATERIALIZED (${passing('ranked')} ${LIMIT}),
    last AS MATERIALIZED (SELECT max(${key}) AS key FROM first HAVING count(*) = ?),
    same AS (SELECT "row", rank FROM ranked WHERE ${key} = (SELECT key FROM last)),
    among AS (SELECT "row", rank FROM first WHERE ifnull(${key} < (SELECT key FROM last), 1) UNION ALL ${passing('same')})`
  return { order: `ORDER BY 2 ${LIMIT}`, among, values: [FEW, ...values, limit, limit, ...values] }
}

/** Of many matches few passed: reading them as they stand is quicker than putting them in order. */
function allPassing(passing: (matches: string) => string, values: readonly Cell[]): Among {
  return { order: '', among: `among AS (${passing('ranked')})`, values }
}
