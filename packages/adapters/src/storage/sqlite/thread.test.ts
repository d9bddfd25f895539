import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Worker } from 'node:worker_threads'
import type { Storage } from '@kith/core/storage'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { killsMs, surviveKills, TIMES } from '../durability.fixture.ts'
import { type SqliteStorageOptions, sqliteStorage } from './index.ts'
import { betterSqlite3, whyNoBetterSqlite3 } from './testing/better-sqlite3.fixture.ts'
import { storedText } from './testing/stored-text.ts'
import { fillOld, grown, NORTH, old } from './testing/upgraded.ts'

const KILLS = process.env['KITH_SOAK'] ? TIMES.kills : 3
const temporary = mkdtempSync(join(tmpdir(), 'kith-thread-'))
afterAll(() => rmSync(temporary, { recursive: true, force: true }))

const noLibrary = whyNoBetterSqlite3()
let cases = 0
let file: string
const opened: Storage[] = []

beforeEach(() => {
  file = join(temporary, `case-${++cases}`, 'crm.db')
})

afterEach(async () => {
  for (const storage of opened.splice(0)) await storage.close()
})

async function open(options: Partial<SqliteStorageOptions> = {}): Promise<Storage> {
  const storage = sqliteStorage({ file, thread: true, ...options })
  opened.push(storage)
  await storage.open(old)
  return storage
}

const put = (id: string, values: object = {}) => ({ put: [{ object: 'lead', record: { id, version: 1, ...values } }] })

async function idsOf(storage: Storage, ids: readonly string[]): Promise<(string | undefined)[]> {
  return (await storage.get(NORTH, 'lead', ids)).map((record) => record?.id)
}

/** The threads that are started from now on. */
function startedThreads(): Worker[] {
  const threads: Worker[] = []
  const add = (worker: Worker) => void threads.push(worker)
  process.on('worker', add)
  opened.push({ close: async () => void process.off('worker', add) } as Storage)
  return threads
}

