import { join, type Sql, sql } from '../sql/sql.ts'
import { LONG_WORDS, WORDS } from './layout.ts'

/** An eighth of the records, by the end of their ids: they have an index of their own, in which common words are found. */
export const SAMPLE = `right("id", 1) < '2'`

/**
 * True, and dear in the planner's eyes, which does not look at who comes first. It takes words that few have for common ones,
 * and would read a million records to find a page of them sooner than ask the index.
 */
const dear = (alias: string) =>
  `(${alias}."id" <> '' OR ts_match_tt(${alias}."id", '') OR ts_match_tt('', ${alias}."id"))`

/** A lexeme holds 2,046 bytes, a tsvector a megabyte. Letters have four bytes at most. */
const MAX_WORD = 500
const MAX_BYTES = 900_000

/** What a record is found by: lexemes with spaces between, and JSON of the words that are longer than one. NULL where there are none. */
export function searchCells(tenant: string, words: readonly string[]): readonly [string | null, string | null] {
  if (words.length === 0) return [null, null]
  let bytes = 0
  const lexemes: string[] = [tenantWord(tenant)]
  for (const word of words) {
    const lexeme = word.length <= MAX_WORD ? word : cut(word)
    bytes += Buffer.byteLength(lexeme) + 8
    if (bytes > MAX_BYTES) break
    lexemes.push(lexeme)
  }
  const long = words.filter((word) => word.length > MAX_WORD)
  return [[...new Set(lexemes)].join(' '), long.length > 0 ? JSON.stringify(long) : null]
}

/**
 * Records that have, for each of these, a word that begins with it.
 *
 * @param tenant Whose word keeps records of others from being looked at; undefined where there are none.
 * @param whole Words as they were typed, not longer ones.
 */
export function searchSql(
  tenant: string | undefined,
  beginnings: readonly string[],
  alias: string,
  whole = false,
): Sql {
  const wanted = beginnings.filter((word) => word !== '')
  if (wanted.length === 0) return sql('TRUE')
  if (!wanted.every(isWord)) return sql('FALSE')
  const lexeme = (word: string) => `'${word.length <= MAX_WORD ? word : cut(word)}'${whole ? '' : ':*'}`
  const own = tenant === undefined ? [] : [`'${tenantWord(tenant)}'`]
  const telling = wanted.some((word) => word.length > 1) ? wanted.filter((word) => whole || word.length > 1) : wanted
  const letters = wanted.filter((word) => !telling.includes(word))
  const query = [...own, ...telling.map(lexeme)].join(' & ')
  // A function is no question to the index, which would collect nearly all records for a letter.
  const begun =
    letters.length > 0 ? [sql(`ts_match_vq(${alias}.${WORDS}, ?::tsquery)`, letters.map(lexeme).join(' & '))] : []
  const long = wanted
    .filter((word) => word.length > MAX_WORD)
    .map((word) =>
      sql(`EXISTS (SELECT 1 FROM jsonb_array_elements_text(${alias}.${LONG_WORDS}) w WHERE starts_with(w, ?))`, word),
    )
  return join([sql(`${alias}.${WORDS} @@ ?::tsquery AND ${dear(alias)}`, query), ...begun, ...long], 'and')
}

/** Whether letters stand beside words: a word finds the records, and each is read to see whether it has the letters. */
export function hasLetters(words: readonly string[]): boolean {
  return words.some((word) => word.length === 1) && words.some((word) => word.length > 1)
}

/** Best first, of those that have the words as they were typed, or longer ones: records of few words. */
export function rankSql(alias: string): Sql {
  return sql(`length(${alias}.${WORDS})`)
}

/** The word that stands for a tenant: begins with a private-use character, which no word of a text has. */
function tenantWord(tenant: string): string {
  return `\uE000${[...new TextEncoder().encode(tenant)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`.slice(
    0,
    2_000,
  )
}

/** What is no word begins none, and could be read as an operator. */
function isWord(text: string): boolean {
  return /^[\p{L}\p{N}\p{M}]+$/u.test(text)
}

function cut(word: string): string {
  return [...word.slice(0, MAX_WORD)].slice(0, -1).join('')
}
