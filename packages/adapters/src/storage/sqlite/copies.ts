import { closeSync, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { backupFile } from './backup.ts'
import type { BetterSqlite3 } from './better-sqlite3.ts'
import { checkCopy } from './check-copy.ts'
import { type Database, type Driver, driverOf } from './driver.ts'
import { isBusy, unavailable } from './errors.ts'
import { refuseOtherLibrary } from './libraries.ts'

/**
 * Copies a store while it is in use: the copy is checked, on disk, and one file. What was acknowledged before the start is in it.
 *
 * @param to Appears whole or not at all; a file of this name is replaced.
 * @param options.driver As of `sqliteStorage`.
 * @throws KithError `STORAGE_UNAVAILABLE` when the copy cannot be made, or is damaged because the store is
 */
export async function makeBackup(
  from: string,
  to: string,
  options: { readonly driver?: BetterSqlite3 | undefined } = {},
): Promise<void> {
  const driver = driverOf(options.driver)
  mkdirSync(dirname(to), { recursive: true })
  const part = `${to}.part`
  remove(part)
  try {
    await backupFile(driver, from, part)
    await checkCopy(part, from, options.driver)
    putInPlace(part, to)
  } catch (error) {
    remove(part)
    throw unavailable(`no backup of ${from} was made (${(error as Error).message})`, error)
  }
}

/**
 * Puts a backup in the place of a store. It is checked first, on a copy beside the target; until then nothing is touched.
 *
 * @param from Not a file that this process has open: its locks would go (see `HeldFile`).
 * @param options.replace A store that is there is replaced; it must not be in use.
 * @param options.prepare Is given the copy before it takes its place.
 * @param options.driver As of `sqliteStorage`.
 * @throws KithError `STORAGE_UNAVAILABLE` when a store is there, or in use; `STORAGE_TOO_NEW`
 */
export async function restoreBackup(
  from: string,
  to: string,
  options: {
    readonly replace: boolean
    readonly prepare?: (file: string) => Promise<void>
    readonly driver?: BetterSqlite3 | undefined
  },
): Promise<void> {
  const driver = driverOf(options.driver)
  if (existsSync(to) && !options.replace)
    throw unavailable(`there is a store at ${to} already, and it was not to be replaced`)
  if (existsSync(to)) refuseInUse(driver, to)
  mkdirSync(dirname(to), { recursive: true })
  const part = `${to}.part`
  remove(part)
  try {
    copyFileSync(from, part)
    // A copy of a live store has its latest commits in the log beside it.
    if (existsSync(`${from}-wal`)) copyFileSync(`${from}-wal`, `${part}-wal`)
    await checkCopy(part, from, options.driver)
    await options.prepare?.(part)
    if (existsSync(to)) refuseInUse(driver, to)
    putInPlace(part, to)
  } catch (error) {
    remove(part)
    throw error
  }
}

/** A program that has a file in WAL mode open holds a lock on it for as long. A damaged file is in nobody's use. */
function refuseInUse(driver: Driver, file: string): void {
  refuseOtherLibrary(file, driver.library)
  let db: Database | undefined
  try {
    db = driver.open(file)
    db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT')
    rmSync(`${file}-shm`, { force: true }) // nobody shares it, and SQLite leaves it here
  } catch (error) {
    if (isBusy(error)) throw unavailable(`${file} is in use: stop the app first`, error)
  } finally {
    db?.close()
  }
}

/** On disk before it has its name; the log ahead of what was there must not be taken for the new file's. */
function putInPlace(part: string, to: string): void {
  sync(part)
  for (const beside of ['-wal', '-shm']) rmSync(`${to}${beside}`, { force: true })
  renameSync(part, to)
  for (const beside of ['-wal', '-shm']) rmSync(`${part}${beside}`, { force: true })
  if (process.platform !== 'win32') sync(dirname(to))
}

function sync(path: string): void {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

function remove(file: string): void {
  for (const beside of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${beside}`, { force: true })
}
