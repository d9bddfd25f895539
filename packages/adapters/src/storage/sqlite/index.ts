import { existsSync } from 'node:fs'
import { KithError } from '@kith/core/shared'
import type { Storage } from '@kith/core/storage'
import { aggregateRecords } from './aggregate.ts'
import { storedAnswer } from './answers.ts'
import { backupFile } from './backup.ts'
import type { BetterSqlite3 } from './better-sqlite3.ts'
import { applyBatch, claimHolder, type LogHeads } from './commit.ts'
import { driverOf } from './driver.ts'
import { dumpTenant, SnapshotReader } from './dump.ts'
import { guarded } from './errors.ts'
import { findRecords, getRecords } from './find.ts'
import { CommitGroup } from './group.ts'
import { inspectFile } from './inspect.ts'
import { hasDueJobs, leaseJobs, listJobs, tenantsWithDueJobs } from './jobs.ts'
import { loadPieces } from './load.ts'
import { logHead, readChanges } from './log.ts'
import { asksForBest, bestRecords } from './ranked.ts'
import { SqliteStore } from './store.ts'
import { modelLayout, planUpgrade } from './upgrade.ts'
import { Watchers } from './watch.ts'

export type { BetterSqlite3, BetterSqlite3Database, BetterSqlite3Statement } from './better-sqlite3.ts'

/** Where a {@link sqliteStorage} keeps its data. */
export interface SqliteStorageOptions {
  /** Path of the database file. It and its folder are made when they are missing; `-wal` and `-shm` lie beside it. */
  readonly file: string
  /** How long a commit waits for others to share its fsync. Default 0: those of the same turn of the event loop. */
  readonly groupCommitMs?: number
  /**
   * The library beneath: the class of better-sqlite3, or a function that opens a database as it does. Default: the SQLite that
   * Node brings (`node:sqlite`). Within a process a file must be opened by one library only, because two copies of SQLite do
   * not see each other's locks: pass better-sqlite3 where the app itself opens this file with it.
   */
  readonly driver?: BetterSqlite3
  /**
   * Only reads: a file on a disk that takes no writes, or one that another process writes. Commits are refused with
   * `STORAGE_UNAVAILABLE`, no job is leased, and a store that needs an upgrade is refused. On a disk that takes no writes
   * what a killed program left is read from a copy in the folder for temporary files; with better-sqlite3 every file is.
   * Default false.
   */
  readonly readOnly?: boolean
  /** Largest size of the file, in pages of 4,096 bytes; past it commits are refused with `STORAGE_FULL`. Default: the disk. */
  readonly maxPages?: number
  /**
   * `later`: for a new store that is filled at once, with millions of records. Indexes and totals are left out and made when
   * it is opened without this, which takes a fraction of the time; until then every answer is right, but many are slow.
   * Indexes that are there stay. Default `now`.
   */
  readonly indexes?: 'now' | 'later'
}

/** An open store with what waits for it. */
interface Open {
  readonly store: SqliteStore
  /** Dumps under way. */
  readonly readers: Set<SnapshotReader>
  readonly group: CommitGroup
  readonly watchers: Watchers
}

/**
 * Keeps everything in one SQLite file, with the SQLite that Node brings. What `commit` has answered is on disk: WAL with
 * `synchronous=FULL`, read back at open. Several processes may use one file. A commit with `eraseSubjects` is answered when
 * nothing of what it erased is left in the file; it reads the file once, in steps. Where somebody reads an old state all the
 * while, that is done at the next erasure or when the store is closed. For that, bytes without meaning are overwritten in the
 * file itself; where that is not safe (in a worker thread, with `auto_vacuum`, encrypted, 128 GB and more) a file of up to 32 MB
 * is written anew, and a larger one keeps copies of what was erased in gaps of its pages until you run VACUUM. One
 * descriptor of a file that was erased from stays open until the process ends, because closing it would take away locks.
 *
 * `open` throws `STORAGE_UNAVAILABLE` for a file that cannot be written (`readOnly` still serves its reads), `STORAGE_UNSAFE` when SQLite refuses the settings,
 * `STORAGE_TOO_NEW` when a newer Kith wrote it. A full disk refuses commits with `STORAGE_FULL` until there is space.
 *
 * @example
 * const crm = await createCrm({ storage: sqliteStorage({ file: 'data/crm.db' }) })
 */
