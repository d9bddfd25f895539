import { createCrm, type FileStore } from '@kith/core'
import { API_CONTRACT_TENANTS, apiContract, fakeClock, seededRandom } from '@kith/core/testing'
import { describe, expect, it, test } from 'vitest'
import { indexedDbStorage } from './index.ts'

/** Counts bytes and keeps none of them. */
const files: FileStore = {
  put: async (_tenant, _key, body) => ({ sizeBytes: (await new Response(body as BodyInit).arrayBuffer()).byteLength }),
  get: async () => undefined,
  remove: async () => {},
  olderThan: async () => [],
}

let names = 0
const unused = () => `engine-${++names}`

describe('an engine in a page', () => {
  apiContract(test, async () => {
    const storage = indexedDbStorage({ name: unused() })
    const crm = await createCrm({ storage, clock: fakeClock(), random: seededRandom(7), files, jobsEveryMs: 0 })
    for (const tenant of API_CONTRACT_TENANTS) await crm.openTenant(tenant)
    return { as: crm.as, visitors: () => crm.visitors({ tenant: 'main' }), tick: crm.tick, close: crm.close }
  })

  /** The same database, as a page that is loaded again has it. */
  async function openPage(name: string) {
    const crm = await createCrm({ storage: indexedDbStorage({ name }), jobsEveryMs: 0 })
    await crm.openTenant({ id: 'main', name: 'Main', users: [{ id: 'ida', name: 'Ida' }] })
    return { crm, ida: crm.as({ tenant: 'main', actor: { kind: 'user', id: 'ida' }, roles: ['admin'] }) }
  }

  it('captures a lead, shows it on the board, moves it, undoes the move, and has all of it when it is loaded again', async () => {
    const name = unused()
    const first = await openPage(name)
    const values = { name: 'Kari Nes', email: 'kari@example.com', message: 'Hello' }
    await first.crm
      .visitors({ tenant: 'main' })
      .submit('contact', { values, consents: [{ purpose: 'sales' }] }, { idempotencyKey: 'lead-of-kari-nes' })
    const { items } = await first.ida.list('lead', { search: 'kar' })
    const { deal } = await first.ida.convertLead(items[0]?.id as string, { dealName: 'New roof' })
    const board = async (stageId: string) =>
      (await first.ida.list('deal', { where: { stageId }, limit: 20 })).items.map((one) => one['name'])
    const stageId = deal?.['stageId'] as string
    expect(await board(stageId)).toEqual(['New roof'])
    await first.ida.moveDeal(deal?.id as string, { stageId: 'meeting' }, { correlation: 'move' })
    expect([await board(stageId), await board('meeting')]).toEqual([[], ['New roof']])
    expect((await first.ida.undo({ correlation: 'move' })).conflicts).toEqual([])
    await first.crm.close()

    const second = await openPage(name)
    expect(await second.ida.get('deal', deal?.id as string)).toMatchObject({ stageId, name: 'New roof' })
    expect(
      (await second.ida.list('contact', { where: { emails: { some: { eq: 'kari@example.com' } } } })).items,
    ).toHaveLength(1)
    await second.crm.close()
  })

  it('wakes who listens in another tab', async () => {
    const name = unused()
    const [here, there] = [await openPage(name), await openPage(name)]
    const end = new AbortController()
    const { value: place } = await here.ida.changes({ signal: end.signal })[Symbol.asyncIterator]().next()
    const events = here.ida.changes({ after: place?.seq as number, signal: end.signal })[Symbol.asyncIterator]()
    const heard = events.next()
    const { id } = await there.ida.create('company', { name: 'Acme' })
    expect((await heard).value).toMatchObject({ type: 'created', object: 'company', id })
    end.abort()
    await here.crm.close()
    await there.crm.close()
  })
})
