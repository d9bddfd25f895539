import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCrm } from '@kith/core'
import { afterAll, describe, expect, it } from 'vitest'
import { sqliteStorage } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'kith-engine-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let count = 0
async function open() {
  const crm = await createCrm({ storage: sqliteStorage({ file: join(folder, `${++count}.db`) }), jobsEveryMs: 0 })
  await crm.openTenant({ id: 'main', name: 'Main', users: [{ id: 'ida', name: 'Ida' }] })
  return { crm, ida: crm.as({ tenant: 'main', actor: { kind: 'user', id: 'ida' }, roles: ['admin'] }) }
}

describe('an engine on SQLite', () => {
  it('counts every deal of a contact that somebody writes at the same time', async () => {
    const { crm, ida } = await open()
    const { id } = await ida.create('contact', { name: 'Kari' })
    for (let round = 0; round < 10; round++) {
      const deals = [1, 2, 3].map((deal) => ida.create('deal', { name: `Deal ${round}.${deal}`, contactId: id }))
      for (let turn = 0; turn < 300; turn++) await undefined
      await Promise.all([...deals, ida.update('contact', id, { title: `Title ${round}` }, { ifVersion: round + 1 })])
    }
    expect(await ida.get('contact', id)).toMatchObject({ openDeals: 30, title: 'Title 9' })
    await crm.close()
  })

  it('refuses what is no id where an id belongs', async () => {
    const { crm, ida } = await open()
    for (const contactId of [{ a: 1 }, 7, [{}], ['a', null]] as never[])
      await expect(ida.create('deal', { name: 'A', contactId })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    await crm.close()
  })
})
