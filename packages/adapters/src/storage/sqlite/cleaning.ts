import { statSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { KithError } from '@kith/core/shared'
import type { Connection } from './connection.ts'
import { isBusy } from './errors.ts'
import { clearGaps, isPlain, pagesWithTraces } from './gaps.ts'
import type { HeldFile } from './held-file.ts'
import type { ObjectLayout } from './layout.ts'
import { FIRST, replaceDeadSeparators, type Separator } from './separators.ts'

/** Pages that are cleared while the file is locked: a few milliseconds. */
const AT_ONCE = 256
/** How often another process may come between before it is left to the next time. */
const MAX_ATTEMPTS = 10
/** Written anew in a fraction of a second. */
const MAX_REWRITTEN_BYTES = 32 * 1024 * 1024

export interface Uncleaned {
  readonly connection: Connection
  readonly file: HeldFile
  readonly path: string
  readonly layouts: readonly ObjectLayout[]
}

/**
 * Takes from a file what SQLite leaves in it of deleted rows: separators of the search index, copies in the gaps of pages,
 * and the write-ahead log. Reads the file once, whatever its size, outside of the event loop; each step takes a few
 * milliseconds, and others may read and write in between.
 *
 * Where the bytes of the file are not to be touched (see `isPlain` and `HeldFile`) a small file is written anew by
 * SQLite instead, and a large one keeps what is in its gaps until somebody runs VACUUM.
 *
 * @throws KithError `STORAGE_UNAVAILABLE` while something else reads or writes all the time
 */
export async function clean(uncleaned: Uncleaned): Promise<void> {
  const { connection, file, layouts } = uncleaned
  await untilDone(() => forgetSamples(connection))
  for (const layout of layouts) await cleanSearch(connection, layout)
  await untilDone(() => emptyWal(connection))
  const [size, pages] = [numberOf(connection, 'page_size'), numberOf(connection, 'page_count')]
  if (file.isPossible && isPlain(file, size)) {
    const found = await pagesWithTraces(file, size, pages)
    // Also where there are none: a commit makes sure that the log ahead, which was cut, is not as it was after a power cut.
    for (let at = 0; at === 0 || at < found.length; at += AT_ONCE)
      await untilDone(() => clearLocked(uncleaned, size, found.slice(at, at + AT_ONCE)))
  } else if (size * pages <= MAX_REWRITTEN_BYTES) await untilDone(() => connection.db.exec('VACUUM'))
  await untilDone(() => emptyWal(connection))
}

function numberOf(connection: Connection, pragma: 'page_size' | 'page_count'): number {
  return connection.sql(`PRAGMA ${pragma}`).get()?.[pragma] as number
}

/** Statistics of somebody who ran ANALYZE hold values. */
function forgetSamples({ db }: Connection): void {
  const hasSamples = "SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat4'"
  if (db.prepare(hasSamples).get()) db.exec('DELETE FROM sqlite_stat4')
}

async function cleanSearch(connection: Connection, layout: ObjectLayout): Promise<void> {
  let next: Separator | undefined = FIRST
  while (next) {
    const from: Separator = next
    await untilDone(() => {
      next = replaceDeadSeparators(connection, layout, from)
    })
    await nextTurn()
  }
}

/** Moves the write-ahead log into the file and cuts it to nothing. @returns false while somebody reads what is in it */
export function emptyWal(connection: Connection): boolean {
  return connection.sql('PRAGMA wal_checkpoint(TRUNCATE)').get()?.['busy'] === 0
}

/**
 * With the write lock taken and nothing in the write-ahead log, pages in the file are as everybody sees them, and nobody
 * writes any: commits need the lock, checkpoints have nothing to move. Only bytes without meaning are overwritten, so that a
 * crash in between leaves a whole file; that writing them touches no others is what SQLite itself asks of a disk
 * (https://sqlite.org/psow.html).
 *
 * @returns false when somebody came between
 */
function clearLocked({ connection, file, path }: Uncleaned, pageSize: number, numbers: readonly number[]): boolean {
  const { db } = connection
  if (!emptyWal(connection)) return false
  forgetPages(connection)
  db.exec('BEGIN IMMEDIATE')
  try {
    const isEmpty = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size === 0
    if (!isEmpty || !file.isInPlace() || !isPlain(file, pageSize)) return false
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

/** @param attempt Returns false where it is to be tried again. */
async function untilDone(attempt: () => unknown): Promise<void> {
  for (let count = 0; count < MAX_ATTEMPTS; count++) {
    try {
      if (attempt() !== false) return
    } catch (error) {
      if (!isBusy(error instanceof KithError ? error.cause : error)) throw error
    }
    await nextTurn()
  }
  throw new KithError('STORAGE_UNAVAILABLE', { reason: 'something else reads or writes it all the time' })
}
