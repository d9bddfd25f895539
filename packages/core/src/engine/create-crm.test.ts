import { describe, expect, it } from 'vitest'
import type { CrmApi } from '../ports/crm-api.ts'
import { memoryStorage } from '../storage/memory.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { seededRandom } from '../testing/seeded-random.ts'
import { defineCrm } from './config.ts'
import { type Crm, createCrm } from './create-crm.ts'

const MAIN = 'main'
const NOW = '2026-03-02T09:00:00.000Z'

async function open() {
  const clock = fakeClock(NOW)
  const storage = memoryStorage()
  const crm = await createCrm({ storage, clock, random: seededRandom(7), jobsEveryMs: 0 })
  await crm.openTenant({
    id: MAIN,
    name: 'Main',
    zone: 'Europe/Oslo',
    teams: [{ id: 'inside-sales', name: 'Inside sales' }],
    users: [
      { id: 'ida', name: 'Ida', roles: ['admin'], teamIds: ['inside-sales'] },
      { id: 'ola', name: 'Ola', roles: ['agent'], teamIds: ['inside-sales'] },
    ],
  })
  return { crm, clock, storage, admin: as(crm, 'ida', 'admin'), agent: as(crm, 'ola', 'agent') }
}

function as(crm: Crm, id: string, role: string, tenant = MAIN): CrmApi {
  return crm.as({ tenant, actor: { kind: 'user', id }, roles: [role], teams: [] })
}

async function leadFrom(crm: Crm, admin: CrmApi, email = 'kari@example.com') {
  const receipt = await crm
    .visitors({ tenant: MAIN })
    .submit(
      'contact',
      { values: { name: 'Kari Nes', email, message: 'Hello' }, consents: [{ purpose: 'sales' }] },
      { idempotencyKey: `key-${email}` },
    )
  const { items } = await admin.list('lead', { where: { email } })
  return { receipt, lead: items[0] as (typeof items)[number] }
}

