import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Storage } from '@kith/core/storage'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { killsMs, surviveKills, TIMES } from '../durability.fixture.ts'
import type { BetterSqlite3 } from './better-sqlite3.ts'
import { makeBackup, restoreBackup } from './copies.ts'
import { sqliteStorage } from './index.ts'
import { betterSqlite3, whyNoBetterSqlite3 } from './testing/better-sqlite3.fixture.ts'
import { storedText } from './testing/stored-text.ts'
import { fillOld, NORTH, old } from './testing/upgraded.ts'

const KILLS = process.env['KITH_SOAK'] ? TIMES.kills : 3
const temporary = mkdtempSync(join(tmpdir(), 'kith-driver-'))
afterAll(() => rmSync(temporary, { recursive: true, force: true }))

const reason = whyNoBetterSqlite3()
let cases = 0
let file: string
const opened: Storage[] = []

beforeEach(() => {
  file = join(temporary, `case-${++cases}`, 'crm.db')
})

afterEach(async () => {
  vi.restoreAllMocks()
  for (const storage of opened.splice(0)) await storage.close()
})

async function open(driver?: BetterSqlite3, more: { readonly maxPages?: number } = {}): Promise<Storage> {
  const storage = sqliteStorage({ file, ...(driver && { driver }), ...more })
  opened.push(storage)
  await storage.open(old)
  return storage
}

const put = (id: string, values: object = {}) => ({ put: [{ object: 'lead', record: { id, version: 1, ...values } }] })

async function idsOf(storage: Storage, ids: readonly string[]): Promise<(string | undefined)[]> {
  return (await storage.get(NORTH, 'lead', ids)).map((record) => record?.id)
}

describe('the driver of sqliteStorage', () => {
  it('must be what opens files: a database that is open is refused in a sentence', () => {
    const database = { prepare: () => undefined } as never
    expect(() => sqliteStorage({ file, driver: database })).toThrow(
      expect.objectContaining({
        code: 'INVALID_DEFINITION',
        message: expect.stringContaining('class of better-sqlite3'),
      }),
    )
  })

  it('is one for all that have a file open in this process: another library is refused until the file is closed', async ({
    skip,
  }) => {
    if (reason) skip(reason)
    const first = await open()
    const second = await open()
    const refusal = { code: 'STORAGE_UNAVAILABLE', message: expect.stringMatching(/open with node:sqlite.* `driver`/) }
    await expect(open(betterSqlite3())).rejects.toMatchObject(refusal)
    const link = join(dirname(file), 'link.db')
    symlinkSync(file, link)
    const linked = sqliteStorage({ file: link, driver: betterSqlite3() })
    await expect(linked.open(old)).rejects.toMatchObject(refusal)
    await expect(linked.inspect?.()).rejects.toMatchObject(refusal)
    await expect(makeBackup(file, `${file}.copy`, { driver: betterSqlite3() })).rejects.toMatchObject(refusal)
    await first.close()
    await expect(open(betterSqlite3())).rejects.toMatchObject(refusal)
    await second.close()
    const third = await open(betterSqlite3())
    await expect(open()).rejects.toMatchObject({ message: expect.stringContaining('open with better-sqlite3') })
    await third.close()
    await first.open(old)
  })

  it('is asked for where Node brings no SQLite', async () => {
    vi.spyOn(process, 'getBuiltinModule').mockImplementation((() => undefined) as never)
    await expect(open()).rejects.toMatchObject({
      code: 'DEPENDENCY_MISSING',
      details: { package: 'better-sqlite3', option: 'driver' },
    })
  })
})

