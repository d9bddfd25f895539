import { join } from 'node:path'
import type { Storage } from '@kith/core/storage'
import { sqliteStorage } from '../sqlite/index.ts'

/** A storage of this package that long runs take on, one after the other. */
export interface AdapterUnderTest {
  readonly name: string
  /** Makes an empty storage that keeps what it has under this folder. */
  readonly open: (folder: string) => Storage | Promise<Storage>
}

/** Those that run in Node. What runs in a browser has its own long run beside its tests. */
export const adapters: readonly AdapterUnderTest[] = [
  { name: 'sqlite', open: (folder) => sqliteStorage({ file: join(folder, 'crm.db') }) },
]
