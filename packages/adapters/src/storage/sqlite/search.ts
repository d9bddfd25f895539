import { type Sql, sql } from '../sql/sql.ts'
import { type ObjectLayout, ROW } from './layout.ts'
import type { SqliteStore } from './store.ts'
import { goesOn } from './vocabulary.ts'

/** Begins the word that stands for the tenant: a private-use character, which no word of a text has. */
const TENANT_MARK = '\uE000'

/** What the search index holds for a record: the tenant's word and its own. The tokenizer only splits at spaces. */
function indexedText(tenant: number, words: readonly string[]): string {
  return `${TENANT_MARK}${tenant} ${words.join(' ')}`
}

/** Records that have, for each of these, a word that begins with it. */
export function searchSql(
  store: SqliteStore,
  tenant: string,
  layout: ObjectLayout,
  beginnings: readonly string[],
  alias: string,
): Sql {
  if (beginnings.every((word) => word === '')) return sql('1')
  const match = searchMatch(store, tenant, layout, beginnings)
  if (match === undefined) return sql('0')
  return sql(`${alias}.${ROW} IN (SELECT rowid FROM ${layout.search} WHERE ${layout.search} MATCH ?)`, match)
}

/** The expression of FTS5 for words to begin with; undefined where there are none, or nothing can match. */
export function searchMatch(
  store: SqliteStore,
  tenant: string,
  layout: ObjectLayout,
  beginnings: readonly string[],
): string | undefined {
  return searchMatches(store, tenant, layout, beginnings)?.begun()
}

/** The expression of {@link searchMatch}, which takes a look at the vocabulary, and one for the words as they were typed. */
export function searchMatches(
  store: SqliteStore,
  tenant: string,
  layout: ObjectLayout,
  beginnings: readonly string[],
): { readonly begun: () => string; readonly whole: string } | undefined {
  const wanted = beginnings.filter((word) => word !== '')
  const number = wanted.length > 0 && wanted.every(isWord) ? store.tenantNumber(tenant) : undefined
  if (number === undefined) return undefined
  // Records are asked for their tenant too. Its word keeps those of others from being looked at, where there are others.
  const own = store.hasTenants() ? [`"${TENANT_MARK}${number}"`] : []
  const whole = wanted.map((word) => `"${word}"`)
  const allOf = (words: readonly string[]) => [...own, ...words].join(' AND ')
  const open = (quoted: string, at: number) =>
    goesOn(store.connection, layout, wanted[at] as string) ? `${quoted} *` : quoted
  return { begun: () => allOf(whole.map(open)), whole: allOf(whole) }
}

/** What is no word begins none, and could be read as an operator. */
function isWord(text: string): boolean {
  return /^[\p{L}\p{N}\p{M}]+$/u.test(text)
}

/** Writes what a record is found by, and ranked by; takes out what there was where it has no `words`. */
export function writeSearch(
  store: SqliteStore,
  tenant: string,
  layout: ObjectLayout,
  row: number,
  { words, createdAt }: { readonly words: readonly string[]; readonly createdAt: unknown },
  before: boolean,
): void {
  const { connection } = store
  const text = words.length === 0 ? '' : indexedText(store.ensureTenant(tenant), words)
  const ranked = [words.length + 1, typeof createdAt === 'string' ? createdAt : null] as const
  const known = before ? connection.sql(layout.knownSearchSql).get(text, ...ranked, row) : undefined
  if (known?.['same'] === 1) return
  if (known) removeSearch(store, layout, row)
  if (text === '') return
  connection.sql(layout.insertSearchSql).run(row, text)
  connection.sql(layout.insertRankSql).run(row, ...ranked)
}

export function removeSearch(store: SqliteStore, layout: ObjectLayout, row: number): void {
  store.connection.sql(`DELETE FROM ${layout.search} WHERE rowid = ?`).run(row)
  store.connection.sql(`DELETE FROM ${layout.ranks} WHERE "row" = ?`).run(row)
}
