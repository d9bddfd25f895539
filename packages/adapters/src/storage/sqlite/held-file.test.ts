import { copyFileSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
import type { Storage } from '@kith/core/storage'
import { afterAll, describe, expect, it } from 'vitest'
import { HeldFile } from './held-file.ts'
import { sqliteStorage } from './index.ts'
import { canBeTaken } from './testing/locks.fixture.ts'
import { leads, SCOPE } from './testing/writer.ts'

const temporary = mkdtempSync(join(tmpdir(), 'kith-held-'))
afterAll(() => rmSync(temporary, { recursive: true, force: true }))

let files = 0

async function opened(
  file = join(temporary, `${++files}.db`),
): Promise<{ readonly file: string; readonly storage: Storage }> {
  const storage = sqliteStorage({ file })
  await storage.open(leads)
  await storage.commit(SCOPE, { put: [{ object: 'lead', record: { id: 'l1', version: 1, title: 'One' } }] })
  return { file, storage }
}

const erase = (storage: Storage) =>
  storage.commit(SCOPE, { remove: [{ object: 'lead', id: 'l1' }], eraseSubjects: ['lead:l1'] })

/** A connection of the app itself, which reads, and then has a lock for as long as it is open. */
function ownConnection(file: string): DatabaseSync {
  const own = new DatabaseSync(file)
  own.prepare('SELECT count(*) FROM o_lead').get()
  return own
}

/** @see https://sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_ */
describe('locks of a process on a database file', () => {
  it('stay after an erasure, an inspection, a dump and a backup', async () => {
    const { file, storage } = await opened()
    await erase(storage)
    await storage.inspect?.()
    for await (const _ of storage.dump(SCOPE));
    await storage.backup?.(`${file}.copy`)
    expect(canBeTaken(file)).toBe(false)
    await storage.close()
    expect(canBeTaken(file)).toBe(true)
  })

  it('stay when another store of the file is closed after an erasure', async () => {
    const { file, storage } = await opened()
    const { storage: other } = await opened(file)
    await erase(other)
    await other.close()
    expect(canBeTaken(file)).toBe(false)
    await storage.close()
  })

  it('stay with a connection of the app when the store is closed', async () => {
    const { file, storage } = await opened()
    const own = ownConnection(file)
    await erase(storage)
    await storage.close()
    expect(canBeTaken(file)).toBe(false)
    own.close()
  })

  it('stay with a connection of the app when a file in another mode is inspected', async () => {
    const { file, storage } = await opened()
    await storage.close()
    const own = new DatabaseSync(file)
    own.exec('PRAGMA journal_mode = DELETE; BEGIN; SELECT count(*) FROM o_lead')
    expect((await sqliteStorage({ file }).inspect?.())?.map(({ code }) => code)).toContain('DURABILITY')
    expect(canBeTaken(file)).toBe(false)
    own.close()
  })

  it('stay when a thread that erased has ended', async () => {
    const { file, storage } = await opened()
    const thread = new Worker(new URL('./testing/erasing-thread.ts', import.meta.url), {
      execArgv: ['--conditions=kith-source', '--no-warnings'],
      workerData: file,
    })
    const ended = await new Promise((resolve, reject) => thread.on('exit', resolve).on('error', reject))
    expect(ended).toBe(0)
    expect(await storage.get(SCOPE, 'lead', ['l1'])).toEqual([undefined])
    expect(canBeTaken(file)).toBe(false)
    await storage.close()
  })
})

describe('a held file', () => {
  it('is not another one that was put in its place', async () => {
    const { file, storage } = await opened()
    await storage.close()
    const held = new HeldFile(file)
    copyFileSync(file, `${file}.copy`)
    renameSync(`${file}.copy`, file)
    expect(held.isInPlace()).toBe(false)
    expect(() => held.read(Buffer.alloc(1), 0)).toThrow(expect.objectContaining({ code: 'STORAGE_UNAVAILABLE' }))
    held.release()
  })
})
