import { describe, expect, it } from 'vitest'
import { defaultRules } from '../domain/defaults.ts'
import type { Crm } from './create-crm.ts'
import { MAIN, openWorld } from './world.fixture.ts'

const code = (expected: string) => expect.objectContaining({ code: expected })

async function submit(crm: Crm, email: string, website_url?: string) {
  const values = { name: 'Kari Nes', email, message: 'Hello' }
  const input = { values, consents: [{ purpose: 'sales' }], ...(website_url ? { website_url } : {}) }
  return crm.visitors({ tenant: MAIN }).submit('contact', input, { idempotencyKey: `key-of-${email}` })
}

describe('a submission in quarantine', () => {
  it('is seen by those who may, and makes nothing', async () => {
    const { crm, ida, ola } = await openWorld()
    const { id } = await submit(crm, 'kari@example.com', 'spam')
    const asked = { where: { state: 'quarantined' } }
    expect((await ida.list('submission', asked)).items).toMatchObject([{ id, reason: 'honeypot' }])
    expect((await ola.list('submission', asked)).items).toEqual([])
    expect((await ida.list('lead')).items).toEqual([])
    await expect(ola.acceptSubmission(id)).rejects.toThrow(code('NOT_FOUND'))
  })

  it('becomes a lead as any other, of nobody, with rules and consents', async () => {
    const { crm, clock, ida } = await openWorld({ config: { rules: defaultRules } })
    await submit(crm, 'ola@example.com')
    const { id } = await submit(crm, 'kari@example.com', 'spam')
    clock.advance({ days: 3 })
    const accepted = await ida.acceptSubmission(id)
    const [suspect, normal] = (await ida.list('lead', { sort: '-createdAt' })).items
    expect(accepted).toMatchObject({ state: 'accepted', leadId: suspect?.id, reason: 'honeypot' })
    expect(Object.keys(suspect ?? {})).toEqual(Object.keys(normal ?? {}))
    expect(suspect).not.toHaveProperty('ownerId')
    const consents = (await ida.list('consent', { where: { leadId: suspect?.id } })).items
    expect(consents).toMatchObject([{ givenAt: '2026-03-02T09:00:00.000Z', submissionId: id }])
    expect((await crm.jobs(MAIN, 'waiting')).filter((job) => job.kind === 'rules')).toHaveLength(2)
    await submit(crm, 'kari@example.com')
    expect((await ida.list('lead')).items).toHaveLength(2)
  })

  it('is accepted once, however often it is asked', async () => {
    const { crm, ida } = await openWorld()
    const { id } = await submit(crm, 'kari@example.com', 'spam')
    const calls = Array.from({ length: 20 }, (_, at) =>
      ida.acceptSubmission(id, at % 2 ? { idempotencyKey: 'accept-once' } : {}),
    )
    const all = await Promise.all(calls)
    expect(new Set(all.map((one) => one['leadId'])).size).toBe(1)
    expect((await ida.list('lead')).items).toHaveLength(1)
  })

  it('is left alone once it is rejected', async () => {
    const { crm, ida } = await openWorld()
    const { id } = await submit(crm, 'kari@example.com', 'spam')
    expect(await ida.rejectSubmission(id)).toMatchObject({ state: 'rejected' })
    expect((await ida.list('submission', { where: { state: 'quarantined' } })).items).toEqual([])
    expect(await ida.acceptSubmission(id)).toMatchObject({ state: 'accepted' })
    await expect(ida.rejectSubmission(id)).rejects.toThrow(code('SUBMISSION_ALREADY_ACCEPTED'))
  })

  it('needs the right to make leads', async () => {
    const role = {
      id: 'clerk',
      label: 'Clerk',
      permissions: [{ object: 'submission', actions: ['read', 'update'] }],
    } as const
    const { crm } = await openWorld({ config: { roles: [role] } })
    const { id } = await submit(crm, 'kari@example.com', 'spam')
    const clerk = crm.as({ tenant: MAIN, actor: { kind: 'user', id: 'per' }, roles: ['clerk'] })
    await expect(clerk.acceptSubmission(id)).rejects.toThrow(code('FORBIDDEN'))
  })
})

describe('converting a lead whose e-mail is that of a contact', () => {
  const known = { name: 'Minister Nes', emails: 'kari@example.com', title: 'Secret title' }

  it('gives it to a contact that the caller cannot see, and tells and changes nothing of it', async () => {
    const { ida, ola } = await openWorld()
    const company = await ida.create('company', { name: 'Secret company' })
    const contact = await ida.create('contact', { ...known, companyId: company.id })
    const lead = await ola.create('lead', {
      name: 'Kari',
      email: 'kari@example.com',
      phone: '+4722334455',
      companyName: 'Secret company',
    })
    const result = await ola.convertLead(lead.id)
    expect(JSON.stringify(result)).not.toMatch(/Secret title|Minister/)
    expect(result.contact).toEqual({ id: contact.id, version: 0 })
    expect(result.company?.id).not.toBe(company.id)
    expect(await ida.get('contact', contact.id)).toMatchObject({ ...contact, openDeals: 1 })
    expect(await ida.get('company', company.id)).toEqual(company)
    expect(result.lead).toMatchObject({ status: 'converted', contactId: contact.id, phone: '+4722334455' })
    await expect(ola.get('contact', contact.id)).rejects.toThrow(code('NOT_FOUND'))
  })

  it('does not take over where such a contact works', async () => {
    const { ida, ola } = await openWorld()
    const company = await ida.create('company', { name: 'Secret company' })
    await ida.create('contact', { ...known, companyId: company.id })
    const lead = await ola.create('lead', { name: 'Kari', email: 'kari@example.com' })
    expect(JSON.stringify(await ola.convertLead(lead.id))).not.toContain(company.id)
  })

  it('keeps both timelines right', async () => {
    const { crm, ida, ola } = await openWorld()
    const contact = await ida.create('contact', known)
    const { id } = await submit(crm, 'kari@example.com')
    const [lead] = (await ida.list('lead')).items
    await ida.assign('lead', String(lead?.id), { ownerId: 'ola' })
    await crm.tick()
    await ola.convertLead(String(lead?.id))
    const kinds = async (of: Promise<{ items: readonly { kind: string; id: string }[] }>) =>
      (await of).items.map((entry) => entry.kind)
    expect(await kinds(ida.timeline('contact', contact.id))).toEqual(expect.arrayContaining(['submission', 'consent']))
    const own = await ola.timeline('lead', String(lead?.id))
    expect(own.items.map((entry) => entry.id)).toContain(id)
    expect(JSON.stringify(own)).not.toMatch(/Secret title|Minister/)
  })

  it('shows and fills a contact that the caller may read and change', async () => {
    const { ida } = await openWorld()
    const contact = await ida.create('contact', known)
    const lead = await ida.create('lead', { name: 'Kari', email: 'kari@example.com', phone: '+4722334455' })
    const result = await ida.convertLead(lead.id)
    expect(result.contact).toMatchObject({ id: contact.id, title: 'Secret title', phones: [{ value: '+4722334455' }] })
  })
})
