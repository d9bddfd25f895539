import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { KithError } from '@kith/core/shared'
import type { Model, Storage } from '@kith/core/storage'
import { aggregateRecords } from './aggregate.ts'
import { storedAnswer } from './answers.ts'
import type { BetterSqlite3 } from './better-sqlite3.ts'
import { claimHolder } from './commit.ts'
import { type Driver, driverOf, loadDriver } from './driver.ts'
import { dumpTenant, SnapshotReader } from './dump.ts'
import { guarded } from './errors.ts'
import { findRecords, getRecords } from './find.ts'
import { inspectFile } from './inspect.ts'
import { hasDueJobs, listJobs, tenantsWithDueJobs } from './jobs.ts'
import { logHead, readChanges } from './log.ts'
import { asksForBest, bestRecords } from './ranked.ts'
import { SqliteStore } from './store.ts'
import { WriterThread } from './thread.ts'
import { modelLayout, planUpgrade } from './upgrade.ts'
import { Writer, type Writing } from './writer.ts'

export type { BetterSqlite3, BetterSqlite3Database, BetterSqlite3Statement } from './better-sqlite3.ts'

/** Where a {@link sqliteStorage} keeps its data. */
export interface SqliteStorageOptions {
  /** Path of the database file. It and its folder are made when they are missing; `-wal` and `-shm` lie beside it. */
  readonly file: string
  /** How long a commit waits for others to share its fsync. Default 0: those of the same turn of the event loop. */
  readonly groupCommitMs?: number
  /**
   * The library beneath: the class of better-sqlite3, or a function that opens a database as it does, or the name or URL of a
   * module whose default export that is (`'better-sqlite3'`; loaded by `open`). Default: the SQLite that Node brings
   * (`node:sqlite`). Within a process a file must be opened by one library only, because two copies of SQLite take away
   * each other's locks: two storages of one file with different libraries are refused with `STORAGE_UNAVAILABLE`, and where
   * the app itself opens this file with better-sqlite3 you must pass that here, for nobody can see it.
   */
  readonly driver?: BetterSqlite3 | string
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
  /**
   * Everything is written by a thread of its own (`node:worker_threads`), so that this one answers while a bulk import, an
   * upgrade or a cleaning behind an erasure goes on. Reads stay on this thread and see each commit that was acknowledged. A
   * commit takes the way there and back longer (well under a millisecond), and the file is opened twice. For processes that
   * answer people while much is written; a command or an import by itself is quicker without. A `driver` must be named, not
   * passed. Where the thread ends, commits under way are refused with `STORAGE_UNSURE` and the next one starts another
   * thread. Default false.
   */
  readonly thread?: boolean
}

/** An open store. */
interface Open {
  /** What reads go to: with a thread that writes, a connection of its own. */
  readonly store: SqliteStore
  readonly writer: Writing
  /** Dumps under way. */
  readonly readers: Set<SnapshotReader>
}

/**
 * Keeps everything in one SQLite file, with the SQLite that Node brings. What `commit` has answered is on disk: WAL with
 * `synchronous=FULL`, read back at open. Several processes may use one file.
 *
 * A commit with `eraseSubjects` is answered when nothing of what it erased is left in the file; it reads the file once, in
 * steps. Where somebody reads an old state all the while, that is done at the next erasure or when the store is closed. For
 * that, bytes without meaning are overwritten in the file itself. Where that is not safe (in a worker thread of the app, with
 * `auto_vacuum`, encrypted, 128 GB and more) a file of up to 32 MB is written anew, and a larger one keeps copies of what was
 * erased in gaps of its pages until you run VACUUM. One descriptor of a file that was erased from stays open until the
 * process ends, because closing it would take away locks.
 *
 * `open` throws `STORAGE_UNAVAILABLE` for a file that cannot be written (`readOnly` still serves its reads),
 * `STORAGE_UNSAFE` when SQLite refuses the settings, `STORAGE_TOO_NEW` when a newer Kith wrote it. A full disk refuses
 * commits with `STORAGE_FULL` until there is space.
 *
 * @example
 * const crm = await createCrm({ storage: sqliteStorage({ file: 'data/crm.db' }) })
 */
