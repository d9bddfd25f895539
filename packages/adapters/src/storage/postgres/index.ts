import { KithError } from '@kith/core/shared'
import type { Model, SchemaStep, Storage } from '@kith/core/storage'
import { aggregateRecords } from './aggregate.ts'
import { storedAnswer } from './answers.ts'
import { claimHolder } from './claims.ts'
import { applyBatch } from './commit.ts'
import { Database } from './database.ts'
import { dumpTenant } from './dump.ts'
import { findRecords, getRecords } from './find.ts'
import { inspectStore } from './inspect.ts'
import { hasDueJobs, leaseJobs, listJobs, tenantsWithDueJobs } from './jobs.ts'
import { loadPieces } from './load.ts'
import { logHead, readChanges } from './log.ts'
import type { PostgresPool } from './pool.ts'
import { asksForBest, bestRecords } from './ranked.ts'
import { Sealer } from './sealer.ts'
import type { Session } from './session.ts'
import { gatherStatistics } from './statistics.ts'
import { PostgresStore } from './store.ts'
import { planned, upgradeStore } from './upgrade.ts'
import { Watchers } from './watch.ts'

export { distributeCitus } from './citus.ts'
export type { PostgresClient, PostgresPool } from './pool.ts'

/** Where a {@link postgresStorage} keeps its data. */
export interface PostgresStorageOptions {
  /**
   * A `Pool` of `pg`, yours to make and to end. Tables are made in the schema that comes first in its `search_path`. It
   * needs at least two connections; one of them listens while somebody watches.
   */
  readonly pool: PostgresPool
  /**
   * Lets PostgreSQL itself keep tenants apart, as a second lock: every statement runs in a transaction that has said whose
   * rows it may see. The role of the pool must be no superuser and have no BYPASSRLS. Once on, it stays on. Its cost, as
   * measured in three runs: commits at 0.7 to 1.0 of the speed, reads of one record, each of them a transaction of its
   * own, at 0.2 to 0.5 (`reports/writers-postgres.json` has the last). Default false.
   */
  readonly rowLevelSecurity?: boolean
  /**
   * Whether the statements of every read and commit are prepared on each connection, and one connection listens while
   * somebody watches. `false` where a pooler lends connections for one transaction (PgBouncer with `pool_mode =
   * transaction`, and what cloud providers put before their servers): then what other processes commit is heard of within
   * half a second, by asking. Default true.
   */
  readonly prepare?: boolean
  /**
   * `later`: for a new store that is filled at once, with millions of records. Indexes and totals are left out and made when
   * it is opened without this, which takes a fraction of the time; until then every answer is right, but many are slow.
   * Indexes that are there stay. Default `now`.
   */
  readonly indexes?: 'now' | 'later'
}

/** An open store with what works for it. */
interface Open {
  readonly store: PostgresStore
  readonly sealer: Sealer
  readonly watchers: Watchers
}

/**
 * Keeps everything in PostgreSQL, through the host's pool; run on PostgreSQL 18. Several processes may use one database. What
 * `commit` has answered is as durable as the server is set: see `inspect`.
 *
 * A commit answers before its changes have their place in the log, which comes some 20 ms later; who reads the log of
 * this storage sees all that it has acknowledged. Batches that others stand in the way of are done again by themselves.
 *
 * Throws `STORAGE_UNAVAILABLE` when the server cannot be reached or breaks off, `STORAGE_UNSURE` when a commit was sent
 * and nobody can say what became of it (the same idempotency key tells), `STORAGE_TOO_NEW` when a newer Kith wrote there.
 *
 * @example
 * const pool = new Pool({ connectionString: process.env.DATABASE_URL })
 * const crm = await createCrm({ storage: postgresStorage({ pool }) })
 */