export function sqliteStorage(options: SqliteStorageOptions): Storage {
  const driver = driverOf(options.driver)
  let open: Open | undefined
  const opened = (): Open => {
    if (!open) throw new KithError('STORAGE_UNAVAILABLE', { reason: 'it is not open' })
    return open
  }
  /** Reads run at once, between commits: one connection, so they see all that was acknowledged. */
  const read = async <Result>(run: (store: SqliteStore) => Result): Promise<Result> =>
    guarded(() => run(opened().store))
  const write = async <Result>(run: (store: SqliteStore, heads: LogHeads) => Result): Promise<Result> => {
    const { store, group } = opened()
    if (options.readOnly) throw new KithError('STORAGE_UNAVAILABLE', { reason: 'it was opened for reading only' })
    return group.add((heads) => run(store, heads))
  }

  return {
    name: 'sqlite',
    supports: { fullText: true, watch: true, backup: true },
    async open(model) {
      open?.group.flush()
      if (open) guarded(() => open?.store.use(model))
      else
        open = openStore(
          guarded(() => new SqliteStore({ ...options, driver }, model)),
          options.groupCommitMs ?? 0,
        )
    },
    get: (scope, object, ids) => read((store) => getRecords(store, scope.tenant, object, ids)),
    find: (scope, object, query) =>
      read((store) => (asksForBest(query) ? bestRecords : findRecords)(store, scope.tenant, object, query)),
    aggregate: (scope, object, query) => read((store) => aggregateRecords(store, scope.tenant, object, query)),
    holder: (scope, space, key) => read((store) => claimHolder(store, scope.tenant, space, key)),
    answer: (scope, key, now) => read((store) => storedAnswer(store.connection, scope.tenant, key, now)),
    async commit(scope, batch) {
      const { store } = opened()
      const erases = Boolean(batch.eraseSubjects?.length)
      const result = await write((_, heads) => {
        if (erases) store.hasErased()
        return applyBatch(store, heads, scope.tenant, batch)
      })
      if (!result.replayed) open?.watchers.tell(scope.tenant)
      if (erases && open?.store === store) await store.cleanUp()
      return result
    },
    changes: (scope, query) => read((store) => readChanges(store.connection, scope.tenant, query)),
    head: (scope) => read((store) => logHead(store.connection, scope.tenant).seq),
    async claimJobs(scope, claim) {
      const due = await read((store) => hasDueJobs(store.connection, scope.tenant, claim.now))
      return due && !options.readOnly ? write((store) => leaseJobs(store.connection, scope.tenant, claim)) : []
    },
    jobs: (scope, query) => read((store) => listJobs(store.connection, scope.tenant, query)),
    tenants: ({ dueAt } = {}) =>
      read((store) => (dueAt === undefined ? store.tenants() : tenantsWithDueJobs(store.connection, dueAt))),
    async *dump({ tenant }) {
      const { store, readers } = opened()
      const reader = guarded(() => new SnapshotReader(driver, options.file))
      readers.add(reader)
      try {
        const chunks = dumpTenant(reader, store.layouts(), tenant)
        for (;;) {
          opened()
          const next = guarded(() => chunks.next())
          if (next.done) return
          yield next.value
        }
      } finally {
        readers.delete(reader)
        reader.close()
        // While somebody read, nothing could be cut from the write-ahead log: also not what was erased meanwhile.
        if (open?.store === store && readers.size === 0) {
          store.emptyWal()
          await store.settle()
        }
      }
    },
    async load({ tenant }, pieces) {
      await write((store, heads) => loadPieces(store, heads, tenant, pieces))
      open?.watchers.tell(tenant)
    },
    plan: async (model) =>
      guarded(() => planUpgrade(driver, existsSync(options.file) ? options.file : undefined, modelLayout(model))),
    inspect: async () => inspectFile(driver, options.file, open?.store.layouts()),
    watch: (listener) => opened().watchers.add(listener),
    async backup(file) {
      const { store } = opened()
      await backupFile(driver, options.file, file)
      // A copy reads the state at its start, and so keeps what was erased meanwhile.
      if (open?.store === store) await store.settle()
    },
    async close() {
      const closing = open
      open = undefined
      if (closing) await closeStore(closing)
    },
  }
}

function openStore(store: SqliteStore, delayMs: number): Open {
  return { store, readers: new Set(), group: new CommitGroup(store, delayMs), watchers: new Watchers(store) }
}

async function closeStore({ store, readers, group, watchers }: Open): Promise<void> {
  watchers.stop()
  for (const reader of readers) reader.close()
  group.flush()
  group.stop()
  await store.settle()
  store.close()
}
