import type { Lookup } from '../filter/compile.ts'
import type { Storage, StorageScope } from '../ports/storage.ts'
import type { Model } from '../schema/model.ts'
import type { StoredRecord } from '../schema/record.ts'
import { KithError } from '../shared/errors.ts'
import { compareText } from '../shared/fold.ts'
import { aggregateRecords } from './memory/aggregate.ts'
import { commitBatch } from './memory/commit.ts'
import { frozenCopy } from './memory/frozen.ts'
import { lookupIn } from './memory/lookup.ts'
import { loadPieces, tenantPieces } from './memory/moving.ts'
import { findRecords } from './memory/query.ts'
import { claimKey, TenantStore } from './memory/tenant-store.ts'

/** Where a {@link memoryStorage} starts. */
export interface MemoryStorageOptions {
  /** Records present at start, by tenant and object. Copied, so later edits to the argument have no effect. */
  readonly seed?: Readonly<Record<string, Readonly<Record<string, readonly StoredRecord[]>>>>
}

const CHUNK = 200

/**
 * Keeps every record in this process; gone when it ends (closing and opening again keeps them). For tests, demos and
 * stories. Its answers define what every other storage must answer. Records that it gives are frozen.
 *
 * @example
 * const crm = await createCrm({ storage: memoryStorage() })
 */
export function memoryStorage(options: MemoryStorageOptions = {}): Storage {
  const tenants = new Map<string, TenantStore>()
  const listeners = new Set<(tenant: string) => void>()
  let model: Model | undefined
  let seed = frozenCopy(options.seed)

  const opened = (): Model => {
    if (!model) throw new KithError('STORAGE_UNAVAILABLE', { reason: 'it is not open' })
    return model
  }
  const read = ({ tenant }: StorageScope) => {
    opened()
    return tenants.get(tenant) ?? new TenantStore(tenant)
  }
  const table = (scope: StorageScope, object: string) => read(scope).table(opened().object(object).name)
  const lookup = (scope: StorageScope): Lookup => lookupIn(read(scope))
  const tell = async (tenant: string) => {
    await Promise.resolve()
    for (const listener of listeners) listener(tenant)
  }

  return {
    name: 'memory',
    supports: { fullText: true, watch: true, backup: false },
    async open(next) {
      model = next
      for (const store of tenants.values()) store.index(next)
      for (const [tenant, objects] of Object.entries(seed ?? {})) tenants.set(tenant, planted(tenant, objects, next))
      seed = undefined
    },
    get: async (scope, object, ids) => ids.map((id) => table(scope, object).get(id)),
    find: async (scope, object, query) => findRecords(table(scope, object), query, lookup(scope)),
    aggregate: async (scope, object, query) => aggregateRecords(table(scope, object).values(), query, lookup(scope)),
    holder: async (scope, space, key) => read(scope).claims.get(claimKey({ space, key })),
    answer: async (scope, key, now) => read(scope).answer(key, now),
    async commit(scope, batch) {
      const store = read(scope)
      const result = commitBatch(store, batch, opened())
      tenants.set(scope.tenant, store)
      if (!result.replayed) void tell(scope.tenant)
      return result
    },
    changes: async (scope, query) => read(scope).log.read(query),
    head: async (scope) => read(scope).log.head.seq,
    claimJobs: async (scope, claim) => read(scope).jobs.claim(claim),
    jobs: async (scope, query) => read(scope).jobs.list(query),
    async tenants({ dueAt } = {}) {
      opened()
      const wanted = ([, store]: [string, TenantStore]) =>
        dueAt === undefined ? store.holdsAnything() : store.jobs.hasDue(dueAt)
      return [...tenants]
        .filter(wanted)
        .map(([tenant]) => tenant)
        .sort(compareText)
    },
    async *dump(scope) {
      const pieces = tenantPieces(read(scope))
      for (let at = 0; at < pieces.length; at += CHUNK) yield pieces.slice(at, at + CHUNK)
    },
    async load(scope, pieces) {
      const store = read(scope)
      loadPieces(store, pieces, opened())
      tenants.set(scope.tenant, store)
      void tell(scope.tenant)
    },
    watch(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async backup() {
      throw new KithError('NOT_SUPPORTED', { storage: 'memory', feature: 'backup' })
    },
    async close() {
      model = undefined
    },
  }
}

function planted(
  tenant: string,
  objects: Readonly<Record<string, readonly StoredRecord[]>>,
  model: Model,
): TenantStore {
  const store = new TenantStore(tenant)
  store.plant(objects, model)
  return store
}
