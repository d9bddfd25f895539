import { createCrm } from '@kith/core'
import { describe, expect, it } from 'vitest'
import { testDatabase } from './testing/database.fixture.ts'

const database = await testDatabase()
let count = 0

async function open() {
  const storage = await database.storage(`engine-${++count}`)
  const crm = await createCrm({ storage, jobsEveryMs: 0 })
  await crm.openTenant({ id: 'main', name: 'Main', users: [{ id: 'ida', name: 'Ida' }] })
  return { crm, ida: crm.as({ tenant: 'main', actor: { kind: 'user', id: 'ida' }, roles: ['admin'] }) }
}

describe('an engine on PostgreSQL', () => {
  it('counts every deal of a contact that somebody writes at the same time', async () => {
    const { crm, ida } = await open()
    const { id } = await ida.create('contact', { name: 'Kari' })
    for (let round = 0; round < 10; round++) {
      const deals = [1, 2, 3].map((deal) => ida.create('deal', { name: `Deal ${round}.${deal}`, contactId: id }))
      const title = ida.update('contact', id, { title: `Title ${round}` }, { ifVersion: round + 1 })
      await Promise.all([...deals, title])
    }
    expect(await ida.get('contact', id)).toMatchObject({ openDeals: 30, title: 'Title 9' })
    await crm.close()
  })

  it('shows who wrote something its history at once, and takes it back', async () => {
    const { crm, ida } = await open()
    const { id } = await ida.create('contact', { name: 'Kari' })
    await ida.update('contact', id, { name: 'Kari Nordmann' }, { ifVersion: 1 })
    const { items } = await ida.history('contact', id)
    expect(items.map((change) => change.after?.['name'])).toMatchObject([{ full: 'Kari Nordmann' }, { full: 'Kari' }])
    await ida.undo({ changes: [items[0]?.seq as number] })
    expect(await ida.get('contact', id)).toMatchObject({ name: { full: 'Kari' } })
    await crm.close()
  })
})
