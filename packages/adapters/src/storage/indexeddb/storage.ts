import { KithError } from '@kith/core/shared'
import type { Query, Storage, StorageScope } from '@kith/core/storage'
import { aggregateRecords } from './aggregate.ts'
import { storedAnswer } from './answers.ts'
import type { Place } from './candidates.ts'
import { applyBatch, BATCH_STORES, claimKey, holderOf } from './commit.ts'
import { Connection } from './connection.ts'
import { dumpTenant } from './dump.ts'
import { findRecords, getRecords } from './find.ts'
import { inspect } from './inspect.ts'
import { dueJobs, leaseJobs, listJobs, ownersWithDueJobs } from './jobs.ts'
import { textKey } from './keys.ts'
import type { ObjectLayout } from './layout.ts'
import { loadPieces } from './load.ts'
import { logHead, readChanges, type TenantRow } from './log.ts'
import { objectsIn } from './neighbours.ts'
import { planOpening } from './plan.ts'
import { answered, reading, type Work, writing } from './requests.ts'
import { refreshShapes, staleShapes } from './shapes.ts'
import type { Limits, Store } from './store.ts'

/** Where an {@link indexedDbStorage} keeps its data. */
export interface IndexedDbStorageOptions {
  /** Name of the database, within the origin of the page. All tabs that name it share it. */
  readonly name: string
  /** Default: `indexedDB` of the page or worker. */
  readonly factory?: IDBFactory
}

/** The storage, with limits for tests. */
export function storageIn(options: IndexedDbStorageOptions, limits: Limits): Storage {
  const connection = new Connection(options, limits)
  const opened = () => connection.opened()
  /** Reads that need no index: from one moment. */
  const read = async <Result>(stores: readonly string[], work: Work<Result>): Promise<Result> =>
    reading(opened().db, stores, work)
  const write = async <Result>(stores: readonly string[], work: Work<Result>): Promise<Result> =>
    writing(opened().db, stores, work)

  return {
    name: 'indexeddb',
    supports: { fullText: true, watch: true, backup: false },
    open: (model) => connection.open(model),
    async get({ tenant }, object, ids) {
      opened().model.object(object)
      return read(['records'], (tx) => getRecords(tx, tenant, object, ids))
    },
    find: async (scope, object, query) => indexed(opened(), scope, object, query, (place) => findRecords(place, query)),
    aggregate: async (scope, object, query) =>
      indexed(opened(), scope, object, query, (place) => aggregateRecords(place, query)),
    holder: ({ tenant }, space, key) => read(['claims'], (tx) => holderOf(tx, claimKey(tenant, space, key))),
    answer: ({ tenant }, key, now) => read(['answers'], (tx) => storedAnswer(tx, tenant, key, now)),
    async commit({ tenant }, batch) {
      const store = opened()
      const result = await write(BATCH_STORES, (tx) => applyBatch(tx, store, tenant, batch))
      if (!result.replayed) connection.tell(tenant)
      return result
    },
    changes: ({ tenant }, query) => read(['log'], (tx) => readChanges(tx, tenant, query)),
    head: ({ tenant }) => read(['tenants'], async (tx) => (await logHead(tx, tenant)).seq),
    async claimJobs({ tenant }, claim) {
      const due = await read(['jobs'], (tx) => dueJobs(tx, tenant, claim.now, 1))
      return due.length > 0 ? write(['jobs'], (tx) => leaseJobs(tx, tenant, claim)) : []
    },
    jobs: ({ tenant }, query) => read(['jobs'], (tx) => listJobs(tx, tenant, query)),
    tenants: ({ dueAt } = {}) => read(['jobs', 'tenants'], (tx) => knownTenants(tx, dueAt)),
    async *dump({ tenant }) {
      yield* dumpTenant(opened(), tenant)
    },
    async load({ tenant }, pieces) {
      const store = opened()
      if (pieces.length === 0) return
      await write(BATCH_STORES, (tx) => loadPieces(tx, store, tenant, pieces))
      connection.tell(tenant)
    },
    plan: (model) => planOpening(connection, model),
    inspect: async () => inspect(opened()),
    watch: (listener) => connection.watchers().add(listener),
    async backup() {
      throw new KithError('NOT_SUPPORTED', { storage: 'indexeddb', feature: 'backup' })
    },
    close: async () => connection.close('it is not open'),
  }
}

/** Asks indexes, once all that a tab with an older model has written meanwhile is in them. */
async function indexed<Result>(
  store: Store,
  { tenant }: StorageScope,
  object: string,
  { where }: Pick<Query, 'where'>,
  work: (place: Place) => Promise<Result>,
): Promise<Result> {
  const layouts = [...new Set([object, ...objectsIn(where)])].map((name) => store.layout(name))
  const layout = layouts[0] as ObjectLayout
  for (;;) {
    const result = await reading(store.db, ['records', 'shapes'], async (tx) => {
      const stale = await Promise.all(layouts.map((one) => staleShapes(tx, one)))
      if (stale.flat().length === 0) return { value: await work({ tx, store, tenant, layout }) }
    })
    if (result) return result.value
    for (const one of layouts) await refreshShapes(store, one)
  }
}

/** In order of their names. */
async function knownTenants(tx: IDBTransaction, dueAt: string | undefined): Promise<string[]> {
  const due = dueAt === undefined ? undefined : await ownersWithDueJobs(tx, dueAt)
  const rows = await answered(tx.objectStore('tenants').getAll() as IDBRequest<TenantRow[]>)
  return rows.map(({ tenant }) => tenant).filter((tenant) => due?.has(textKey(tenant)) ?? true)
}
