import { quote } from '../sql/sql.ts'
import { type Connection, transaction } from './connection.ts'
import type { ObjectLayout } from './layout.ts'

/** Separators that are looked at in one transaction, each with its page: a few milliseconds, also from a disk. */
const AT_ONCE = 50
/** What FTS5 puts before the words of its main index; those of one to three letters have others. */
const MAIN_INDEX = 0x30
/** Beginnings of so many bytes are those of many words. */
const SHORTEST = 4
/** A page begins with two numbers: where its first row is, and where its own index begins. */
const PAGE_HEADER = 4

export interface Separator {
  readonly segid: number
  readonly term: Uint8Array
}

interface SeparatedPage extends Separator {
  readonly page: Uint8Array | null
}

export const FIRST: Separator = { segid: 0, term: new Uint8Array() }

/**
 * FTS5 finds the page of a word by separators: the first word of each page, or as many bytes of it as tell it from the word
 * before (https://sqlite.org/fts5.html#fts5_data_structures). A separator stays when its word is deleted, also with
 * `secure-delete`. Those that the first word of their page does not begin with are replaced by the beginning of that word: it
 * comes after the separator that was there, and so after all words of the pages before.
 *
 * @returns where to go on; undefined at the end
 */
export function replaceDeadSeparators(
  connection: Connection,
  { object }: ObjectLayout,
  { segid, term }: Separator,
): Separator | undefined {
  const [index, data] = [quote(`s_${object}_idx`), quote(`s_${object}_data`)]
  const read = `SELECT i.segid, i.term, d.block AS page FROM ${index} i LEFT JOIN ${data} d ON d.id = (i.segid << 37) + (i.pgno >> 1)
    WHERE (i.segid, i.term) > (?, ?) AND length(i.term) > ${SHORTEST} ORDER BY i.segid, i.term LIMIT ${AT_ONCE}`
  const write = `UPDATE ${index} SET term = ? WHERE segid = ? AND term = ?`
  return connection.db.writingShadows(() =>
    transaction(connection, () => {
      const pages = connection.sql(read).all(segid, term) as unknown as readonly SeparatedPage[]
      for (const one of pages) {
        const replacement = replacementOf(one)
        if (replacement) connection.sql(write).run(replacement, one.segid, one.term)
      }
      return pages.length < AT_ONCE ? undefined : pages.at(-1)
    }),
  )
}

function replacementOf({ term, page }: SeparatedPage): Uint8Array | undefined {
  const first = term[0] === MAIN_INDEX && page ? firstTerm(page) : undefined
  const same = first?.findIndex((byte, at) => byte !== term[at])
  if (!first || same === undefined || same < 0 || same >= term.length) return undefined
  // A page whose first word came before its separator would be a damaged one.
  return (first[same] ?? 0) > (term[same] ?? 0) ? first.slice(0, same + 1) : undefined
}

/** The first term of a page with its prefix: the only one that is written in full. Undefined where there is none. */
function firstTerm(page: Uint8Array): Uint8Array | undefined {
  const ownIndex = ((page[2] ?? 0) << 8) | (page[3] ?? 0)
  if (ownIndex < PAGE_HEADER || ownIndex >= page.length) return undefined
  const [start] = varint(page, ownIndex)
  const [length, at] = varint(page, start)
  return start >= PAGE_HEADER && at + length <= ownIndex ? page.subarray(at, at + length) : undefined
}

/** A number of SQLite's format of some bytes. @returns it, and where the next one begins */
function varint(bytes: Uint8Array, start: number): readonly [value: number, end: number] {
  let [value, at] = [0, start]
  for (;;) {
    const byte = bytes[at++] ?? 0
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80 || at > start + 4) return [value, at]
  }
}
