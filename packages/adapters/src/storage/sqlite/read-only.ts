import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database, Driver } from './driver.ts'
import { cannotOpen } from './errors.ts'
import { refuseOtherLibrary } from './libraries.ts'

/**
 * Opens a file that is only read, also where nothing can be written. There SQLite itself refuses a file in WAL mode: it would
 * make a file beside it. Such a file is opened as one that nobody changes, or from a copy: where the library cannot say that, or
 * where the log ahead holds commits that are not in the file yet.
 */
export function openToRead(driver: Driver, file: string): Database {
  refuseOtherLibrary(file, driver.library)
  try {
    return reading(driver.open(file, { readOnly: true }))
  } catch (error) {
    if (!cannotOpen(error) || !existsSync(file)) throw error
    const isWhole = !existsSync(`${file}-wal`) || statSync(`${file}-wal`).size === 0
    return isWhole && driver.openUnchanged ? reading(driver.openUnchanged(file)) : openCopy(driver, file)
  }
}

/** Only at its first statement SQLite looks into a file. */
function reading(db: Database): Database {
  try {
    db.prepare('SELECT count(*) FROM sqlite_schema').get()
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** The copy has no name from the moment on when it is open, where the system allows that: it ends with the process. */
function openCopy(driver: Driver, file: string): Database {
  const folder = mkdtempSync(join(tmpdir(), 'kith-read-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    const copy = join(folder, 'crm.db')
    for (const beside of ['', '-wal']) if (existsSync(file + beside)) copyFileSync(file + beside, copy + beside)
    const db = reading(driver.open(copy, { readOnly: true }))
    const close = db.close.bind(db)
    db.close = () => {
      close()
      remove()
    }
    if (process.platform !== 'win32') remove()
    return db
  } catch (error) {
    remove()
    throw error
  }
}