export function postgresStorage(options: PostgresStorageOptions): Storage {
  const { pool, rowLevelSecurity = false, prepare = true, indexes = 'now' } = options
  const database = new Database(pool, { prepare, rowSecurity: rowLevelSecurity })
  let open: Open | undefined
  let loaded = false
  const opened = (): Open => {
    if (!open) throw new KithError('STORAGE_UNAVAILABLE', { reason: 'it is not open' })
    return open
  }
  const busy = new Set<Promise<unknown>>()
  /** Closing waits for what writes. */
  const write = async <Result>(run: (open: Open) => Promise<Result>): Promise<Result> => {
    const running = run(opened())
    busy.add(running)
    try {
      return await running
    } finally {
      busy.delete(running)
    }
  }
  const read = async <Result>(tenant: string, run: (session: Session, store: PostgresStore) => Promise<Result>) => {
    const { store } = opened()
    return database.read({ tenant }, (session) => run(session, store))
  }
  const readLog = async <Result>(tenant: string, run: (session: Session) => Promise<Result>) => {
    await opened().sealer.settle(tenant)
    return database.read({ tenant }, run)
  }
  const everywhere = async <Result>(run: (session: Session) => Promise<Result>) => {
    opened()
    return database.read('all tenants', run)
  }

  return {
    name: 'postgres',
    supports: { fullText: true, watch: true, backup: false },
    async open(model) {
      const store = open?.store ?? new PostgresStore(database, model, indexes)
      await makeFit(store, model)
      open ??= openStore(store, prepare ? pool : undefined)
    },
    get: (scope, object, ids) =>
      read(scope.tenant, (session, store) => getRecords(session, store.layout(object), scope.tenant, ids)),
    find: (scope, object, query) =>
      read(scope.tenant, (session, store) =>
        (asksForBest(query) ? bestRecords : findRecords)(store, session, scope.tenant, object, query),
      ),
    aggregate: (scope, object, query) =>
      read(scope.tenant, (session, store) => aggregateRecords(store, session, scope.tenant, object, query)),
    holder: (scope, space, key) => read(scope.tenant, (session) => claimHolder(session, scope.tenant, space, key)),
    answer: (scope, key, now) => read(scope.tenant, (session) => storedAnswer(session, scope.tenant, key, now)),
    commit: (scope, batch) =>
      write(async ({ store, sealer, watchers }) => {
        const result = await applyBatch(store, scope.tenant, batch)
        if (result.replayed) return result
        if (batch.changes?.length) sealer.committed(scope.tenant)
        else watchers.tell(scope.tenant)
        return result
      }),
    changes: (scope, query) => readLog(scope.tenant, (session) => readChanges(session, scope.tenant, query)),
    head: (scope) => readLog(scope.tenant, async (session) => (await logHead(session, scope.tenant)).seq),
    claimJobs: ({ tenant }, claim) =>
      write(async () => {
        if (!(await read(tenant, (session) => hasDueJobs(session, tenant, claim.now)))) return []
        return database.transaction({ tenant }, (session) => leaseJobs(session, tenant, claim))
      }),
    jobs: (scope, query) => read(scope.tenant, (session) => listJobs(session, scope.tenant, query)),
    tenants: ({ dueAt } = {}) =>
      everywhere(async (session) => {
        if (dueAt !== undefined) return tenantsWithDueJobs(session, dueAt)
        return (await session.all('SELECT tenant FROM kith_tenant ORDER BY tenant')).map((row) => row[0] as string)
      }),
    dump: (scope) => dumpTenant(opened().store, scope.tenant),
    load: (scope, pieces) =>
      write(async ({ store, watchers }) => {
        await loadPieces(store, scope.tenant, pieces)
        loaded = true
        watchers.tell(scope.tenant)
      }),
    plan: (model) => planFor(new PostgresStore(database, model, indexes)),
    async inspect() {
      return inspectStore(opened().store)
    },
    watch: (listener) => opened().watchers.add(listener),
    async backup() {
      throw new KithError('NOT_SUPPORTED', { storage: 'postgres', feature: 'backup' })
    },
    async close() {
      const closing = open
      open = undefined
      await Promise.allSettled(busy)
      // They only make reads quicker: what was loaded is stored.
      if (closing && loaded) await gatherStatistics(closing.store).catch(() => undefined)
      loaded = false
      await closing?.sealer.close()
      await closing?.watchers.stop()
    },
  }
}

/** Where it fails, the store goes on with the model that it had. */
async function makeFit(store: PostgresStore, model: Model): Promise<void> {
  const before = store.model
  store.use(model)
  try {
    await upgradeStore(store)
  } catch (error) {
    store.use(before)
    throw error
  }
}

/** @param listening The pool that may lend a connection for long. */
function openStore(store: PostgresStore, listening: PostgresPool | undefined): Open {
  const sealer: Sealer = new Sealer(store, (tenant) => watchers.tell(tenant))
  const watchers: Watchers = new Watchers(store, listening, (tenant) => sealer.settle(tenant))
  return { store, sealer, watchers }
}

async function planFor(store: PostgresStore): Promise<readonly SchemaStep[]> {
  const upgrades = await store.database.connected((session) => planned(store, session))
  return upgrades.flatMap((upgrade) => upgrade.steps)
}
