import { describe, expect, it } from 'vitest'
import { memoryStorage } from '../storage/memory.ts'
import { MAIN, openWorld } from './world.fixture.ts'

const code = (expected: string) => expect.objectContaining({ code: expected })
const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' })

describe('a filter that looks through a relation', () => {
  it('sees of other people’s records what their own list shows: nothing', async () => {
    const { ida, ola } = await openWorld()
    const secret = await ida.create('contact', { name: 'Hidden Person', title: 'Minister' })
    const deal = await ola.create('deal', { name: 'Mine' })
    await ida.update('deal', deal.id, { contactId: secret.id }, { ifVersion: deal.version })
    const asked = { where: { contactId: { title: 'Minister' } } }
    expect((await ida.list('deal', asked)).items).toHaveLength(1)
    expect((await ola.list('deal', asked)).items).toHaveLength(0)
    expect((await ola.totals('deal', { ...asked }))[0]?.count ?? 0).toBe(0)
    const negated = { where: { not: { contactId: { title: 'Minister' } } } }
    const other = { where: { not: { contactId: { title: 'Baker' } } } }
    expect((await ola.list('deal', negated)).items).toEqual((await ola.list('deal', other)).items)
  })

  it('sees nothing through links either', async () => {
    const { ida, ola } = await openWorld()
    const secret = await ida.create('contact', { name: 'Hidden Person', title: 'Minister' })
    const deal = await ola.create('deal', { name: 'Mine' })
    const ends = { fromObject: 'deal', fromId: deal.id, toObject: 'contact', toId: secret.id }
    await ida.create('link', ends)
    const where = { contacts: { some: { title: 'Minister' } } }
    expect((await ida.list('deal', { where })).items).toHaveLength(1)
    expect((await ola.list('deal', { where })).items).toHaveLength(0)
    await expect(ola.create('link', ends)).rejects.toThrow(code('INVALID_INPUT'))
  })
})

describe('a masked field', () => {
  it('cannot be written by an operation', async () => {
    const { ida, eva } = await openWorld()
    const deal = await ida.create('deal', { name: 'Kitchen', amount: eur(5) })
    const calls = [
      () => eva.create('deal', { name: 'Bath', amount: eur(1) }),
      () => eva.moveDeal(deal.id, { stageId: 'meeting', set: { amount: eur(1) } }, { ifVersion: deal.version }),
      () => eva.openTicket({ subject: 'Door', priority: 'high' }),
      () => eva.logActivity({ kind: 'call', outcome: 'reached' }),
    ]
    for (const call of calls) await expect(call()).rejects.toThrow(code('INVALID_INPUT'))
    expect(await ida.get('deal', deal.id)).toMatchObject({ amount: eur(5), stageId: 'enquiry' })
  })

  it('is neither told nor set back by an undo', async () => {
    const { ida, eva } = await openWorld()
    const deal = await ida.create('deal', { name: 'Kitchen', amount: eur(500) })
    await ida.update('deal', deal.id, { amount: eur(700), name: 'Bath' }, { ifVersion: 1 })
    await ida.update('deal', deal.id, { amount: eur(900) }, { ifVersion: 2 })
    const { items } = await ida.history('deal', deal.id)
    const result = await eva.undo({ changes: items.map((change) => change.seq).slice(0, 2) })
    expect(JSON.stringify(result)).not.toContain('amountMinor')
    expect(result.undone).toEqual([{ object: 'deal', id: deal.id, fields: ['name'] }])
    expect(await ida.get('deal', deal.id)).toMatchObject({ name: 'Kitchen', amount: eur(900) })
  })

  it('cannot be searched in', async () => {
    const { ida, eva } = await openWorld()
    await ida.create('contact', { name: 'Kari', phones: '+4722334455' })
    await expect(eva.list('contact', { search: '4722334455' })).rejects.toThrow(code('INVALID_INPUT'))
    expect(await eva.search('4722334455')).toEqual([])
    expect(await ida.search('4722334455')).toHaveLength(1)
  })
})

describe('moveDeal', () => {
  it('sets no relation to a record that the caller cannot see', async () => {
    const { ida, ola } = await openWorld()
    const secret = await ida.create('contact', { name: 'Hidden Person' })
    const deal = await ola.create('deal', { name: 'Mine' })
    const move = ola.moveDeal(deal.id, { stageId: 'meeting', set: { contactId: secret.id } }, { ifVersion: 1 })
    await expect(move).rejects.toThrow(code('INVALID_INPUT'))
  })
})

