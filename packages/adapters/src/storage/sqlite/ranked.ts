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
  const { best, compared } = bestAmong(store, tenant, object, query, match, FIRST)
  return best.length === query.limit || compared < FIRST
    ? best
    : bestAmong(store, tenant, object, query, match, MOST).best
}

/**
 * @param most So many matches, the latest.
 * @returns the best of them, and how many there were
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
  const { search, table, reader } = layout
  const where = whereSql(store, tenant, layout, { where: query.where })
  const sorted = slotSql(query.sort.ref, layout).text
  const direction = query.sort.direction === 'asc' ? 'ASC' : 'DESC'
  const sizes = quote(`s_${object}_docsize`)
  const best = `SELECT t.${ROW} AS "row" FROM m CROSS JOIN ${sizes} d ON d.id = m."row" CROSS JOIN ${table} t ON t.${ROW} = m."row"
    WHERE ${where.text} ORDER BY d.sz, ${sorted} IS NULL, ${sorted} ${direction}, t."id" ${direction} ${LIMIT}`
  // Reading the matches first, by themselves, is quicker than looking into the other tables for each as it is found.
  const matches = `WITH m AS MATERIALIZED (SELECT rowid AS "row" FROM ${search} WHERE ${search} MATCH ? ORDER BY rowid DESC LIMIT ${most})`
  const from = `FROM (SELECT count(*) AS n FROM m) c LEFT JOIN (${best}) b LEFT JOIN ${table} t ON t.${ROW} = b."row"`
  const values = [match, ...where.values, query.limit]
  const { rows, record } = reader.read(
    ({ columns }) =>
      store.connection.sql(`${matches} SELECT ${columns}, c.n ${from}`, 'array').all(...values) as unknown as Cell[][],
  )
  const found = rows.filter(([id]) => id !== null)
  return { best: found.map(record), compared: rows[0]?.at(-1) as number }
}
