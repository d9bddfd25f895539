import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { clearGaps, gapOf, isPlain, pagesWithTraces } from './gaps.ts'
import { HeldFile } from './held-file.ts'
import { bytesOf } from './testing/persons.ts'

const SOAK = Boolean(process.env['KITH_SOAK'])
const FILES = SOAK ? Number(process.env['KITH_SOAK_N'] ?? 2_000) : 40
const PAGE_SIZES = [512, 1_024, 2_048, 4_096, 8_192, 16_384, 32_768, 65_536]
const temporary = mkdtempSync(join(tmpdir(), 'kith-gaps-'))
afterAll(() => rmSync(temporary, { recursive: true, force: true }))

let files = 0

/** Rows that come, change and go: of any length, up to some overflow pages. */
const anEdit = fc.record({
  table: fc.constantFrom('rows', 'keys', 'words'),
  from: fc.nat(400),
  count: fc.nat(60),
  length: fc.oneof(fc.nat(40), fc.nat(700), fc.nat(9_000)),
  goes: fc.boolean(),
})
type Edit = typeof anEdit extends fc.Arbitrary<infer Value> ? Value : never
const aFile = fc.record({
  pageSize: fc.constantFrom(...PAGE_SIZES),
  overwrites: fc.boolean(),
  edits: fc.array(anEdit, { minLength: 5, maxLength: 40 }),
})

function open(pageSize: number, overwrites = false): { readonly path: string; readonly db: DatabaseSync } {
  const path = join(temporary, `${++files}.db`)
  const db = new DatabaseSync(path)
  db.exec(`PRAGMA page_size = ${pageSize}; PRAGMA journal_mode = WAL; PRAGMA secure_delete = ${overwrites}`)
  db.exec(`CREATE TABLE rows (id INTEGER PRIMARY KEY, text TEXT, other TEXT); CREATE INDEX by_text ON rows (text, other);
    CREATE TABLE keys (id TEXT PRIMARY KEY, text TEXT, other TEXT) WITHOUT ROWID;
    CREATE VIRTUAL TABLE words USING fts5 (text, other)`)
  return { path, db }
}

function edit(db: DatabaseSync, { table, from, count, length, goes }: Edit): void {
  const id = table === 'words' ? 'rowid' : 'id'
  const [put, remove] = [
    db.prepare(`INSERT OR REPLACE INTO ${table} (${id}, text, other) VALUES (?, ?, ?)`),
    db.prepare(`DELETE FROM ${table} WHERE ${id} = ?`),
  ]
  db.exec('BEGIN')
  for (let at = 0; at < count; at++) {
    const key = (((from + at) * 7_919) % 401) + 1
    const text = `${(key * 48_271).toString(36)} `.repeat(Math.ceil((length * (1 + (key % 3))) / 8) + 1)
    if (goes) remove.run(key)
    else put.run(key, text, `${length}`)
  }
  db.exec('COMMIT')
}

/** All that SQL can say of a file, and what SQLite finds wrong with it. */
function contents(db: DatabaseSync): unknown {
  db.exec("INSERT INTO words (words) VALUES ('integrity-check')")
  const rows = ['rows', 'keys', 'words', 'words_data', 'words_idx', 'sqlite_schema'].map((table) =>
    db.prepare(`SELECT * FROM ${table}`).all(),
  )
  return [rows, db.prepare('PRAGMA integrity_check').all(), db.prepare('PRAGMA freelist_count').get()]
}

async function clear(path: string, pageSize: number): Promise<number> {
  const file = new HeldFile(path)
  const pages = bytesOf(path).length / pageSize
  expect(isPlain(file, pageSize)).toBe(true)
  const found = await pagesWithTraces(file, pageSize, pages)
  clearGaps(file, pageSize, found)
  expect(await pagesWithTraces(file, pageSize, pages)).toEqual([])
  file.release()
  return found.length
}

describe('gaps of pages', () => {
  it(
    `are cleared in ${FILES} files of any page size, and each is as it was before: every row, every page`,
    async ({ task }) => {
      let cleared = 0
      await fc.assert(
        fc.asyncProperty(aFile, async ({ pageSize, overwrites, edits }) => {
          const { path, db } = open(pageSize, overwrites)
          for (const one of edits) edit(db, one)
          const before = contents(db)
          expect(before).toMatchObject([{}, [{ integrity_check: 'ok' }], {}])
          db.close()
          cleared += await clear(path, pageSize)
          const again = new DatabaseSync(path)
          expect(contents(again)).toEqual(before)
          for (const one of edits.toReversed()) edit(again, { ...one, goes: !one.goes })
          expect(contents(again)).toMatchObject([{}, [{ integrity_check: 'ok' }], {}])
          again.close()
          rmSync(path)
        }),
        { numRuns: FILES },
      )
      expect(cleared).toBeGreaterThan(FILES)
      task.meta.report = {
        name: 'gaps',
        what: 'Files of SQLite with tables, indexes and a search index after random edits, in all page sizes: gaps of pages cleared, then every row, the integrity check, the free pages, and the file under further edits.',
        n: FILES,
        figures: { pagesCleared: cleared, differences: 0, faults: 0 },
      }
    },
    SOAK ? 3_600_000 : 60_000,
  )

  it('are not looked for in files whose pages hold something else', () => {
    const { path, db } = open(4_096)
    db.close()
    const plain = bytesOf(path)
    const isPlainWith = (at: number, ...bytes: readonly number[]) => {
      const other = Buffer.from(plain)
      other.set(bytes, at)
      writeFileSync(path, other)
      const file = new HeldFile(path)
      const result = isPlain(file, 4_096)
      file.release()
      return result
    }
    expect(isPlainWith(0)).toBe(true)
    const others = {
      encrypted: isPlainWith(0, 0xa3, 0x17, 0x5c),
      otherPageSize: isPlainWith(16, 0x20, 0),
      withJournal: isPlainWith(18, 1, 1),
      withChecksums: isPlainWith(20, 8),
      tooLarge: isPlainWith(28, 2, 0, 0, 0),
      withPointerMap: isPlainWith(52, 0, 0, 0, 9),
    }
    expect(Object.entries(others).filter(([, plain]) => plain)).toEqual([])
  })

  it('are left alone in pages that are damaged', () => {
    const page = Buffer.alloc(512)
    // A leaf of a table: one cell at 500, the cells begin at 490.
    page.set([13, 0, 0, 0, 1, 490 >> 8, 490 & 0xff, 0, 500 >> 8, 500 & 0xff])
    expect(gapOf(page, 2)).toEqual({ from: 10, to: 490 })
    const changed = (at: number, value: number) => {
      const other = Buffer.from(page)
      other.writeUInt16BE(value, at)
      return gapOf(other, 2)
    }
    const [cellBefore, cellBehind, freeBlockBefore, startBehind] = [
      changed(8, 400),
      changed(8, 600),
      changed(1, 300),
      changed(5, 513),
    ]
    expect([cellBefore, cellBehind, freeBlockBefore, startBehind]).toEqual(Array(4).fill(undefined))
    expect(changed(1, 495)).toEqual({ from: 10, to: 490 })
  })
})
