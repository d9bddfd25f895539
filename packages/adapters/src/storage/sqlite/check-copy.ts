import { once } from 'node:events'
import { KithError } from '@kith/core/shared'
import type { BetterSqlite3 } from './better-sqlite3.ts'
import { type Database, type Driver, driverOf } from './driver.ts'
import { unavailable } from './errors.ts'
import { errorOf, type PlainError, plainError } from './messages.ts'
import { readMeta } from './schema.ts'
import { STORE_VERSION } from './tables.ts'
import { canStartWorker, startWorker } from './worker-start.ts'

/** A copy that is checked, and what it is a copy of. */
export interface Copy {
  readonly file: string
  readonly origin: string
}

/**
 * That every page of a copy is as it should be, and that it is a store that this program knows. Leaves one file. Reads all of
 * it, on a thread of its own: of a large file it takes minutes. This thread is kept meanwhile where none can be started, or
 * where a class of better-sqlite3 was passed, which cannot be given to another thread.
 */
export async function checkCopy(file: string, origin: string, passed: BetterSqlite3 | undefined): Promise<void> {
  if (passed || !canStartWorker()) return checkStore(driverOf(passed), { file, origin })
  const worker = startWorker('kith-check', { kith: 'check', copy: { file, origin } satisfies Copy })
  const [found] = (await once(worker, 'message')) as [PlainError | null]
  await worker.terminate()
  if (found) throw errorOf(found)
}

/** What the thread answers: what is wrong with the copy. */
export function checked(copy: Copy): PlainError | null {
  try {
    checkStore(driverOf(undefined), copy)
    return null
  } catch (error) {
    return plainError(error)
  }
}

function checkStore(driver: Driver, { file, origin }: Copy): void {
  let db: Database | undefined
  try {
    db = driver.open(file)
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    const [first] = db.prepare('PRAGMA integrity_check(1)').all()
    if (first?.['integrity_check'] !== 'ok') throw unavailable(`${origin} is damaged: ${first?.['integrity_check']}`)
    const found = Number(readMeta(db, 'version') ?? 0)
    if (found === 0) throw unavailable(`${origin} is no store of Kith`)
    if (found > STORE_VERSION) throw new KithError('STORAGE_TOO_NEW', { found, known: STORE_VERSION })
  } catch (error) {
    throw error instanceof KithError ? error : unavailable(`${origin} is damaged: ${(error as Error).message}`, error)
  } finally {
    db?.close()
  }
}
