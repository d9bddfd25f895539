import { quote } from '../sql/sql.ts'
import { type Connection, transaction } from './connection.ts'
import type { Statement } from './driver.ts'
import type { ObjectLayout } from './layout.ts'

/** Separators that are looked at in one transaction: a few milliseconds. */
const AT_ONCE = 200
/** What FTS5 puts before the words of its main index; those of two and three letters have others. */
const MAIN_INDEX = '0'
/** Beginnings of so many letters are those of many words. */
const SHORTEST = 4

interface Separator {
  readonly segid: number
  readonly term: Uint8Array
}

/**
 * FTS5 finds the page of a word by separators: the first word of each page, or as much of it as tells it from the word before.
 * A separator stays when its word is deleted, also with `secure-delete`. Those that no word begins with are replaced by the
 * beginning of the next word, which separates the same pages. Where the driver keeps SQLite from writing to the tables of a
 * search index (better-sqlite3), the index is written anew instead.
 */
export function* replaceDeadSeparators(connection: Connection, layout: ObjectLayout): Generator<void> {
  const index = quote(`s_${layout.object}_idx`)
  const words = vocabulary(connection, layout)
  const read = `SELECT segid, term FROM ${index} WHERE (segid, term) > (?, ?) AND length(term) > ${SHORTEST} ORDER BY segid, term LIMIT ${AT_ONCE}`
  let last: Separator | undefined = { segid: 0, term: new Uint8Array() }
  while (last) {
    const { segid, term } = last
    last = transaction(connection, () => {
      const page = connection.sql(read).all(segid, term) as unknown as readonly Separator[]
      for (const one of page) if (!replaceIfDead(connection, index, words, one)) return rewrite(connection, layout)
      return page.length < AT_ONCE ? undefined : page.at(-1)
    })
    yield
  }
}

/** @returns false where the driver does not let it be replaced */
function replaceIfDead(connection: Connection, index: string, words: string, { segid, term }: Separator): boolean {
  const separator = Buffer.from(term).toString()
  if (!separator.startsWith(MAIN_INDEX)) return true
  const beginning = separator.slice(MAIN_INDEX.length)
  const next = connection.sql(`SELECT term FROM ${words} WHERE term >= ? LIMIT 1`).get(beginning)?.['term']
  if (typeof next !== 'string' || next.startsWith(beginning)) return true
  const replacement = Buffer.from(MAIN_INDEX + distinct(beginning, next))
  const replace = updateOf(connection, index)
  replace?.run(replacement, segid, term)
  return replace !== undefined
}

function updateOf(connection: Connection, index: string): Statement | undefined {
  try {
    return connection.sql(`UPDATE ${index} SET term = ? WHERE segid = ? AND term = ?`)
  } catch (error) {
    if (/may not be modified/.test((error as Error).message)) return undefined
    throw error
  }
}

function rewrite(connection: Connection, { search }: ObjectLayout): undefined {
  connection.sql(`INSERT INTO ${search} (${search}) VALUES ('rebuild')`).run()
}

/** As much of a word as tells it from one before it. */
function distinct(before: string, word: string): string {
  const [left, right] = [[...before], [...word]]
  const at = right.findIndex((letter, place) => letter !== left[place])
  return right.slice(0, at + 1).join('')
}

/** A table of the words of a search index, in their order. */
function vocabulary(connection: Connection, { object }: ObjectLayout): string {
  const name = `temp.${quote(`words_${object}`)}`
  connection.db.exec(
    `CREATE VIRTUAL TABLE IF NOT EXISTS ${name} USING fts5vocab(main, ${quote(`s_${object}`)}, instance)`,
  )
  return name
}
