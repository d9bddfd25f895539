import type { Query, StoredRecord } from '@kith/core/storage'
import { decodeRow, TENANT } from '../sql/layout.ts'
import { join, type Sql, sql } from '../sql/sql.ts'
import { apart, type Selection, select } from './find.ts'
import { hasLetters, rankSql, SAMPLE, searchSql } from './search.ts'
import type { Session } from './session.ts'
import type { PostgresStore } from './store.ts'

/** Matches that are compared with each other: of more, any. First few, because a common word has many. */
const FIRST = 1_000
const MOST = 10_000
/** So many matches in the sample say that words are common: some eight times as many records have them. */
const COMMON = 50
/** Of so many of them the best are given; of fewer where each is read to see whether a word begins with a letter. */
const SAMPLED = { words: 400, letters: 150 }

export function asksForBest({ ranked, after, search }: Query): boolean {
  return ranked === true && !after && search?.some((word) => word !== '') === true
}

/** The best of the matches that were looked at. */
interface Best {
  readonly found: readonly StoredRecord[]
  /** How many of them have each word as it was typed. They come first. */
  readonly whole: number
  /** Whether there may be matches that were not looked at. */
  readonly isCut: boolean
}

/**
 * The records that answer a search best, as the memory storage ranks them: those that have each word as it was typed come
 * before those that have longer ones, those of few words before those of many, and then in the order of the list.
 *
 * Where some hundreds of records have longer words, the best of an eighth of the records are given: the index finds only all
 * matches at once. Where that eighth does not fill the page, up to 10,000 matches are compared.
 */
export async function bestRecords(
  store: PostgresStore,
  session: Session,
  tenant: string,
  object: string,
  query: Query,
): Promise<StoredRecord[]> {
  const selection = await select(store, session, tenant, store.layout(object), query)
  const { limit } = query
  const first = await bestOfSampleOrFirst(selection, query)
  if (!first.isCut || first.whole === limit) return [...first.found]
  const whole = await bestOfMost(selection, query, true, await bestAmong(selection, query, true, FIRST))
  if (whole.length === limit) return [...whole]
  const known = new Set(whole.map(({ id }) => id))
  const longer = await bestOfMost(selection, query, false, first)
  return [...whole, ...longer.filter(({ id }) => !known.has(id))].slice(0, limit)
}

/** What was found first, or where that does not fill the page what many matches give. */
async function bestOfMost(
  selection: Selection,
  query: Query,
  whole: boolean,
  first: Best,
): Promise<readonly StoredRecord[]> {
  const enough = !first.isCut || first.found.length === query.limit
  return (enough ? first : await bestAmong(selection, query, whole, MOST)).found
}

function bestAmong(selection: Selection, query: Query, whole: boolean, most: number): Promise<Best> {
  const all = matches(selection, query, whole, most)
  const m = { ...all, text: `m AS MATERIALIZED (${all.text})` }
  return bestOf(selection, query, m, `count(*) >= ${most}`)
}

/** Of the sample where words are common there and fill the page, else of the first of all. */
function bestOfSampleOrFirst(selection: Selection, query: Query): Promise<Best> {
  const most = SAMPLED[hasLetters(query.search ?? []) ? 'letters' : 'words']
  const sample = matches(selection, query, false, Math.max(most, 2 * query.limit), sql(SAMPLE))
  const all = matches(selection, query, false, FIRST, sql('NOT (SELECT enough FROM e)'))
  const text = `s AS MATERIALIZED (${sample.text}),
    e AS MATERIALIZED (SELECT count(*) >= ${COMMON} AND count(*) FILTER (WHERE "$wanted") >= ? AS enough FROM s),
    a AS MATERIALIZED (${all.text}),
    m AS MATERIALIZED (SELECT * FROM s WHERE (SELECT enough FROM e) UNION ALL SELECT * FROM a)`
  const m = { text, values: [...sample.values, query.limit, ...all.values] }
  return bestOf(selection, query, m, `count(*) >= ${FIRST} OR (SELECT enough FROM e)`)
}

/**
 * Matches with what they are ranked by.
 *
 * @param whole Words as they were typed, not longer ones.
 */
function matches(
  selection: Selection,
  { where, search = [] }: Query,
  whole: boolean,
  most: number,
  among = sql('TRUE'),
): Sql {
  const { layout, sorted } = selection
  const { plain, each } = apart(selection, where)
  const near = join([...plain, searchSql(selection.among, search, 't', whole), among], 'and')
  const wanted = each.length > 0 ? join(each, 'and') : sql('TRUE')
  const typed = searchSql(undefined, search, 't', true)
  return {
    text: `SELECT t."id", ${wanted.text} AS "$wanted", ${typed.text} AS "$whole", ${rankSql('t').text} AS "$few", ${sorted.text} AS "$sorted" FROM (SELECT * FROM ${layout.table} t WHERE ${near.text} LIMIT ?) t`,
    values: [...wanted.values, ...typed.values, ...near.values, most],
  }
}

/**
 * @param m What stands behind WITH, the last of it `m` with {@link matches}.
 * @param cut Says of `m` whether there may be more.
 */
async function bestOf(
  { session, context, layout, direction }: Selection,
  query: Query,
  m: Sql,
  cut: string,
): Promise<Best> {
  const order = (alias: string) => `"$whole" DESC, "$few", "$sorted" ${direction} NULLS LAST, ${alias}"id" ${direction}`
  const text = `WITH ${m.text}
    SELECT ${layout.valuesSql}, b."$whole", n.cut FROM (SELECT ${cut} AS cut FROM m) n
    LEFT JOIN ((SELECT * FROM m WHERE "$wanted" ORDER BY ${order('')} LIMIT ?) b JOIN ${layout.table} t ON t.${TENANT} = ? AND t."id" = b."id") ON TRUE
    ORDER BY ${order('b.')}`
  const { rows } = await session.hot(text, [...m.values, query.limit, context.tenant])
  const found = rows.filter(([id]) => id !== null)
  return {
    found: found.map((row) => decodeRow(layout, row)),
    whole: found.filter((row) => row.at(-2) === true).length,
    isCut: rows[0]?.at(-1) === true,
  }
}
