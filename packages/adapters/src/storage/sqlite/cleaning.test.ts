import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createModel, defineObject, email, text } from '@kith/core'
import type { Storage } from '@kith/core/storage'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { HeldFile } from './held-file.ts'
import { type BetterSqlite3, sqliteStorage } from './index.ts'
import * as separators from './separators.ts'
import { SqliteStore } from './store.ts'
import { betterSqlite3, whyNoBetterSqlite3 } from './testing/better-sqlite3.fixture.ts'
import { bytesOf, codeOf, named } from './testing/persons.ts'

const SCOPE = { tenant: 'north' }
const PERSONS = 3_000
/** Every second one is erased. */
const isErased = (number: number) => number % 2 === 1
const model = createModel([
  defineObject({
    name: 'lead',
    label: 'Lead',
    title: 'title',
    fields: { title: text({ indexed: true }), mails: email({ many: true, indexed: true }) },
  }),
])
const temporary = mkdtempSync(join(tmpdir(), 'kith-cleaning-'))
afterAll(() => rmSync(temporary, { recursive: true, force: true }))
afterEach(() => void vi.restoreAllMocks())

let files = 0

function put(number: number) {
  const code = codeOf(number)
  const record = { id: `l${number}`, version: 1, title: `Ms ${code}sen`, mails: [{ value: `${code}@example.org` }] }
  return { object: 'lead', record }
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at)

/** A store in which persons came one after the other. */
async function filled(driver?: BetterSqlite3): Promise<{ readonly file: string; readonly storage: Storage }> {
  const file = join(temporary, `${++files}.db`)
  return { file, storage: await fill(file, driver) }
}

async function fill(file: string, driver?: BetterSqlite3): Promise<Storage> {
  const storage = await opened(file, driver)
  for (let first = 0; first < PERSONS; first += 100)
    await storage.commit(SCOPE, { put: range(first, first + 100).map(put) })
  return storage
}

async function opened(file: string, driver?: BetterSqlite3): Promise<Storage> {
  const storage = sqliteStorage({ file, ...(driver ? { driver } : {}) })
  await storage.open(model)
  return storage
}

/** Gives some who stay an address as long as the one before: their pages are written, and nothing moves to others. */
async function readdress(storage: Storage, domain: string): Promise<void> {
  const puts = range(0, PERSONS)
    .filter((number) => number % 10 === 0)
    .map((number) => {
      const { object, record } = put(number)
      return { object, record: { ...record, mails: [{ value: `${codeOf(number)}@${domain}` }] } }
    })
  await storage.commit(SCOPE, { put: puts })
}

async function eraseHalf(storage: Storage): Promise<void> {
  const erased = range(0, PERSONS).filter(isErased)
  for (let first = 0; first < erased.length; first += 500) {
    const ids = erased.slice(first, first + 500).map((number) => `l${number}`)
    const remove = ids.map((id) => ({ object: 'lead', id }))
    await storage.commit(SCOPE, { remove, eraseSubjects: ids.map((id) => `lead:${id}`) })
  }
}

const traces = (file: string) => [...named(bytesOf(file), PERSONS)].filter(isErased).length

const BUSY = 5

/** What SQLite says to something; 0 where it does it. */
function resultOf(run: () => void): unknown {
  try {
    run()
    return 0
  } catch (error) {
    return (error as { readonly errcode?: unknown }).errcode
  }
}

