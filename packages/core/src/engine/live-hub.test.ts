import { expect, it } from 'vitest'
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
