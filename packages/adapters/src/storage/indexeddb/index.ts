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
 * (`navigator.storage.persist()`); `inspect` says whether it was. Chromium can also drop all data of a site after its
 * whole process crashed twice: it appends to a log that the first crash has torn, and deletes what it then takes for
 * damaged (about one crash of a hundred in `pnpm soak crashed-browsers`, while it writes without a pause). Where a
 * server can be reached, send it what must outlive the browser.
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
