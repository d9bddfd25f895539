import { closeSync, copyFileSync, existsSync, fsyncSync, mkdtempSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sqliteStorage } from '@kith/adapters/storage/sqlite'
import { seedDemo } from './seed.ts'

/** A folder in memory, where 18 months of commits do not wait for a disk. */
const MEMORY = '/dev/shm'

/**
 * Makes the demo's database: first beside, then moved into place in one step, so that a start that is interrupted leaves
 * nothing half made.
 */
export async function makeDatabase(file: string, say: (line: string) => void): Promise<void> {
  const places = [MEMORY, dirname(file)].filter(existsSync)
  for (const [index, place] of places.entries()) {
    const draft = mkdtempSync(join(place, 'kith-demo-'))
    try {
      const made = join(draft, 'kith.db')
      await seedDemo({ storage: sqliteStorage({ file: made }), say })
      moveInto(made, file)
      return
    } catch (error) {
      if (index === places.length - 1) throw error
    } finally {
      rmSync(draft, { recursive: true, force: true })
    }
  }
}

function moveInto(made: string, file: string): void {
  const beside = `${file}.new`
  copyFileSync(made, beside)
  const handle = openSync(beside, 'r+')
  fsyncSync(handle)
  closeSync(handle)
  renameSync(beside, file)
}
