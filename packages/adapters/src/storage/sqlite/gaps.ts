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
const MAGIC = 'SQLite format 3\0'
/** Bytes that are read at a time. */
const CHUNK = 1024 * 1024
/** From this page on, the number that an overflow page begins with could look like the kind of a page: 128 GB. */
const MOST_PAGES = 0x0200_0000
/** SQLite puts its locks on this page, and never anything else: Windows lets nobody read it. */
const LOCK_BYTE = 0x4000_0000

/**
 * Whether a page of a file is what the format says and no more (https://sqlite.org/fileformat2.html#the_database_header). No
 * for very large and encrypted files, for files with something of an extension in each page (checksums, nonces), for those with pointer maps
 * (`auto_vacuum`), whose pages look like those of trees, and for those that are not in WAL mode.
 */
export function isPlain(file: HeldFile, pageSize: number): boolean {
  const header = Buffer.alloc(FILE_HEADER)
  if (file.read(header, 0) < FILE_HEADER || header.toString('latin1', 0, MAGIC.length) !== MAGIC) return false
  const [storedSize, writeVersion, readVersion] = [word(header, 16), header[18], header[19]]
  const [reserved, pages, largestRoot] = [header[20], header.readUInt32BE(28), header.readUInt32BE(52)]
  const isOfSize = (storedSize === 1 ? 65_536 : storedSize) === pageSize && pages < MOST_PAGES
  return isOfSize && writeVersion === 2 && readVersion === 2 && reserved === 0 && largestRoot === 0
}

/**
 * The gap of a page (https://sqlite.org/fileformat2.html#b_tree_pages); undefined where it has none, is of another kind, or
 * is not whole.
 *
 * @param number Of the page, from 1.
 */
export function gapOf(page: Uint8Array, number: number): Gap | undefined {
  const start = number === 1 ? FILE_HEADER : 0
  const header = HEADERS[page[start] ?? 0]
  if (header === undefined) return undefined
  const from = start + header + 2 * word(page, start + 3)
  const to = word(page, start + 5) || 65_536
  if (from >= to || to > page.length) return undefined
  for (let at = start + header; at < from; at += 2) {
    const cell = word(page, at)
    if (cell < to || cell >= page.length) return undefined
  }
  const freeBlock = word(page, start + 1)
  return freeBlock === 0 || freeBlock >= to ? { from, to } : undefined
}

/**
 * Pages with something left in their gap. SQLite overwrites what it deletes (`secure_delete`), but where it moves cells from
 * one page to its neighbours it leaves copies of them in the gap: those outlive the deletion of the cells. Others may write
 * meanwhile: what is cleared is looked at again.
 *
 * @param pages How many the file has.
 */
export async function pagesWithTraces(file: HeldFile, pageSize: number, pages: number): Promise<readonly number[]> {
  const chunk = new Uint8Array(CHUNK)
  const inChunk = CHUNK / pageSize
  const found: number[] = []
  for (let first = 1; first <= pages; first += inChunk) {
    if ((first - 1) * pageSize === LOCK_BYTE) first++
    const read = await file.readLater(chunk, (first - 1) * pageSize)
    for (let at = 0; (at + 1) * pageSize <= read; at++) {
      const page = chunk.subarray(at * pageSize, (at + 1) * pageSize)
      if (isUnclean(page, gapOf(page, first + at))) found.push(first + at)
    }
  }
  return found
}

/**
 * Overwrites the gaps of these pages with zeros. The file is plain, nobody else may write to it meanwhile, nor pages of it wait
 * elsewhere. Not synced.
 */
export function clearGaps(file: HeldFile, pageSize: number, numbers: readonly number[]): void {
  const page = new Uint8Array(pageSize)
  for (const number of numbers) {
    const position = (number - 1) * pageSize
    if (file.read(page, position) < pageSize) continue
    const gap = gapOf(page, number)
    if (gap && isUnclean(page, gap)) file.write(NOTHING.subarray(0, gap.to - gap.from), position + gap.from)
  }
}

const word = (page: Uint8Array, at: number) => ((page[at] ?? 0) << 8) | (page[at + 1] ?? 0)

const NOTHING = Buffer.alloc(65_536)

function isUnclean(page: Uint8Array, gap: Gap | undefined): boolean {
  return gap !== undefined && NOTHING.compare(page, gap.from, gap.to, 0, gap.to - gap.from) !== 0
}