describe('sqliteStorage with a thread', () => {
  it('leaves this thread free while a batch is written', async () => {
    const storage = await open()
    let turns = 0
    const ticker = setInterval(() => turns++, 1)
    const records = Array.from({ length: 3_000 }, (_, at) => ({ id: `l${at}`, version: 1, title: `Lead ${at}` }))
    await storage.commit(NORTH, { put: records.map((record) => ({ object: 'lead', record })) })
    clearInterval(ticker)
    expect(turns).toBeGreaterThan(3)
    expect(await idsOf(storage, ['l2999'])).toEqual(['l2999'])
  })

  it('shares one group among commits of one turn, and rejects one that fails alone', async () => {
    const storage = await open()
    const before = await storage.commit(NORTH, put('a'))
    expect(before).toEqual({ seqs: [], numbers: [] })
    const refused = { expect: [{ object: 'lead', id: 'a', version: 9 }], ...put('b') }
    const results = await Promise.allSettled([
      storage.commit(NORTH, put('c')),
      storage.commit(NORTH, refused),
      storage.commit(NORTH, put('d')),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect((results[1] as PromiseRejectedResult).reason).toMatchObject({
      name: 'KithError',
      code: 'VERSION_CONFLICT',
      details: { object: 'lead', id: 'a' },
    })
    expect(await idsOf(storage, ['b', 'c', 'd'])).toEqual([undefined, 'c', 'd'])
  })

  it('ends what was sent before it is closed, and leaves one file', async () => {
    const storage = await open()
    const commits = Array.from({ length: 200 }, (_, at) => storage.commit(NORTH, put(`l${at}`)))
    await storage.close()
    await Promise.all(commits)
    expect(readdirSync(dirname(file))).toEqual(['crm.db'])
    expect(await idsOf(await open({ thread: false }), ['l0', 'l199'])).toEqual(['l0', 'l199'])
  })

  it('tells of its own commits, and of those of others', async () => {
    const storage = await open()
    const other = await open({ thread: false })
    const heard: string[] = []
    const south = new Promise<void>((done) => {
      const stop = storage.watch?.((tenant) => {
        heard.push(tenant)
        if (tenant !== 'south') return
        stop?.()
        done()
      })
    })
    await storage.commit(NORTH, { ...put('a'), changes: [change('a')] })
    await other.commit({ tenant: 'south' }, { ...put('b'), changes: [change('b')] })
    await south
    expect([...new Set(heard)]).toEqual(['north', 'south'])
  })

  it('upgrades the file when the model grows', async () => {
    const storage = await open()
    await fillOld(storage)
    await storage.open(grown)
    expect(await storage.plan?.(grown)).toEqual([])
    expect(await idsOf(storage, ['l0', 'l39'])).toEqual(['l0', 'l39'])
  })

  it('holds nothing of an erased person when the erasure is answered', async () => {
    const storage = await open()
    await storage.commit(NORTH, put('a', { title: 'Zebulonia Quux' }))
    expect(storedText(file)).toContain('zebulonia')
    await storage.commit(NORTH, { remove: [{ object: 'lead', id: 'a' }], eraseSubjects: ['lead:a'] })
    expect(storedText(file)).not.toContain('zebulonia')
  })

  it('keeps the locks of others of this process when it is closed', async () => {
    const other = await open({ thread: false })
    const storage = await open()
    await storage.commit(NORTH, { ...put('a'), eraseSubjects: ['lead:none'] })
    await storage.close()
    const script = `import { DatabaseSync } from 'node:sqlite'
      const db = new DatabaseSync(process.argv[1])
      db.exec('PRAGMA locking_mode = EXCLUSIVE')
      try { db.exec('BEGIN EXCLUSIVE'); console.log('free') } catch { console.log('locked') }`
    const { stdout } = spawnSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', script, file])
    expect(stdout.toString().trim()).toBe('locked')
    expect(await idsOf(other, ['a'])).toEqual(['a'])
  })

  it('refuses a file that a newer program wrote, as it does without', async () => {
    await (await open()).close()
    const db = new DatabaseSync(file)
    db.exec("UPDATE kith_meta SET value = '99' WHERE key = 'version'")
    db.close()
    await expect(open()).rejects.toMatchObject({ code: 'STORAGE_TOO_NEW', details: { found: 99, known: 3 } })
  })

  it('says that a commit may be there or not when its thread ends, and goes on with another one', async () => {
    const threads = startedThreads()
    const storage = await open()
    const heard: string[] = []
    storage.watch?.((tenant) => heard.push(tenant))
    const idempotency = { key: 'k', fingerprint: 'f', answer: 'there', now: '2026-03-01T09:00:00.000Z' }
    const batch = { idempotency, ...put('a'), claim: [{ space: 's', key: 'k', object: 'lead', id: 'a' }] }
    const other = new DatabaseSync(file)
    other.exec('BEGIN IMMEDIATE')
    const commit = storage.commit(NORTH, batch)
    const ended = threads[0]?.terminate()
    other.close()
    await Promise.all([expect(commit).rejects.toMatchObject({ code: 'STORAGE_UNSURE' }), ended])
    const again = await storage.commit(NORTH, batch)
    expect(again.replayed?.answer ?? 'there').toBe('there')
    expect(await idsOf(storage, ['a'])).toEqual(['a'])
    expect(threads).toHaveLength(2)
  })

  it('does not keep the process running while it has nothing to do', () => {
    const script = `import { sqliteStorage } from '${new URL('./index.ts', import.meta.url)}'
      import { leads, SCOPE } from '${new URL('./testing/writer.ts', import.meta.url)}'
      const storage = sqliteStorage({ file: ${JSON.stringify(file)}, thread: true })
      await storage.open(leads)
      await storage.commit(SCOPE, { put: [{ object: 'lead', record: { id: 'a', version: 1 } }] })
      console.log('stored')`
    const args = ['--no-warnings', '--conditions=kith-source', '--input-type=module', '-e', script]
    const { stdout, signal, status } = spawnSync(process.execPath, args, { timeout: 12_000 })
    expect({ said: stdout.toString(), signal, status }).toEqual({ said: 'stored\n', signal: null, status: 0 })
  })

  it(
    `loses nothing that it acknowledged, and leaves nothing half done, over ${KILLS} kills`,
    async ({ task }) => {
      const figures = await surviveKills(file, KILLS, 'thread')
      task.meta.report = {
        name: 'storage-thread',
        what: 'Kills (SIGKILL) of a process that writes to SQLite on a thread of its own at random moments; then compared with what it acknowledged.',
        n: KILLS,
        figures,
      }
    },
    killsMs(KILLS),
  )
})

describe('the driver of a thread', () => {
  it('must be named: a class is refused in a sentence', () => {
    const driver = () => undefined as never
    expect(() => sqliteStorage({ file, thread: true, driver })).toThrow(
      expect.objectContaining({ code: 'INVALID_DEFINITION', message: expect.stringContaining('Name the module') }),
    )
  })

  it('is asked for where it is not installed', async () => {
    await expect(open({ driver: 'no-such-library' })).rejects.toMatchObject({
      code: 'DEPENDENCY_MISSING',
      details: { package: 'no-such-library', option: 'driver' },
    })
  })

  it('opens the file on both threads', async ({ skip }) => {
    if (noLibrary) skip(noLibrary)
    const storage = await open({ driver: 'better-sqlite3' })
    await storage.commit(NORTH, put('a'))
    await storage.backup?.(`${file}.copy`)
    await storage.close()
    file = `${file}.copy`
    expect(await idsOf(await open({ thread: false, driver: betterSqlite3() }), ['a'])).toEqual(['a'])
  })

  it('may end the thread in the middle of a group: nothing of it is there', async ({ skip }) => {
    if (noLibrary) skip(noLibrary)
    const driver = new URL('./testing/dying-driver.ts', import.meta.url).href
    const storage = await open({ driver })
    await storage.commit(NORTH, put('before'))
    const ids = Array.from({ length: 40 }, (_, at) => `c${at}`)
    const deadly = { title: '(the thread ends here)' }
    const commits = ids.map((id) => storage.commit(NORTH, put(id, ...(id === 'c20' ? [deadly] : []))))
    const settled = await Promise.allSettled(commits)
    const refused = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    expect(settled[20]?.status).toBe('rejected')
    for (const reason of refused) expect(reason).toMatchObject({ code: 'STORAGE_UNSURE' })
    await storage.commit(NORTH, put('after'))
    const there = ids.map((id, at) => (settled[at]?.status === 'fulfilled' ? id : undefined))
    expect(await idsOf(storage, ['before', ...ids, 'after'])).toEqual(['before', ...there, 'after'])
  })
})

function change(id: string) {
  const actor = { kind: 'user', id: 'u' }
  const common = { at: '2026-03-01T09:00:00.000Z', actor, cause: 'test', correlation: id, configVersion: 0 }
  return { ...common, object: 'lead', id, subjects: [], before: null, after: { title: id }, salt: 'f'.repeat(32) }
}