describe('a SQLite file after erasures', () => {
  it('has nothing of them, is whole, and finds all others by their words', async () => {
    const { file, storage } = await filled()
    await eraseHalf(storage)
    expect(traces(file)).toBe(0)
    await storage.close()
    const db = new DatabaseSync(file)
    db.exec("INSERT INTO s_lead (s_lead) VALUES ('integrity-check')")
    expect(db.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
    const count = db.prepare('SELECT count(*) AS count FROM s_lead WHERE s_lead MATCH ?')
    const found = range(0, PERSONS).map((number) => count.get(`"${codeOf(number).slice(0, 7)}" *`)?.['count'])
    db.close()
    expect(found).toEqual(range(0, PERSONS).map((number) => (isErased(number) ? 0 : 1)))
  })

  it('has nothing of them, and is whole, where some pages are of a kind that looks like others', async () => {
    const file = join(temporary, `${++files}.db`)
    const db = new DatabaseSync(file)
    db.exec('PRAGMA page_size = 512; PRAGMA auto_vacuum = FULL; CREATE TABLE other (id TEXT)')
    db.close()
    const storage = await fill(file)
    await eraseHalf(storage)
    await storage.close()
    expect(traces(file)).toBe(0)
    const again = new DatabaseSync(file)
    expect(again.prepare('PRAGMA auto_vacuum').get()).toEqual({ auto_vacuum: 1 })
    expect(again.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
    again.close()
  })

  it('has nothing of them with better-sqlite3 either, which keeps others from writing to the search index', async ({
    skip,
  }) => {
    const reason = whyNoBetterSqlite3()
    if (reason) skip(reason)
    const { file, storage } = await filled(betterSqlite3())
    await eraseHalf(storage)
    await storage.close()
    expect(traces(file)).toBe(0)
  })

  it('would have traces of them without cleaning, in gaps of pages and in separators of the search index', async () => {
    const { file, storage } = await filled()
    vi.spyOn(separators, 'replaceDeadSeparators').mockReturnValue(undefined)
    const clean = vi.spyOn(SqliteStore.prototype, 'cleanUp').mockImplementation(async function (this: SqliteStore) {
      this.emptyWal()
    })
    await eraseHalf(storage)
    const uncleaned = traces(file)
    clean.mockRestore()
    await storage.commit(SCOPE, { eraseSubjects: ['lead:nobody'] })
    const withoutGaps = traces(file)
    vi.restoreAllMocks()
    await storage.commit(SCOPE, { eraseSubjects: ['lead:nobody'] })
    expect(uncleaned).toBeGreaterThan(withoutGaps)
    expect(withoutGaps).toBeGreaterThan(0)
    expect(traces(file)).toBe(0)
    await storage.close()
  })

  it('is cleaned while two connections write', async () => {
    const { file, storage } = await filled()
    const other = await opened(file)
    let writing = true
    const write = async (by: Storage, start: number) => {
      for (let at = 0; writing; at += 2) await by.commit(SCOPE, { put: [put((start + at) % PERSONS)] })
    }
    const writers = [write(storage, 0), write(other, PERSONS / 2)]
    await eraseHalf(storage)
    writing = false
    await Promise.all(writers)
    await other.close()
    await storage.close()
    expect(traces(file)).toBe(0)
  })

  it('has bytes overwritten only while nobody else can write, and no commit waits to be moved into it', async () => {
    const { file, storage } = await filled()
    const other = new DatabaseSync(file)
    let between = 0
    const { exec } = DatabaseSync.prototype
    vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (this: DatabaseSync, sql) {
      if (sql === 'BEGIN IMMEDIATE' && this !== other && between++ < 3)
        other.prepare("INSERT OR REPLACE INTO kith_meta (key, value) VALUES ('between', ?)").run(`${between}`)
      return exec.call(this, sql)
    })
    const { write } = HeldFile.prototype
    const seen = new Set<unknown>()
    vi.spyOn(HeldFile.prototype, 'write').mockImplementation(function (this: HeldFile, bytes, position) {
      seen.add(`${resultOf(() => other.exec('BEGIN IMMEDIATE'))}, ${statSync(`${file}-wal`).size} bytes`)
      write.call(this, bytes, position)
    })
    await eraseHalf(storage)
    expect([...seen]).toEqual([`${BUSY}, 0 bytes`])
    expect(between).toBeGreaterThan(3)
    vi.restoreAllMocks()
    expect(other.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
    other.close()
    await storage.close()
    expect(traces(file)).toBe(0)
  })

  it('gets nothing back with pages that somebody had in memory', async () => {
    const { file, storage } = await filled()
    await readdress(storage, 'example.com')
    await eraseHalf(storage)
    await readdress(storage, 'example.net')
    await storage.close()
    expect(traces(file)).toBe(0)
  })

  it('gets nothing back with pages that another connection read before it was clean', async () => {
    const { file, storage } = await filled()
    const other = await opened(file)
    const uncleaned = vi.spyOn(SqliteStore.prototype, 'cleanUp').mockResolvedValue()
    await eraseHalf(storage)
    await readdress(other, 'example.com')
    uncleaned.mockRestore()
    await storage.commit(SCOPE, { eraseSubjects: ['lead:nobody'] })
    await readdress(other, 'example.net')
    await other.close()
    await storage.close()
    expect(traces(file)).toBe(0)
  })

  it('is cleaned at the end of a dump that stood in the way', async () => {
    const { file, storage } = await filled()
    const dump = storage.dump(SCOPE)[Symbol.asyncIterator]()
    await dump.next()
    await eraseHalf(storage)
    await dump.return?.()
    expect(traces(file)).toBe(0)
    await storage.close()
  })
})