describe.skipIf(reason)(`better-sqlite3${reason ? ` (skipped: ${reason})` : ''}`, () => {
  it('does all of the work: without it nothing is opened', async () => {
    vi.spyOn(process, 'getBuiltinModule').mockImplementation((() => undefined) as never)
    const storage = await open(betterSqlite3())
    await fillOld(storage)
    await storage.plan?.(old)
    expect((await storage.inspect?.())?.filter(({ level }) => level !== 'fact')).toEqual([])
    await makeBackup(file, `${file}.copy`, { driver: betterSqlite3() })
    await storage.close()
    await restoreBackup(`${file}.copy`, file, { replace: true, driver: betterSqlite3() })
    expect(await idsOf(await open(betterSqlite3()), ['l0', 'l39'])).toEqual(['l0', 'l39'])
  })

  it('opens a file that node:sqlite wrote, and the other way round', async () => {
    const first = await open()
    await fillOld(first)
    await first.close()
    const second = await open(betterSqlite3())
    await second.commit(NORTH, put('later', { title: 'Straße' }))
    await second.close()
    expect(await idsOf(await open(), ['l0', 'later'])).toEqual(['l0', 'later'])
  })

  it('waits for another connection that writes, and then commits', async () => {
    const storage = await open(betterSqlite3())
    const other = betterSqlite3()(file, {})
    other.exec('BEGIN IMMEDIATE')
    const commit = storage.commit(NORTH, put('a'))
    setTimeout(() => other.exec('COMMIT'), 60)
    await commit
    expect(other.inTransaction).toBe(false)
    other.close()
    expect(await idsOf(storage, ['a'])).toEqual(['a'])
  })

  it('refuses commits when the file is full, and goes on', async () => {
    await (await open(betterSqlite3())).close()
    const tables = new DatabaseSync(file)
    const pages = Number(Object.values(tables.prepare('PRAGMA page_count').get() ?? {})[0])
    tables.close()
    const tight = await open(betterSqlite3(), { maxPages: pages + 4 })
    await expect(tight.commit(NORTH, put('big', { title: 'x'.repeat(200_000) }))).rejects.toMatchObject({
      code: 'STORAGE_FULL',
    })
    await tight.commit(NORTH, put('small'))
    expect(await idsOf(tight, ['big', 'small'])).toEqual([undefined, 'small'])
  })

  it('closes while a dump is half read', async () => {
    const storage = await open(betterSqlite3())
    await storage.commit(NORTH, {
      put: Array.from({ length: 3_000 }, (_, at) => ({ object: 'lead', record: { id: `l${at}`, version: 1 } })),
    })
    const dump = storage.dump(NORTH)[Symbol.asyncIterator]()
    expect((await dump.next()).value?.length).toBeGreaterThan(0)
    await storage.close()
    await expect(dump.next()).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    expect(readdirSync(dirname(file))).toEqual(['crm.db'])
  })

  it('holds nothing of an erased person, also where somebody had it gather statistics', async () => {
    const storage = await open(betterSqlite3())
    const people = Array.from({ length: 40 }, (_, at) => ({ id: `p${at}`, version: 1, title: `Zebulonia ${at}` }))
    await storage.commit(NORTH, { put: people.map((record) => ({ object: 'lead', record })) })
    const other = betterSqlite3()(file, {})
    other.exec('ANALYZE')
    other.close()
    expect(storedText(file)).toContain('zebulonia')
    await storage.commit(NORTH, {
      remove: people.map(({ id }) => ({ object: 'lead', id })),
      eraseSubjects: people.map(({ id }) => `lead:${id}`),
    })
    expect(storedText(file)).not.toContain('zebulonia')
  })

  it('refuses a store that something uses when another is to take its place', async () => {
    await open(betterSqlite3())
    await makeBackup(file, `${file}.copy`, { driver: betterSqlite3() })
    await expect(restoreBackup(`${file}.copy`, file, { replace: true, driver: betterSqlite3() })).rejects.toThrow(
      /is in use: stop the app first/,
    )
  })

  it(
    `loses nothing that it acknowledged, and leaves nothing half done, over ${KILLS} kills`,
    async ({ task }) => {
      const figures = await surviveKills(file, KILLS, 'better-sqlite3')
      task.meta.report = {
        name: 'storage-better-sqlite3',
        what: 'Kills (SIGKILL) of a process that writes to SQLite through better-sqlite3 at random moments; then compared, through node:sqlite, with what it acknowledged.',
        n: KILLS,
        figures,
      }
    },
    killsMs(KILLS),
  )
})
