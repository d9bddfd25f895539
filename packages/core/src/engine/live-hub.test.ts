import { expect, it } from 'vitest'
import type { Storage } from '../ports/storage.ts'
import { memoryStorage } from '../storage/memory.ts'
import { createCrm } from './create-crm.ts'
import { createLiveHub } from './live.ts'

it('never gives one tenant the changes of another, whatever their names and places', async () => {
  const storage = memoryStorage()
  const crm = await createCrm({ storage, jobsEveryMs: 0 })
  const names = ['a', 'a1', 'a11']
  for (const tenant of names) {
    const api = crm.as({ tenant, actor: { kind: 'service', id: 'seed' }, roles: [] })
    for (let index = 0; index < 120; index++) await api.create('company', { name: `${tenant}-${index}` })
  }
  const hub = createLiveHub(storage)
  for (let after = 0; after < 120; after++)
    for (const tenant of names) {
      const { value } = await hub.follow(tenant, after, undefined).next()
      expect(value?.[0]).toMatchObject({ change: { seq: after + 1 }, record: { name: `${tenant}-${after}` } })
    }
  hub.close()
  await crm.close()
})

it('keeps few pages for others, from however many places listeners come back', async () => {
  const storage = memoryStorage()
  const crm = await createCrm({ storage, jobsEveryMs: 0 })
  const api = crm.as({ tenant: 'a', actor: { kind: 'service', id: 'seed' }, roles: [] })
  for (let index = 0; index < 40; index++) await api.create('company', { name: `${index}` })
  let reads = 0
  const changes: Storage['changes'] = (scope, query) => {
    reads++
    return storage.changes(scope, query)
  }
  const hub = createLiveHub({ ...storage, changes })
  for (const after of [3, 3, ...Array.from({ length: 30 }, (_, at) => at), 3])
    expect((await hub.follow('a', after, undefined).next()).value?.[0]?.change.seq).toBe(after + 1)
  expect(reads).toBe(31)
  hub.close()
  await crm.close()
})
