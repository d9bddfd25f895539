import type { Storage } from '@kith/core/storage'
import { type IndexedDbStorageOptions, storageIn } from './storage.ts'
import { LIMITS } from './store.ts'

export type { IndexedDbStorageOptions } from './storage.ts'

/**
 * Keeps everything in the browser, in one IndexedDB database: for pages that work without a server, or without a
 * connection. No package is needed. What `commit` has answered the browser has confirmed with durability `strict`; a
 * tab that is closed in the middle of a batch leaves nothing of it. Several tabs may use one database, also while the
 * model of one of them is newer.
 *
 * The browser may delete the data of a page when the disk runs short, unless it was asked for persistence
 * (`navigator.storage.persist()`); `inspect` says whether it was.
 *
 * `open` throws `STORAGE_UNAVAILABLE` where the browser stores nothing (some private windows, pages in a sandbox) and
 * `STORAGE_TOO_NEW` when a newer Kith wrote the database. A quota that is used up refuses commits with `STORAGE_FULL`.
 *
 * @example
 * const crm = await createCrm({ storage: indexedDbStorage({ name: 'crm' }) })
 */
export function indexedDbStorage(options: IndexedDbStorageOptions): Storage {
  return storageIn(options, LIMITS)
}
