import type { LiveEvent } from '../ports/crm-api.ts'
import type { SealedChange, Storage } from '../ports/storage.ts'
import type { StoredRecord } from '../schema/record.ts'
import { parseChange } from './change.ts'

/** A sealed change with the record as it is now. */
export interface LiveChange {
  readonly change: SealedChange
  readonly record: StoredRecord | undefined
}

/** How far back a listener may resume; further back it is told to read everything anew. */
export const MAX_REPLAY = 10_000
const PAGE = 500

/** Wakes the listeners of a tenant when its log has grown. One per engine. */
export interface LiveHub {
  /** Something was committed in this tenant. */
  wake(tenant: string): void
  /** Changes after `after`, in order and for ever, in the pages in which they were found; ends with `signal`. */
  follow(tenant: string, after: number, signal: AbortSignalLike | undefined): AsyncGenerator<readonly LiveChange[]>
  close(): void
  /** Listeners that wait now, for tests of leaks. */
  readonly waiting: number
}

/** The part of AbortSignal that core uses: core knows no DOM. */
export interface AbortSignalLike {
  readonly aborted: boolean
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}

export function createLiveHub(storage: Storage): LiveHub {
  const sleepers = new Map<string, Set<() => void>>()
  const wakes = new Map<string, number>()
  let closed = false

  const wake = (tenant: string) => {
    wakes.set(tenant, (wakes.get(tenant) ?? 0) + 1)
    for (const run of [...(sleepers.get(tenant) ?? [])]) run()
  }
  const sleep = (tenant: string, signal: AbortSignalLike | undefined) =>
    new Promise<void>((resolve) => {
      const set = sleepers.get(tenant) ?? new Set()
      sleepers.set(tenant, set)
      const done = () => {
        set.delete(done)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      set.add(done)
      signal?.addEventListener('abort', done)
    })
  const read = sharedReads(storage, (tenant) => wakes.get(tenant) ?? 0)
  async function* follow(tenant: string, after: number, signal: AbortSignalLike | undefined) {
    let seen = after
    while (!closed && !signal?.aborted) {
      const wokenBefore = wakes.get(tenant)
      const page = await read(tenant, seen)
      const last = page.at(-1)
      if (last) {
        seen = last.change.seq
        yield page
      } else if (wakes.get(tenant) === wokenBefore && !closed && !signal?.aborted) await sleep(tenant, signal)
    }
  }
  const stop = storage.watch?.(wake)
  return {
    wake,
    follow,
    close() {
      closed = true
      stop?.()
      for (const tenant of [...sleepers.keys()]) wake(tenant)
    },
    get waiting() {
      return [...sleepers.values()].reduce((sum, set) => sum + set.size, 0)
    },
  }
}

/** Pages of a tenant that are kept for others: where nothing is written, listeners who come back from many places would fill the memory. */
const SHARED_PAGES = 8

/** Listeners that stand at the same place share one read until the tenant's log grows again. */
function sharedReads(storage: Storage, wakesOf: (tenant: string) => number) {
  type Pages = Map<number, Promise<readonly LiveChange[]>>
  const reads = new Map<string, { readonly at: number; readonly pages: Pages }>()
  return (tenant: string, after: number): Promise<readonly LiveChange[]> => {
    const at = wakesOf(tenant)
    const read = reads.get(tenant)
    const pages: Pages = read?.at === at ? read.pages : new Map()
    if (read?.pages !== pages) reads.set(tenant, { at, pages })
    const known = pages.get(after)
    if (known) return known
    const page = storage
      .changes({ tenant }, { after, limit: PAGE })
      .then((changes) => withRecords(storage, tenant, changes))
    pages.set(after, page)
    page.catch(() => pages.delete(after))
    const oldest = pages.keys().next().value
    if (pages.size > SHARED_PAGES && oldest !== undefined) pages.delete(oldest)
    return page
  }
}

async function withRecords(
  storage: Storage,
  tenant: string,
  page: readonly SealedChange[],
): Promise<readonly LiveChange[]> {
  const ids = new Map<string, Set<string>>()
  for (const change of page) ids.set(change.object, (ids.get(change.object) ?? new Set()).add(change.id))
  const records = new Map<string, StoredRecord | undefined>()
  for (const [object, set] of ids) {
    const list = [...set]
    const found = await storage.get({ tenant }, object, list)
    for (const [index, id] of list.entries()) records.set(`${object}:${id}`, found[index])
  }
  return page.map((change) => ({ change, record: records.get(`${change.object}:${change.id}`) }))
}

/** What a listener with these rights sees of a change; undefined: nothing. */
export function liveEvent(
  { change, record }: LiveChange,
  canRead: (record: StoredRecord) => boolean,
  mask: (record: StoredRecord) => StoredRecord,
): LiveEvent | undefined {
  const parsed = parseChange(change)
  const base = { seq: change.seq, at: parsed.at, object: change.object, id: change.id, actor: parsed.actor }
  const earlier =
    record && parsed.before ? ({ ...record, ...undefinedForNull(parsed.before) } as StoredRecord) : undefined
  const seesNow = record !== undefined && canRead(record)
  if (!seesNow) return earlier && canRead(earlier) ? { ...base, type: 'left' } : undefined
  if (record['deletedAt'] !== undefined) return { ...base, type: 'deleted' }
  const created =
    parsed.before === null || (earlier !== undefined && (!canRead(earlier) || earlier['deletedAt'] !== undefined))
  return { ...base, type: created ? 'created' : 'updated', record: mask(record) }
}

/** The log writes null where a field held nothing. */
function undefinedForNull(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).map(([field, value]) => [field, value ?? undefined]))
}
