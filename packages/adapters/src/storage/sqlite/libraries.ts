import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { KithError } from '@kith/core/shared'

interface Use {
  readonly library: string
  holders: number
}

/**
 * Which library has a file open in this process, by real path. Two copies of SQLite do not know of each other: when one closes
 * a file, the system takes away the locks of both (https://sqlite.org/howtocorrupt.html#multiple_copies_of_sqlite_linked_into_the_same_application).
 * It is one list for all copies of this package, because the process is one.
 */
const KEY = Symbol.for('kith.sqlite.libraries')
const everywhere = globalThis as { [KEY]?: Map<string, Use> }

function uses(): Map<string, Use> {
  everywhere[KEY] ??= new Map()
  return everywhere[KEY]
}

/**
 * To be asked before a file is opened: also one that is only opened and closed takes the other's locks away.
 *
 * @throws KithError `STORAGE_UNAVAILABLE` when another library has the file open in this process
 */
export function refuseOtherLibrary(file: string, library: string): void {
  const found = uses().get(realPath(file))?.library
  if (found === undefined || found === library) return
  const reason = `this process has ${file} open with ${found}, and would open it with ${library} too: then each takes away the locks of the other. Give every sqliteStorage of this file, and every command, the same \`driver\``
  throw new KithError('STORAGE_UNAVAILABLE', { reason })
}

/** The same, and keeps other libraries from the file. @returns how to let go of it once it is closed */
export function holdLibrary(file: string, library: string): () => void {
  refuseOtherLibrary(file, library)
  const path = realPath(file)
  const use = uses().get(path) ?? { library, holders: 0 }
  use.holders++
  uses().set(path, use)
  let held = true
  return () => {
    if (held && --use.holders === 0) uses().delete(path)
    held = false
  }
}

/** Also of a file that is to be made. */
function realPath(file: string): string {
  if (existsSync(file)) return realpathSync(file)
  const folder = dirname(resolve(file))
  return folder === resolve(file) ? folder : join(realPath(folder), basename(file))
}