describe('undo', () => {
  it('deletes nothing for somebody who may not delete, except what they made', async () => {
    const { crm, ida, ola } = await openWorld()
    const made = await ida.create('contact', { name: 'Kari' })
    await ida.assign('contact', made.id, { ownerId: 'ola' }, { ifVersion: 1 })
    const [creation] = (await ida.history('contact', made.id)).items.filter((change) => change.before === null)
    const undo = ola.undo({ changes: [creation?.seq as number] })
    await expect(undo).rejects.toThrow(code('NOT_FOUND'))
    const own = await ola.create('contact', { name: 'Per' })
    const [ownCreation] = (await ola.history('contact', own.id)).items
    await ola.undo({ changes: [ownCreation?.seq as number] })
    expect(await ida.get('contact', own.id)).toHaveProperty('deletedAt')
    await crm.close()
  })

  it('brings back no consent that was withdrawn, and says so', async () => {
    const { ida } = await openWorld()
    const { id } = await ida.create('contact', { name: 'Kari' })
    const consent = await ida.giveConsent({ contactId: id, purpose: 'sales', text: 'Yes', method: 'phone' })
    await ida.withdrawConsent(consent.id, {})
    const { items } = await ida.history('consent', consent.id)
    const result = await ida.undo({ changes: items.map((change) => change.seq) })
    expect(result.effects.map((effect) => effect.kind)).toEqual(['consent.withdrawn', 'consent.given'])
    const kept = await ida.get('consent', consent.id)
    expect([kept['state'], kept['deletedAt']]).toEqual(['withdrawn', undefined])
  })

  it('answers the same key with the same result', async () => {
    const { ida } = await openWorld()
    const { id } = await ida.create('company', { name: 'A' })
    await ida.update('company', id, { name: 'B', industry: 'retail' }, { ifVersion: 1 })
    await ida.update('company', id, { industry: 'health' }, { ifVersion: 2 })
    const [, change] = (await ida.history('company', id)).items
    const undo = () => ida.undo({ changes: [change?.seq as number] }, { idempotencyKey: 'once-only' })
    const first = await undo()
    expect(first).toMatchObject({ undone: [{ fields: ['name'] }], conflicts: [{ current: 'health', wanted: null }] })
    expect(await undo()).toEqual(first)
  })
})

describe('the same key again', () => {
  it('tells nothing of a record that was taken away meanwhile', async () => {
    const { ida, ola } = await openWorld()
    const create = () => ola.create('contact', { name: 'Kari', title: 'Baker' }, { idempotencyKey: 'key-of-ola' })
    const made = await create()
    await ida.assign('contact', made.id, { ownerId: 'per' })
    await ida.update('contact', made.id, { title: 'Minister' }, { ifVersion: 2 })
    expect(await create()).toEqual({ id: made.id, version: 3 })
  })

  it('answers twenty conversions at once with one', async () => {
    const storage = memoryStorage()
    const get: typeof storage.get = async (...args) => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 4))
      return storage.get(...args)
    }
    const { ida } = await openWorld({ storage: { ...storage, get } })
    const lead = await ida.create('lead', { name: 'Kari', email: 'kari@example.com' })
    const convert = () => ida.convertLead(lead.id, {}, { idempotencyKey: 'convert-once' })
    const all = await Promise.all(Array.from({ length: 20 }, convert))
    expect(new Set(all.map((one) => one.deal?.id)).size).toBe(1)
    expect((await ida.list('deal')).items).toHaveLength(1)
  })
})

describe('a new record', () => {
  it('with something that is no id where an id belongs is refused, not failed', async () => {
    const { ida } = await openWorld()
    for (const contactId of [{ a: 1 }, 7, [{}], ['a', null]])
      await expect(ida.create('deal', { name: 'A', contactId })).rejects.toThrow(code('INVALID_INPUT'))
  })

  it('cannot be given to a team that is not there', async () => {
    const { ida } = await openWorld()
    const { id } = await ida.create('contact', { name: 'Kari' })
    await expect(ida.assign('contact', id, { ownerId: 'ola', teamId: 'nobody' })).rejects.toThrow(code('INVALID_INPUT'))
  })
})

it('needs the right to write messages to write one', async () => {
  const role = {
    id: 'reader',
    label: 'Reader',
    permissions: [{ object: 'conversation', actions: ['read', 'update'] }],
  } as const
  const { crm, ida } = await openWorld({
    config: {
      roles: [role, { id: 'admin', label: 'A', permissions: [{ object: '*', actions: ['read', 'create', 'update'] }] }],
    },
  })
  const { id } = await ida.openConversation({ subject: 'Chat' })
  const reader = crm.as({ tenant: MAIN, actor: { kind: 'user', id: 'per' }, roles: ['reader'] })
  await expect(reader.sendMessage(id, { text: 'Hi' })).rejects.toThrow(code('FORBIDDEN'))
})
