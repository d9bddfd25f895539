import { compareBySort, compileCondition, keysetOf, type Lookup } from '../../filter/index.ts'
import type { Condition } from '../../filter/types.ts'
import {
  type Batch,
  customSlots,
  type FilterContext,
  type Keyset,
  type SortKey,
  type Storage,
  type StoredRecord,
} from '../../index.ts'
import { contractModel } from './model.ts'

/** The values of a record beside its id, as they are stored. */
export type Values = Readonly<Record<string, unknown>>

/** All records that Filters of the contract look at. */
export interface World {
  readonly sample: readonly StoredRecord[]
  readonly place: readonly StoredRecord[]
  readonly link: readonly StoredRecord[]
}

/** What stands at now: a Sunday on which Europe's clocks went forward, an hour before. */
export const CONTEXT: FilterContext = {
  now: '2026-03-29T02:00:00.000Z',
  zone: 'Europe/Oslo',
  actor: { id: 'u1', teams: ['t1', 'T1'], keys: ['u:u1', 't:t1', 't:T1'] },
}

/** A record as the engine would store it. */
export function stored(id: string, values: Values): StoredRecord {
  const at = '2026-01-01T00:00:00.000Z'
  return { version: 1, createdAt: at, createdBy: 'user:u1', updatedAt: at, updatedBy: 'user:u1', ...values, id }
}

/** One batch that writes everything. */
export function batchOf(world: World): Batch {
  const put = (['place', 'sample', 'link'] as const).flatMap((object) =>
    world[object].map((record) => ({ object, record, custom: customSlots(contractModel, object, record) })),
  )
  return { put }
}

/** The answer that every store must give: the closure over all records, in order. */
export function expectedIds(world: World, where: Condition, sort: SortKey): string[] {
  const matches = compileCondition(where)
  const lookup = lookupIn(world)
  return world.sample
    .filter((record) => matches(record, lookup))
    .sort(compareBySort(sort))
    .map((record) => record.id)
}

/** Relations and links of a world. Links that are in the recycle bin join nothing. */
export function lookupIn(world: World): Lookup {
  const get = (object: string, id: string) => world[object as keyof World]?.find((record) => record.id === id)
  return {
    get,
    *linked(object, id, to, role) {
      for (const link of world.link) {
        if (link['deletedAt'] !== undefined || (role !== undefined && link['role'] !== role)) continue
        for (const [near, far] of [['from', 'to'] as const, ['to', 'from'] as const]) {
          if (link[`${near}Object`] !== object || link[`${near}Id`] !== id || link[`${far}Object`] !== to) continue
          const other = get(to, String(link[`${far}Id`]))
          if (other) yield other
        }
      }
    },
  }
}

/** More than any world holds: a store that gives records again and again is stopped here. */
const MOST = 50

/** Reads a whole list page by page, as a screen does. */
export async function readPages(
  storage: Storage,
  tenant: string,
  where: Condition,
  sort: SortKey,
  limit: number,
): Promise<string[]> {
  const ids: string[] = []
  let after: Keyset | undefined
  for (;;) {
    const page: readonly StoredRecord[] = await storage.find({ tenant }, 'sample', {
      where,
      sort,
      limit,
      ...(after ? { after } : {}),
    })
    ids.push(...page.map((record) => record.id))
    const last = page.at(-1)
    if (!last || page.length < limit || ids.length > MOST) return ids
    after = keysetOf(last, sort)
  }
}

/** @throws Error that shows both, when they differ */
export function requireSame(actual: readonly string[], expected: readonly string[], about: () => string): void {
  if (JSON.stringify(actual) === JSON.stringify(expected)) return
  throw new Error(`${about()}\nexpected ${JSON.stringify(expected)}\nfound    ${JSON.stringify(actual)}`)
}