describe('createCrm', () => {
  const greet = { id: 'greet', label: 'Greet', on: 'lead.created', then: [{ do: 'add-tag', tag: 'new' }] } as const

  it.each([
    ['a field that its object does not have', { ...greet, if: { sorce: 'website' } }, '/rules/greet/if/sorce'],
    ['a member that rules do not have', { ...greet, iff: { source: 'website' } }, '/rules/greet/iff'],
    ['a trigger that there is none of', { ...greet, on: { when: 'record-creatd' } }, '/rules/greet/on/when'],
    ['an action that there is none of', { ...greet, then: [{ do: 'add-tagg' }] }, '/rules/greet/then/0/do'],
    ['an object that there is none of', { ...greet, on: 'leed.created' }, '/rules/greet/on'],
  ])('refuses a rule of the configuration with %s, by its name', async (_, rule, path) => {
    const config = defineCrm({ rules: [rule as never] })
    await expect(createCrm({ storage: memoryStorage(), config })).rejects.toMatchObject({
      code: 'INVALID_DEFINITION',
      details: { path },
    })
  })

  it.each([{}, { storage: 'crm.db' }])('says what is missing without a storage', async (options) => {
    await expect(createCrm(options as never)).rejects.toMatchObject({
      code: 'INVALID_DEFINITION',
      details: { path: '/storage' },
    })
  })

  it.each([null, undefined, 'Kari'])('says that values are an object, not %s', async (values) => {
    const { admin } = await open()
    await expect(admin.create('contact', values as never)).rejects.toThrow('The input: Expected an object here.')
  })

  it('says what kinds of values a field takes', async () => {
    const { admin } = await open()
    const wrong = admin.create('contact', { name: 42 } as never)
    await expect(wrong).rejects.toThrow('/name: Expected text or an object here.')
  })

  it('says that a list is sorted by one field', async () => {
    const { admin } = await open()
    await expect(admin.list('deal', { sort: ['-amount'] } as never)).rejects.toMatchObject({ code: 'INVALID_SORT' })
  })

  it('refuses two rules of the configuration with one id', async () => {
    const config = defineCrm({ rules: [greet, greet] })
    await expect(createCrm({ storage: memoryStorage(), config })).rejects.toMatchObject({ code: 'INVALID_DEFINITION' })
  })

  it.each([
    ['no tenant', { tenant: '' }, '/tenant'],
    ['roles that are no list', { roles: 'notadmin' }, '/roles'],
    ['an actor of no kind', { actor: { kind: 'boss', id: 'ida' } }, '/actor/kind'],
    ['teams that are no list', { teams: 'inside-sales' }, '/teams'],
  ])('refuses a scope with %s', async (_, wrong, path) => {
    const { crm } = await open()
    const scope = { tenant: MAIN, actor: { kind: 'user', id: 'ida' }, roles: ['admin'], ...wrong }
    expect(() => crm.as(scope as never)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', details: { issues: [expect.objectContaining({ path })] } }),
    )
  })

  it('turns a submission into a lead with its consent and submission', async () => {
    const { crm, admin } = await open()
    const { receipt, lead } = await leadFrom(crm, admin)
    expect(lead).toMatchObject({ email: 'kari@example.com', name: { full: 'Kari Nes' }, status: 'new', version: 1 })
    expect(await admin.get('submission', receipt.id)).toMatchObject({ leadId: lead.id, state: 'accepted' })
    expect((await admin.list('consent', { where: { leadId: lead.id } })).items).toHaveLength(1)
  })

  it('answers the same key twenty times at once with one receipt and one lead', async () => {
    const { crm, admin } = await open()
    const site = crm.visitors({ tenant: MAIN })
    const send = () =>
      site.submit(
        'contact',
        { values: { name: 'Kari Nes', email: 'kari@example.com' } },
        { idempotencyKey: 'same-key-for-all' },
      )
    const receipts = await Promise.all(Array.from({ length: 20 }, send))
    expect(new Set(receipts.map((receipt) => receipt.id)).size).toBe(1)
    expect((await admin.list('lead')).items).toHaveLength(1)
  })

  it('refuses the same key with other answers', async () => {
    const { crm } = await open()
    const site = crm.visitors({ tenant: MAIN })
    await site.submit(
      'contact',
      { values: { name: 'Kari Nes', email: 'kari@example.com' } },
      { idempotencyKey: 'key-1' },
    )
    const other = site.submit(
      'contact',
      { values: { name: 'Ola Nes', email: 'ola@example.com' } },
      { idempotencyKey: 'key-1' },
    )
    await expect(other).rejects.toMatchObject({ code: 'IDEMPOTENCY_MISMATCH' })
  })

  it('makes one lead of twenty submissions with the same e-mail and different keys', async () => {
    const { crm, admin } = await open()
    const site = crm.visitors({ tenant: MAIN })
    const send = (index: number) =>
      site.submit(
        'contact',
        { values: { name: 'Kari Nes', email: 'kari@example.com' } },
        { idempotencyKey: `key-${index}` },
      )
    await Promise.all(Array.from({ length: 20 }, (_, index) => send(index)))
    expect((await admin.list('lead')).items).toHaveLength(1)
    expect((await admin.list('submission')).items).toHaveLength(20)
  })

  it('converts a lead to contact and deal, and moves the deal', async () => {
    const { crm, admin } = await open()
    const { lead } = await leadFrom(crm, admin)
    const { contact, deal } = await admin.convertLead(lead.id, {
      dealName: 'Kitchen',
      amount: { amountMinor: 500_000, currency: 'EUR' },
    })
    expect(contact).toMatchObject({ name: { full: 'Kari Nes' } })
    const pipeline = await admin.get('pipeline', String(deal?.['pipelineId']))
    const stages = pipeline['stages'] as { id: string }[]
    const moved = await admin.moveDeal(
      String(deal?.id),
      { stageId: (stages[1] as { id: string }).id },
      { ifVersion: deal?.version as number },
    )
    expect(moved).toMatchObject({ stageId: stages[1]?.id, version: 2 })
  })

  it('tells the second of two people who change the same version', async () => {
    const { admin } = await open()
    const made = await admin.create('company', { name: 'Bergstrøm AS' })
    await admin.update('company', made.id, { industry: 'retail' }, { ifVersion: 1 })
    const stale = admin.update('company', made.id, { industry: 'health' }, { ifVersion: 1 })
    await expect(stale).rejects.toMatchObject({
      code: 'VERSION_CONFLICT',
      details: { current: { version: 2, industry: 'retail' } },
    })
  })

  it('lets one of a hundred writers of the same version win, and tells the others', async () => {
    const { admin } = await open()
    const made = await admin.create('company', { name: 'Bergstrøm AS' })
    const writers = Array.from({ length: 100 }, (_, index) =>
      admin.update('company', made.id, { industry: `industry ${index}` }, { ifVersion: 1 }),
    )
    const answers = await Promise.allSettled(writers)
    expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(1)
    expect((await admin.get('company', made.id)).version).toBe(2)
  })

  it('asks a person for the version that they saw', async () => {
    const { admin } = await open()
    const made = await admin.create('company', { name: 'Bergstrøm AS' })
    await expect(admin.update('company', made.id, { industry: 'retail' })).rejects.toMatchObject({
      code: 'VERSION_REQUIRED',
    })
  })

  it('gives the same answer and writes once when a keyed call comes again', async () => {
    const { admin } = await open()
    const create = () => admin.create('company', { name: 'Bergstrøm AS' }, { idempotencyKey: 'create-1' })
    const [first, second] = [await create(), await create()]
    expect(second).toEqual(first)
    expect((await admin.list('company')).items).toHaveLength(1)
  })

  it('shows an agent only what is theirs, and answers a foreign id as an unknown one', async () => {
    const { admin, agent } = await open()
    const theirs = await admin.create('company', { name: 'Of Ida' })
    const own = await agent.create('contact', { name: 'Of Ola' })
    const foreign = await admin.create('contact', { name: 'Of Ida' })
    expect((await agent.list('contact')).items.map((record) => record.id)).toEqual([own.id])
    const [a, b] = await Promise.allSettled([agent.get('contact', foreign.id), agent.get('contact', 'no-such-id')])
    expect(a).toEqual(b)
    expect(theirs.id).not.toBe(own.id)
  })

  it('keeps tenants apart', async () => {
    const { crm, admin } = await open()
    await crm.openTenant({ id: 'other', name: 'Other' })
    const made = await admin.create('contact', { name: 'Kari Nes' })
    const other = as(crm, 'ida', 'admin', 'other')
    expect((await other.list('contact')).items).toEqual([])
    await expect(other.get('contact', made.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('undoes a bulk of changes and lists what was changed since', async () => {
    const { admin } = await open()
    const [a, b] = [
      await admin.create('company', { name: 'A', industry: 'old' }),
      await admin.create('company', { name: 'B', industry: 'old' }),
    ]
    for (const record of [a, b])
      await admin.update('company', record.id, { industry: 'new' }, { ifVersion: 1, correlation: 'bulk' })
    await admin.update('company', b.id, { industry: 'newer' }, { ifVersion: 2 })
    const result = await admin.undo({ correlation: 'bulk' })
    expect(result.undone).toEqual([{ object: 'company', id: a.id, fields: ['industry'] }])
    expect(result.conflicts).toEqual([
      { object: 'company', id: b.id, field: 'industry', current: 'newer', wanted: 'old' },
    ])
    expect(await admin.get('company', a.id)).toMatchObject({ industry: 'old' })
  })

  it('takes a record to the recycle bin and back', async () => {
    const { admin } = await open()
    const made = await admin.create('contact', { name: 'Kari', emails: 'kari@example.com' })
    await admin.remove('contact', made.id)
    expect((await admin.list('contact')).items).toEqual([])
    expect((await admin.list('contact', { deleted: true })).items).toHaveLength(1)
    await admin.create('contact', { name: 'Other Kari', emails: 'kari@example.com' })
    await expect(admin.restore('contact', made.id)).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
  })

  it('purges what stayed in the recycle bin for thirty days', async () => {
    const { crm, admin, clock } = await open()
    const made = await admin.create('contact', { name: 'Kari' })
    await admin.remove('contact', made.id)
    clock.advance({ days: 31 })
    await crm.tick()
    await expect(admin.get('contact', made.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('gives a new lead an owner and a first call by a rule after the commit', async () => {
    const { crm, admin } = await open()
    const { lead } = await leadFrom(crm, admin)
    expect(lead['ownerId']).toBeUndefined()
    await crm.tick()
    const owned = await admin.get('lead', lead.id)
    expect(['ida', 'ola']).toContain(owned['ownerId'])
    const { items } = await admin.list('activity', { where: { leadId: lead.id, kind: 'task' } })
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({ ownerId: owned['ownerId'], createdBy: expect.stringMatching(/^rule:/) })
  })

  it('adds a field at run time that is there in the next call', async () => {
    const { admin } = await open()
    await admin.addField('contact', 'shoeSize', { type: 'number', label: 'Shoe size', indexed: true })
    const made = await admin.create('contact', { name: 'Kari', x_shoeSize: 38 })
    expect((await admin.list('contact', { where: { x_shoeSize: { gte: 38 } } })).items.map((r) => r.id)).toEqual([
      made.id,
    ])
    const described = (await admin.model()).objects.find((object) => object.name === 'contact')
    expect(described?.fields['x_shoeSize']).toMatchObject({ type: 'number', custom: true })
  })

  it('streams changes that the listener may see', async () => {
    const { admin, agent } = await open()
    const stop = new AbortController()
    const seen: string[] = []
    const listening = (async () => {
      for await (const event of agent.changes({ after: 0, signal: stop.signal })) {
        if (event.object === 'contact')
          seen.push(`${event.type} ${event.record?.['name'] ? (event.record['name'] as { full: string }).full : ''}`)
        if (seen.length === 2) stop.abort()
      }
    })()
    await admin.create('contact', { name: 'Of Ida' })
    const own = await agent.create('contact', { name: 'Of Ola' })
    await agent.update('contact', own.id, { title: 'Boss' }, { ifVersion: 1 })
    await listening
    expect(seen).toEqual(['created Of Ola', 'updated Of Ola'])
  })

  it('verifies its own log', async () => {
    const { crm, admin } = await open()
    await leadFrom(crm, admin)
    await crm.tick()
    expect(await crm.verify(MAIN)).toMatchObject({ ok: true, faults: [] })
  })

  it('lets visitor and agent talk, each message once and in order', async () => {
    const { crm, admin } = await open()
    const site = crm.visitors({ tenant: MAIN })
    const { token } = await site.startConversation({ text: 'Is there a lift?' }, { idempotencyKey: 'chat-0001' })
    const conversation = (await admin.list('conversation')).items[0] as { id: string }
    await admin.sendMessage(conversation.id, { text: 'Yes.' }, { idempotencyKey: 'answer-1' })
    await admin.sendMessage(conversation.id, { text: 'Only for us', internal: true })
    await Promise.all(
      ['a', 'b', 'c'].map((text) => site.sendVisitorMessage(token, { text }, { idempotencyKey: `m-${text}` })),
    )
    await site.sendVisitorMessage(token, { text: 'c' }, { idempotencyKey: 'm-c' })
    const { messages } = await site.visitorMessages(token)
    expect(messages.map((message) => message.from)).toEqual(['visitor', 'agent', 'visitor', 'visitor', 'visitor'])
    expect(messages.map((message) => message.seq)).toEqual([1, 2, 4, 5, 6])
    await expect(site.visitorMessages(`${token}x`)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('shows the timeline of a contact, newest first', async () => {
    const { crm, admin, clock } = await open()
    const { lead } = await leadFrom(crm, admin)
    clock.advance({ hours: 1 })
    const { contact } = await admin.convertLead(lead.id, { deal: false })
    clock.advance({ hours: 1 })
    await admin.logActivity({ kind: 'call', contactId: contact.id, subject: 'First call' })
    const { items } = await admin.timeline('contact', contact.id)
    expect(items[0]).toMatchObject({ kind: 'activity', record: { subject: 'First call' } })
    expect(items.map((entry) => entry.kind)).toContain('submission')
    expect(items.map((entry) => entry.at)).toEqual([...items.map((entry) => entry.at)].sort().reverse())
  })
})
