import { describe, expect, it, test } from 'vitest'
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

  it('refuses a backup', async () => {
    await expect(memoryStorage().backup?.('copy')).rejects.toMatchObject({ code: 'NOT_SUPPORTED' })
  })
})
