import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Crm, createCrm } from '@kith/core'
import type { Storage } from '@kith/core/storage'
import { afterAll, afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest'
import { type SqliteStorageOptions, sqliteStorage } from './index.ts'
import { betterSqlite3, whyNoBetterSqlite3 } from './testing/better-sqlite3.fixture.ts'
import { readOnlyDisk, whyNoReadOnlyDisk } from './testing/read-only-disk.ts'
import { fillOld, grown, NORTH, old } from './testing/upgraded.ts'

const temporary = mkdtempSync(join(tmpdir(), 'kith-read-only-'))
afterAll(() => rmSync(temporary, { recursive: true, force: true }))

const noDisk = whyNoReadOnlyDisk(temporary)
const noLibrary = whyNoBetterSqlite3()

let cases = 0
let file: string
const ends: (() => Promise<void> | void)[] = []

beforeEach(() => {
  file = join(temporary, `case-${++cases}`, 'crm.db')
})

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function open(options: Partial<SqliteStorageOptions> = {}, model = old): Promise<Storage> {
  const storage = sqliteStorage({ file, ...options })
  ends.push(() => storage.close())
  await storage.open(model)
  return storage
}

async function idsOf(storage: Storage, ids: readonly string[]): Promise<(string | undefined)[]> {
  return (await storage.get(NORTH, 'lead', ids)).map((record) => record?.id)
}

const put = (id: string) => ({ put: [{ object: 'lead', record: { id, version: 1 } }] })
const job = {
  id: 'j',
  kind: 'mail',
  key: 'j',
  dueAt: '2026-03-02T09:00:00.000Z',
  attempts: 0,
  payload: {},
  state: 'waiting',
} as const

describe('sqliteStorage that only reads', () => {
  it('sees what another instance commits, and writes nothing itself', async () => {
    const writer = await open()
    const reader = await open({ readOnly: true })
    await writer.commit(NORTH, { ...put('a'), jobs: { put: [job] } })
    expect(await idsOf(reader, ['a'])).toEqual(['a'])
    const refused = { code: 'STORAGE_UNAVAILABLE', details: { reason: 'it was opened for reading only' } }
    await expect(reader.commit(NORTH, put('b'))).rejects.toMatchObject(refused)
    await expect(reader.load(NORTH, [])).rejects.toMatchObject(refused)
    const claim = { now: job.dueAt, leasedUntil: '2026-03-02T09:01:00.000Z', limit: 9 }
    expect(await reader.claimJobs(NORTH, claim)).toEqual([])
    expect((await writer.claimJobs(NORTH, claim)).map(({ id }) => id)).toEqual(['j'])
  })

  it('refuses a store that needs an upgrade, or is not there, and leaves all as it was', async () => {
    await (await open()).close()
    await expect(open({ readOnly: true }, grown)).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
      details: { reason: expect.stringContaining('kith schema with --apply') },
    })
    await (await open()).close()
    expect(readdirSync(dirname(file))).toEqual(['crm.db'])
    file = join(temporary, 'nowhere', 'crm.db')
    await expect(open({ readOnly: true })).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
  })
})

const DRIVERS = [
  { name: 'node:sqlite', options: () => ({}), why: undefined },
  { name: 'better-sqlite3', options: () => ({ driver: betterSqlite3() }), why: noLibrary },
] as const

describe.each(DRIVERS)('a disk that takes no writes, under $name', ({ options, why }) => {
  function disk(skip: TestContext['skip']): void {
    const reason = noDisk ?? why
    if (reason) skip(reason)
    ends.push(readOnlyDisk(dirname(file)))
  }

  /** A store as a program leaves it that was killed: the last commits are only in the log ahead. */
  async function crashed(): Promise<void> {
    const storage = await open(options())
    await storage.commit(NORTH, put('latest'))
    const left = join(dirname(file), 'left', 'crm.db')
    mkdirSync(dirname(left))
    for (const beside of ['', '-wal']) copyFileSync(file + beside, left + beside)
    await storage.close()
    file = left
  }

  it('refuses to open for writing, and says how it can be read', async ({ skip }) => {
    await (await open(options())).close()
    disk(skip)
    await expect(open(options())).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
      details: { reason: expect.stringContaining('with `readOnly: true` it can still be read') },
    })
  })

  it('serves every read: records, dumps, plans, inspections, backups', async ({ skip }) => {
    const before = await open(options())
    await fillOld(before)
    await before.close()
    disk(skip)
    const storage = await open({ ...options(), readOnly: true })
    expect(await idsOf(storage, ['l0', 'l39', 'none'])).toEqual(['l0', 'l39', undefined])
    let pieces = 0
    for await (const chunk of storage.dump(NORTH)) pieces += chunk.length
    expect(pieces).toBe(40)
    expect(await storage.plan?.(old)).toEqual([])
    expect((await storage.inspect?.())?.filter(({ level }) => level === 'problem')).toEqual([])
    const copy = join(temporary, `copy-${cases}.db`)
    await storage.backup?.(copy)
    await expect(storage.commit(NORTH, put('b'))).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    file = copy
    expect(await idsOf(await open(options()), ['l39'])).toEqual(['l39'])
  })

  it('serves what only the log ahead of a killed program holds', async ({ skip }) => {
    await crashed()
    disk(skip)
    expect(await idsOf(await open({ ...options(), readOnly: true }), ['latest'])).toEqual(['latest'])
  })

  it('serves the whole engine: lists, search, totals, the log', async ({ skip }) => {
    const filled = await crmOn({ file, ...options() })
    await filled.openTenant({ id: 'main', name: 'Main', users: [{ id: 'ida', name: 'Ida' }] })
    await asIda(filled).create('contact', { name: 'Kari Nes' })
    await filled.close()
    disk(skip)
    const crm = await crmOn({ file, ...options(), readOnly: true })
    ends.push(() => crm.close())
    const ida = asIda(crm)
    expect((await ida.list('contact', {})).items.map(({ name }) => name.full)).toEqual(['Kari Nes'])
    expect(await ida.search('kari')).toHaveLength(1)
    await crm.tick()
    await expect(ida.create('contact', { name: 'Bo' })).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
  })
})

const crmOn = (options: SqliteStorageOptions) => createCrm({ storage: sqliteStorage(options), jobsEveryMs: 0 })
const asIda = (crm: Crm) => crm.as({ tenant: 'main', actor: { kind: 'user', id: 'ida' }, roles: ['admin'] })
