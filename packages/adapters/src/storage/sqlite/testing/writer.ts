// Commits without end and prints each id once it is acknowledged; the durability test kills it.
import { writeSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { DatabaseSync } from 'node:sqlite'
import { createModel, defineObject, text } from '@kith/core'
import type { Storage } from '@kith/core/storage'
import { sqliteStorage } from '../index.ts'
import { betterSqlite3 } from './better-sqlite3.fixture.ts'

export const leads = createModel([
  defineObject({ name: 'lead', label: 'Lead', title: 'title', fields: { title: text({ indexed: true }) } }),
])

export const SCOPE = { tenant: 'north' }
const CALLERS = 16
/** Persons that come and go with one commit. */
const VISITORS = 10
/** What their ids have, and no other. */
export const VISITOR = '-visitor-'
const NOW = '2026-03-01T09:00:00.000Z'

/** A storage that says it is done before it is: what the test must find out. */
function acknowledgesTooEarly(storage: Storage): Storage {
  return {
    ...storage,
    commit: async (scope, batch) => {
      setTimeout(() => void storage.commit(scope, batch).catch(() => undefined), 40)
      return { seqs: [], numbers: [] }
    },
  }
}

/**
 * Has SQLite sync when it moves its log into the file, and not at each commit: what only a power cut finds out. The log is
 * not moved, as what was committed before a move is on the disk, and it happens at times that nobody here can tell.
 */
function syncsTooSeldom(): void {
  const { prepare } = DatabaseSync.prototype
  DatabaseSync.prototype.prepare = function (sql, ...more) {
    if (sql.startsWith('BEGIN')) this.exec('PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0')
    return prepare.call(this, sql, ...more)
  }
}

/** Has persons come and go beside each commit, so that the file is cleaned all the time. */
function erases(storage: Storage, start: string): Storage {
  let next = 0
  return {
    ...storage,
    commit: async (scope, batch) => {
      const ids = Array.from({ length: VISITORS }, () => `${start}${VISITOR}${(next++ * 7_919) % 100_003}`)
      const put = ids.map((id) => ({ object: 'lead', record: { id, version: 1, title: `${id} came and goes` } }))
      await storage.commit(scope, { put })
      const remove = ids.map((id) => ({ object: 'lead', id }))
      return storage.commit(scope, { ...batch, remove, eraseSubjects: ids.map((id) => `lead:${id}`) })
    },
  }
}

/**
 * `better-sqlite3` writes through that library, `erasing` erases others with each commit, `thread` writes on another thread;
 * `early` and `normal` are broken on purpose.
 */
export type WriterMode = 'real' | 'erasing' | 'better-sqlite3' | 'thread' | 'early' | 'normal'

/** Says that it is acknowledged. Where commits are fast the pipe is full at times, until the test has read on. */
async function tell(id: string): Promise<void> {
  for (;;) {
    try {
      writeSync(1, `${id}\n`)
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
      await new Promise((done) => setTimeout(done, 1))
    }
  }
}

async function write(file: string, start: string, mode: WriterMode): Promise<void> {
  if (mode === 'normal') syncsTooSeldom()
  const driver = mode === 'better-sqlite3' ? { driver: betterSqlite3() } : {}
  const real = sqliteStorage({ file, ...driver, thread: mode === 'thread' })
  await real.open(leads)
  const early = mode === 'early'
  const wrap: Partial<Record<WriterMode, (storage: Storage) => Storage>> = {
    early: acknowledgesTooEarly,
    erasing: (storage) => erases(storage, start),
  }
  const storage = wrap[mode]?.(real) ?? real
  let next = 0
  const caller = async () => {
    for (;;) {
      const id = `${start}-${next++}`
      await storage.commit(SCOPE, {
        put: [{ object: 'lead', record: { id, version: 1, title: `Lead ${id}`, createdAt: NOW } }],
        claim: [{ space: 'lead.key', key: id, object: 'lead', id }],
        changes: [
          {
            at: NOW,
            actor: { kind: 'visitor', id: 'v' },
            cause: 'capture',
            correlation: id,
            configVersion: 0,
            object: 'lead',
            id,
            subjects: [`lead:${id}`],
            before: null,
            after: { title: `Lead ${id}` },
            salt: '0'.repeat(32),
          },
        ],
      })
      await tell(id)
      if (early) await new Promise((done) => setTimeout(done, 1))
    }
  }
  await Promise.all(Array.from({ length: CALLERS }, caller))
}

if (import.meta.main) {
  flushCompileCache() // who is killed leaves nothing there otherwise for the next one
  const [file, start, mode] = process.argv.slice(2) as [string, string, WriterMode]
  await write(file, start, mode)
}
