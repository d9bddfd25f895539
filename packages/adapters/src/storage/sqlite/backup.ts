import type { Driver } from './driver.ts'
import { openToRead } from './read-only.ts'

/**
 * Copies a database while others write. A connection of its own holds one moment of the file for as long as the copy takes:
 * what is committed between two of its steps does not make it begin again.
 */
export async function backupFile(driver: Driver, from: string, to: string): Promise<void> {
  const source = openToRead(driver, from)
  try {
    source.exec('BEGIN')
    source.prepare('SELECT count(*) FROM sqlite_schema').get()
    await source.backup(to)
  } finally {
    source.close()
  }
}
