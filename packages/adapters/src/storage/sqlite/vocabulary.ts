import { quote } from '../sql/sql.ts'
import type { Connection } from './connection.ts'
import type { ObjectLayout } from './layout.ts'

/** The search index has the beginnings of words up to so many characters as words of their own. */
const INDEXED = 3

/** The first and the last of what a word can go on with: digits come before letters. */
const [FIRST, LAST] = ['0', '\u{10ffff}']

/**
 * Whether a search index may have words that go on behind this beginning. To find those, FTS5 has to bring together what all
 * words have that begin so; a word that nothing goes on from is found in a fraction of that time, and most that are typed out
 * are such. See https://sqlite.org/fts5.html#the_fts5vocab_virtual_table_module.
 */
export function goesOn(connection: Connection, { object, search }: ObjectLayout, beginning: string): boolean {
  if ([...beginning].length <= INDEXED) return true
  const name = `temp.${quote(`w_${object}`)}`
  connection.aside(`CREATE VIRTUAL TABLE IF NOT EXISTS ${name} USING fts5vocab (main, ${search}, instance)`)
  const text = `SELECT 1 FROM ${name} WHERE term >= ? AND term < ? LIMIT 1`
  return connection.sql(text).get(beginning + FIRST, beginning + LAST) !== undefined
}
