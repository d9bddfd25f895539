import type { HeldFile } from './held-file.ts'

/** The bytes of a page that hold nothing: between the pointers to its cells and the cells. */
interface Gap {
  readonly from: number
  readonly to: number
}

/** Interior and leaf pages, of indexes and of tables, with the length of their header. */
const HEADERS: Readonly<Record<number, number>> = { 2: 12, 5: 12, 10: 8, 13: 8 }
/** Page 1 begins with the header of the file. */
const FILE_HEADER = 100
/** Bytes that are read at a time. */
const CHUNK = 1024 * 1024
/** From this page on, the number that an overflow page begins with could look like the kind of a page. */
export const MOST_PAGES = 0x0200_0000
/** SQLite puts its locks on this page, and never anything else: Windows lets nobody read it. */
const LOCK_BYTE = 0x4000_0000

/**
 * The gap of a page (https://sqlite.org/fileformat2.html#b_tree_pages); undefined where it has none, or is of another kind.
 *
 * @param number Of the page, from 1.
 */
export function gapOf(page: Uint8Array, number: number): Gap | undefined {
  const start = number === 1 ? FILE_HEADER : 0
  const header = HEADERS[page[start] ?? 0]
  if (header === undefined) return undefined
  const from = start + header + 2 * word(page, start + 3)
  const to = word(page, start + 5) || 65_536
  return from < to && to <= page.length ? { from, to } : undefined
}

/**
 * Pages with something left in their gap. SQLite overwrites what it deletes (`secure_delete`), but where it moves cells from
 * one page to its neighbours it leaves copies of them in the gap: those outlive the deletion of the cells.
 *
 * @param pages How many the file has.
 * @returns after each megabyte the numbers of those found in it
 */
export function* pagesWithTraces(file: HeldFile, pageSize: number, pages: number): Generator<readonly number[]> {
  const chunk = new Uint8Array(CHUNK)
  const inChunk = CHUNK / pageSize
  for (let first = 1; first <= pages; first += inChunk) {
    if ((first - 1) * pageSize === LOCK_BYTE) first++
    const read = file.read(chunk, (first - 1) * pageSize)
    const found: number[] = []
    for (let at = 0; (at + 1) * pageSize <= read; at++) {
      const page = chunk.subarray(at * pageSize, (at + 1) * pageSize)
      if (isUnclean(page, gapOf(page, first + at))) found.push(first + at)
    }
    yield found
  }
}

/** Overwrites the gaps of these pages with zeros. Nobody else may write to the file meanwhile, nor pages of it wait elsewhere. Not synced. */
export function clearGaps(file: HeldFile, pageSize: number, numbers: readonly number[]): void {
  const page = new Uint8Array(pageSize)
  for (const number of numbers) {
    const position = (number - 1) * pageSize
    if (file.read(page, position) < pageSize) continue
    const gap = gapOf(page, number)
    if (gap && isUnclean(page, gap)) file.write(new Uint8Array(gap.to - gap.from), position + gap.from)
  }
}

const word = (page: Uint8Array, at: number) => ((page[at] ?? 0) << 8) | (page[at + 1] ?? 0)

const NOTHING = Buffer.alloc(65_536)

function isUnclean(page: Uint8Array, gap: Gap | undefined): boolean {
  return gap !== undefined && NOTHING.compare(page, gap.from, gap.to, 0, gap.to - gap.from) !== 0
}
