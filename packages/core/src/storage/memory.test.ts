import { describe, expect, it, test } from 'vitest'
import type { Condition } from '../filter/types.ts'
import { filterContract } from '../testing/filter-contract.ts'
import { contractModel } from '../testing/storage-contract/model.ts'
import { storageContract } from '../testing/storage-contract.ts'
import { memoryStorage } from './memory.ts'

describe('memoryStorage', () => {
  storageContract(test, () => memoryStorage(), { persistent: false })

  filterContract(test, () => memoryStorage())

  it('starts with a copy of its seed', async () => {
    const seeded = { id: 'a', version: 1, title: 'Åse', labels: ['x'] }
    const storage = memoryStorage({ seed: { north: { thing: [seeded] } } })
    seeded.title = 'Changed'
    await storage.open(contractModel)
    expect(await storage.get({ tenant: 'north' }, 'thing', ['a'])).toEqual([{ ...seeded, title: 'Åse' }])
  })

  it('finds seeded records by their words', async () => {
    const storage = memoryStorage({ seed: { north: { thing: [{ id: 'a', version: 1, title: 'Åse' }] } } })
    await storage.open(contractModel)
    const sort = { ref: { field: 'id', slot: 'value', kind: 'text', type: 'relation' }, direction: 'asc' } as const
    const found = await storage.find({ tenant: 'north' }, 'thing', {
      where: { op: 'true' },
      sort,
      limit: 1,
      search: ['as'],
    })
    expect(found).toHaveLength(1)
  })

  it('gives frozen records', async () => {
    const storage = memoryStorage()
    await storage.open(contractModel)
    await storage.commit(
      { tenant: 'north' },
      { put: [{ object: 'thing', record: { id: 'a', version: 1, extra: { deep: [1] } } }] },
    )
    const [record] = await storage.get({ tenant: 'north' }, 'thing', ['a'])
    expect(() => (record?.['extra'] as { deep?: number[] })?.deep?.push(2)).toThrow(TypeError)
  })

  it('answers a list that it keeps as one that it never heard of, while records come, change and go', async () => {
    const storage = memoryStorage()
    await storage.open(contractModel)
    const scope = { tenant: 'north' }
    const title = { field: 'title', slot: 'fold', kind: 'text', type: 'text' } as const
    const sort = { ref: title, direction: 'desc' } as const
    const asked = (where: Condition) => storage.find(scope, 'thing', { where, sort, limit: 5 })
    const wanted: Condition = { op: 'compare', ref: title, cmp: 'gte', value: 'm' }
    for (let step = 0; step < 40; step++) {
      const id = `t${(step * 7) % 11}`
      const record = { id, version: step + 1, title: 'azmqbn'.charAt((step * 5) % 6).repeat(1 + (step % 3)) }
      await storage.commit(
        scope,
        step % 9 === 8 ? { remove: [{ object: 'thing', id }] } : { put: [{ object: 'thing', record }] },
      )
      // Says the same, and is another list to the store: it is asked for once.
      const once: Condition = { op: 'and', of: [wanted, { op: 'not', of: { ...wanted, value: `zzz${step}` } }] }
      expect(await asked(wanted)).toEqual(await asked(once))
    }
  })

  it('refuses a backup', async () => {
    await expect(memoryStorage().backup?.('copy')).rejects.toMatchObject({ code: 'NOT_SUPPORTED' })
  })
})
