import { describe, expect, it, test } from 'vitest'
import type { Query, Storage, StorageScope } from '../ports/storage.ts'
import type { StoredRecord } from '../schema/record.ts'
import { memoryStorage } from '../storage/memory.ts'
import { filterContract } from './filter-contract.ts'

describe('memoryStorage', () => filterContract(test, () => memoryStorage()))

type Find = (
  scope: StorageScope,
  query: Query,
  find: (query: Query) => Promise<StoredRecord[]>,
) => Promise<StoredRecord[]>

/** A store that answers wrongly in one way. */
function broken(find: Find): Storage {
  const storage = memoryStorage()
  return {
    ...storage,
    find: (scope, object, query) => find(scope, query, (asked) => storage.find(scope, object, asked)),
  }
}

/** Names of the tests that such a store fails. Random pairs are asked only where a number is given: making a counterexample small takes seconds. */
async function failures(find: Find, pairs = 0): Promise<string[]> {
  const failed: string[] = []
  const runs: Promise<void>[] = []
  const register = (name: string, run: () => Promise<void>) => {
    if (pairs > 0 || !name.includes('random')) runs.push(run().catch(() => void failed.push(name)))
  }
  filterContract(register, () => broken(find), { pairs, seed: 1 })
  await Promise.all(runs)
  return failed
}

describe('filterContract', () => {
  it('finds a store that gives nothing', async () => {
    expect((await failures(async () => [])).length).toBeGreaterThan(50)
  })

  it('finds a store that sorts nothing first when it descends', async () => {
    const failed = await failures(async (_, query, find) => {
      const found = await find(query)
      const { field } = query.sort.ref
      const isNothing = (record: StoredRecord) => Number(record[field] === undefined)
      return query.sort.direction === 'asc' ? found : found.sort((left, right) => isNothing(right) - isNothing(left))
    })
    expect(failed).toContain('filter: descending: nothing comes last as well, ids descend')
  })

  it('finds a store with three-valued logic', async () => {
    const failed = await failures(async (_, query, find) => {
      const { where } = query
      if (where.op !== 'not' || where.of.op !== 'compare') return find(query)
      const something = { op: 'not', of: { op: 'empty', field: where.of.ref.field } } as const
      return find({ ...query, where: { op: 'and', of: [where, something] } })
    })
    expect(failed).toContain('filter: the opposite of a comparison with nothing is true')
  })

  it('finds a store that sorts ids by the language of its host', async () => {
    const failed = await failures(async (_, query, find) => {
      const found = await find(query)
      return query.sort.ref.field === 'id' ? found.sort((left, right) => left.id.localeCompare(right.id)) : found
    }, 200)
    expect(failed).toContain('filter: ids are sorted by their bytes')
    expect(failed).toContain('filter: 200 random pairs of records and filters give what the closure gives')
  })

  it('finds a store that looks up a box and forgets the circle in it', async () => {
    const failed = await failures(async (_, query, find) => {
      const { where } = query
      if (where.op !== 'and') return find(query)
      return find({ ...query, where: { op: 'and', of: where.of.filter((part) => part.op !== 'inside') } })
    })
    expect(failed).toContain('filter: near is a circle, not a box')
  })

  it('finds a store that takes the day of an instant from its text', async () => {
    const failed = await failures(async (_, query, find) => {
      const { where } = query
      return find(where.op === 'monthDay' && where.zone ? { ...query, where: { ...where, zone: 'UTC' } } : query)
    })
    expect(failed).toContain('filter: an instant has its anniversary on its day in the zone')
  })

  it('finds a store that gives the last record of a page again', async () => {
    const failed = await failures(async (_, { after, ...query }, find) => {
      const all = await find({ ...query, limit: 1000 })
      const at = all.findIndex((record) => record.id === after?.id)
      return all.slice(Math.max(at, 0)).slice(0, query.limit)
    })
    expect(failed.length).toBeGreaterThan(20)
  })
})
