import { existsSync, statSync } from 'node:fs'
import { KithError } from '@kith/core/shared'
import type { Connection } from './connection.ts'
import { isBusy } from './errors.ts'
import { clearGaps, MOST_PAGES, pagesWithTraces } from './gaps.ts'
import type { HeldFile } from './held-file.ts'
import type { ObjectLayout } from './layout.ts'
import { replaceDeadSeparators } from './separators.ts'

/** Pages that are cleared while the file is locked: a few milliseconds. */
const AT_ONCE = 256
/** How often another process may come between before it is left to the next time. */
const MAX_ATTEMPTS = 10

export interface Uncleaned {
  readonly connection: Connection
  readonly file: HeldFile
  readonly path: string
  readonly layouts: readonly ObjectLayout[]
}

/**
 * Takes from a file what SQLite leaves in it of deleted rows: separators of the search index, copies in the gaps of pages,
 * and the write-ahead log. Reads the file once, whatever its size; each step takes a few milliseconds, and others may read
 * and write in between.
 *
 * @throws KithError `STORAGE_UNAVAILABLE` while something else reads or writes all the time
 */
export function* clean({ connection, file, path, layouts }: Uncleaned): Generator<void> {
  forgetSamples(connection)
  for (const layout of layouts) yield* replaceDeadSeparators(connection, layout)
  yield* untilDone(() => emptyWal(connection))
  const size = connection.sql('PRAGMA page_size').get()?.['page_size'] as number
  const pages = connection.sql('PRAGMA page_count').get()?.['page_count'] as number
  if (pages >= MOST_PAGES) throw new KithError('STORAGE_UNAVAILABLE', { reason: 'the file is too large to be cleaned' })
  const found: number[] = []
  for (const numbers of pagesWithTraces(file, size, pages)) {
    found.push(...numbers)
    yield
  }
  for (let at = 0; at < found.length; at += AT_ONCE)
    yield* untilDone(() => clearLocked({ connection, file, path }, size, found.slice(at, at + AT_ONCE)))
  yield* untilDone(() => emptyWal(connection))
}

/** Statistics of somebody who ran ANALYZE hold values. */
function forgetSamples({ db }: Connection): void {
  const hasSamples = "SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat4'"
  if (db.prepare(hasSamples).get()) db.exec('DELETE FROM sqlite_stat4')
}

/** Moves the write-ahead log into the file and cuts it to nothing. @returns false while somebody reads what is in it */
export function emptyWal(connection: Connection): boolean {
  return connection.sql('PRAGMA wal_checkpoint(TRUNCATE)').get()?.['busy'] === 0
}

/**
 * With the write lock taken and nothing in the write-ahead log, pages in the file are as everybody sees them, and nobody
 * writes any. Only bytes without meaning are overwritten, so that a crash in between leaves a whole file.
 *
 * @returns false when somebody came between
 */
function clearLocked(
  { connection, file, path }: Omit<Uncleaned, 'layouts'>,
  pageSize: number,
  numbers: readonly number[],
): boolean {
  const { db } = connection
  if (!emptyWal(connection)) return false
  forgetPages(connection)
  db.exec('BEGIN IMMEDIATE')
  try {
    if (existsSync(`${path}-wal`) && statSync(`${path}-wal`).size > 0) return false
    clearGaps(file, pageSize, numbers)
    tellOthers(connection)
    db.exec('COMMIT')
    return true
  } finally {
    if (db.inTransaction) db.exec('ROLLBACK')
    forgetPages(connection)
  }
}

/** Pages in memory still have in their gaps what was there, and would be written with it. */
function forgetPages(connection: Connection): void {
  connection.db.exec('PRAGMA shrink_memory')
}

/** A commit by which all other connections forget theirs; with it the file is synced when the write-ahead log is emptied. */
function tellOthers(connection: Connection): void {
  const count =
    "INSERT INTO kith_meta (key, value) VALUES ('cleaned', '1') ON CONFLICT (key) DO UPDATE SET value = value + 1"
  connection.sql(count).run()
}

function* untilDone(attempt: () => boolean): Generator<void> {
  for (let count = 0; count < MAX_ATTEMPTS; count++) {
    try {
      if (attempt()) return
    } catch (error) {
      if (!isBusy(error)) throw error
    }
    yield
  }
  throw new KithError('STORAGE_UNAVAILABLE', { reason: 'something else reads or writes it all the time' })
}