export function sqliteStorage(options: SqliteStorageOptions): Storage {
  if (typeof options.file !== 'string' || options.file === '')
    throw new KithError('INVALID_DEFINITION', { path: '/file', reason: 'name the file of the database' })
  const loadsDriver = driverLoader(options)
  let open: Open | undefined
  let opening: Promise<unknown> = Promise.resolve()
  const opened = (): Open => {
    if (!open) throw new KithError('STORAGE_UNAVAILABLE', { reason: 'it is not open' })
    return open
  }
  /** Reads run at once, between commits, and see all that was acknowledged. */
  const read = async <Result>(run: (store: SqliteStore) => Result): Promise<Result> => {
    const { store } = opened()
    return guarded(() => store.read(run))
  }
  const write = (): Writing => {
    const { writer } = opened()
    if (options.readOnly) throw new KithError('STORAGE_UNAVAILABLE', { reason: 'it was opened for reading only' })
    return writer
  }
  /** The writer's own promise: an async function around it would take turns of its own. */
  const writing = <Result>(run: (writer: Writing) => Promise<Result>): Promise<Result> => {
    try {
      return run(write())
    } catch (error) {
      return Promise.reject(error)
    }
  }
  const use = async (model: Model): Promise<void> => {
    if (!open) {
      open = await openStore(options, await loadsDriver(), model)
      return
    }
    const { store, writer } = open
    await writer.use(model)
    if (!(writer instanceof Writer)) guarded(() => store.use(model))
  }

  return {
    name: 'sqlite',
    supports: { fullText: true, watch: true, backup: true },
    open(model) {
      const run = opening.then(() => use(model))
      opening = run.catch(() => undefined)
      return run
    },
    get: (scope, object, ids) => read((store) => getRecords(store, scope.tenant, object, ids)),
    find: (scope, object, query) =>
      read((store) => (asksForBest(query) ? bestRecords : findRecords)(store, scope.tenant, object, query)),
    aggregate: (scope, object, query) => read((store) => aggregateRecords(store, scope.tenant, object, query)),
    holder: (scope, space, key) => read((store) => claimHolder(store, scope.tenant, space, key)),
    answer: (scope, key, now) => read((store) => storedAnswer(store.connection, scope.tenant, key, now)),
    commit: ({ tenant }, batch) => writing((writer) => writer.commit(tenant, batch)),
    changes: (scope, query) => read((store) => readChanges(store.connection, scope.tenant, query)),
    head: (scope) => read((store) => logHead(store.connection, scope.tenant).seq),
    async claimJobs({ tenant }, lease) {
      const due = await read((store) => hasDueJobs(store.connection, tenant, lease.now))
      return due && !options.readOnly ? write().lease(tenant, lease) : []
    },
    jobs: (scope, query) => read((store) => listJobs(store.connection, scope.tenant, query)),
    tenants: ({ dueAt } = {}) =>
      read((store) => (dueAt === undefined ? store.tenants() : tenantsWithDueJobs(store.connection, dueAt))),
    async *dump({ tenant }) {
      const { store, writer, readers } = opened()
      const driver = await loadsDriver()
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
        if (open?.writer === writer && readers.size === 0) await writer.tidy()
      }
    },
    load: async ({ tenant }, pieces) => write().load(tenant, pieces),
    async plan(model) {
      const driver = await loadsDriver()
      const { file, indexes = 'now' } = options
      return guarded(() => planUpgrade(driver, existsSync(file) ? file : undefined, modelLayout(model), indexes))
    },
    inspect: async () => inspectFile(await loadsDriver(), options.file, open?.store.layouts()),
    watch: (listener) => opened().writer.watch(listener),
    backup: async (file) => opened().writer.backup(file),
    async close() {
      if (!open) await opening
      const closing = open
      open = undefined
      if (closing) await closeStore(closing)
    },
  }
}

/** @throws KithError `INVALID_DEFINITION` for a driver that cannot be used, or not by another thread */
function driverLoader({ driver, thread, readOnly }: SqliteStorageOptions): () => Promise<Driver> {
  if (thread && !readOnly && typeof driver === 'function') {
    const reason =
      "a class or function cannot be given to another thread. Name the module that exports it by default: `driver: 'better-sqlite3'`"
    throw new KithError('INVALID_DEFINITION', { path: 'driver', reason })
  }
  if (typeof driver !== 'string') driverOf(driver)
  let loaded: Promise<Driver> | undefined
  return () => (loaded ??= loadDriver(driver))
}

async function openStore(options: SqliteStorageOptions, driver: Driver, model: Model): Promise<Open> {
  const readers = new Set<SnapshotReader>()
  if (options.thread && !options.readOnly) return { ...(await openThread(options, driver, model)), readers }
  const writer = new Writer({ ...options, driver }, model)
  return { store: writer.store, writer, readers }
}

/** The thread comes first: it makes the file, and brings it up to date. */
async function openThread(
  { file, groupCommitMs = 0, maxPages, indexes = 'now', driver: module }: SqliteStorageOptions,
  driver: Driver,
  model: Model,
): Promise<Pick<Open, 'store' | 'writer'>> {
  const own = { ...(typeof module === 'string' && { driver: module }), ...(maxPages !== undefined && { maxPages }) }
  const writer = new WriterThread({ file: resolve(file), groupCommitMs, indexes, ...own })
  try {
    await writer.use(model)
    const store = guarded(() => new SqliteStore({ file, driver, indexes, beside: true }, model))
    writer.hold(store.path)
    return { store, writer }
  } catch (error) {
    await writer.close()
    throw error
  }
}

async function closeStore({ store, writer, readers }: Open): Promise<void> {
  for (const reader of readers) reader.close()
  await writer.close(() => {
    if (!(writer instanceof Writer)) store.close()
  })
}
