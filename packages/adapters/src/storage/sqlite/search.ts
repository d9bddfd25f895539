import type { StoredRecord } from '@kith/core/storage'
import { type Sql, sql } from '../sql/sql.ts'
import { type ObjectLayout, ROW } from './layout.ts'
import type { SqliteStore } from './store.ts'
import { goesOn } from './vocabulary.ts'

/** Begins the word that stands for the tenant: a private-use character, which no word of a text has. */
const TENANT_MARK = '\uE000'

/** What the search index holds for a record. */
interface Searched {
  /** The tenant's word and its own. The tokenizer only splits at spaces. */
  readonly text: string
  /** How many words that are. */
  readonly size: number
  readonly createdAt: string | null
  readonly id: string
}

/** What a record with these words is found by. */
export function searchedOf(tenant: number, words: readonly string[], { createdAt, id }: StoredRecord): Searched {
  return {
    text: `${TENANT_MARK}${tenant} ${words.join(' ')}`,
    size: words.length + 1,
    createdAt: typeof createdAt === 'string' ? createdAt : null,
    id,
  }
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

/** Writes what a record is found by. */
export function writeSearch(
  store: SqliteStore,
  layout: ObjectLayout,
  row: number,
  searched: Searched | undefined,
  before: boolean,
): void {
  const { connection } = store
  if (before) {
    const known = connection.sql(`SELECT words, "createdAt" FROM ${layout.search} WHERE rowid = ?`).get(row)
    if (known?.['words'] === searched?.text && (known?.['createdAt'] ?? null) === (searched?.createdAt ?? null)) return
    removeSearch(store, layout, row)
  }
  if (!searched) return
  const { text, size, createdAt, id } = searched
  connection.sql(layout.insertSearchSql).run(row, text, size, createdAt, id)
}

export function removeSearch(store: SqliteStore, layout: ObjectLayout, row: number): void {
  store.connection.sql(`DELETE FROM ${layout.search} WHERE rowid = ?`).run(row)
}
