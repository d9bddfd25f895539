import { describe, expect, it } from 'vitest'
import { createModel } from '../../schema/model.ts'
import { afterPlan } from '../../testing/after-plan.ts'
import {
  aCompany,
  aConsent,
  aContact,
  aContext,
  aLead,
  anActivity,
  aPipeline,
  aSubmission,
  NOW,
} from '../../testing/builders.ts'
import type { Company } from '../company/company.schema.ts'
import type { Contact } from '../contact/contact.schema.ts'
import type { Deal } from '../deal/deal.schema.ts'
import { standardObjects } from '../index.ts'
import { type ConvertLeadState, convertLead } from './lead.operations.ts'
import type { Lead } from './lead.schema.ts'

const model = createModel(standardObjects)
const context = aContext.bind(undefined, { model })
const pipeline = aPipeline()
const lead = aLead({ phone: '+4722334455', companyName: 'Fjord Bygg', ownerId: 'ida', teamId: 'inside-sales' })
const convert = (state: Partial<ConvertLeadState> = {}, input = {}) =>
  convertLead({ lead, pipeline, consents: [], ...state }, input, context())
const code = (expected: string) => expect.objectContaining({ code: expected })
const contactOf = (plan: ReturnType<typeof convert>) => afterPlan<Contact>(plan, 'contact')[0]
const companyOf = (plan: ReturnType<typeof convert>) => afterPlan<Company>(plan, 'company')[0]
const dealOf = (plan: ReturnType<typeof convert>) => afterPlan<Deal>(plan, 'deal')[0]
const leadOf = (plan: ReturnType<typeof convert>) => afterPlan<Lead>(plan, 'lead')[0]

describe('convertLead', () => {
  it('makes a contact, a company and a deal, all of the lead’s owner', () => {
    const plan = convert()
    const owned = { ownerId: 'ida', teamId: 'inside-sales' }
    expect(contactOf(plan)).toMatchObject({
      ...owned,
      name: lead.name,
      emails: [{ value: 'kari@example.com', primary: true }],
      phones: [{ value: '+4722334455', primary: true }],
      source: 'website',
      lifecycle: 'prospect',
    })
    expect(companyOf(plan)).toMatchObject({ ...owned, name: 'Fjord Bygg', roles: ['prospect'] })
    expect(dealOf(plan)).toMatchObject({
      ...owned,
      name: 'Fjord Bygg',
      stageId: 'enquiry',
      status: 'open',
      source: 'website',
    })
  })

  it('ties them together and tells the lead', () => {
    const plan = convert()
    const [contact, company, deal] = [contactOf(plan), companyOf(plan), dealOf(plan)]
    const ids = { contactId: contact?.id, companyId: company?.id, dealId: deal?.id }
    expect(contact?.companyId).toBe(company?.id)
    expect(deal).toMatchObject({ contactId: ids.contactId, companyId: ids.companyId })
    expect(leadOf(plan)).toMatchObject({ ...ids, status: 'converted', convertedAt: NOW })
    expect(plan.events).toEqual([{ type: 'lead.converted', object: 'lead', id: lead.id, data: ids }])
  })

  it('gives up the lead’s place as the open one of its address', () => {
    expect(convert().releases).toEqual([{ space: 'lead.open', key: 'kari@example.com', id: lead.id }])
  })

  it('keeps every value on the lead', () => {
    expect(leadOf(convert())).toMatchObject({ ...lead, status: 'converted' })
  })

  it('takes the contact that has the e-mail and gives it what it lacks', () => {
    const known = aContact({ phones: undefined, lifecycle: 'customer' })
    const plan = convert({ emailHolder: known })
    expect(contactOf(plan)).toMatchObject({
      id: known.id,
      name: known.name,
      phones: [{ value: '+4722334455', primary: true }],
      lifecycle: 'customer',
    })
    expect(leadOf(plan)?.contactId).toBe(known.id)
  })

  it('adds an e-mail and a phone to those of a contact that the input names', () => {
    const known = aContact({
      emails: [{ value: 'work@example.com', primary: true }],
      phones: [{ value: '+4799999999', primary: true }],
    })
    expect(contactOf(convert({ contact: known }, { contactId: known.id }))).toMatchObject({
      emails: [{ value: 'work@example.com', primary: true }, { value: 'kari@example.com' }],
      phones: [{ value: '+4799999999', primary: true }, { value: '+4722334455' }],
    })
  })

  it('does not take an e-mail from another contact', () => {
    const named = aContact({ id: 'contact-2', emails: undefined })
    const plan = convert({ contact: named, emailHolder: aContact() }, { contactId: named.id })
    expect(contactOf(plan)).not.toHaveProperty('emails')
    expect(leadOf(plan)).toMatchObject({ contactId: named.id, email: 'kari@example.com' })
  })

  it('relies on a contact that it does not change', () => {
    const known = aContact({ companyId: 'company-1', source: 'website', phones: [{ value: '+4722334455' }] })
    const plan = convert({ emailHolder: known, company: aCompany({ source: 'website' }) })
    expect(plan.reliesOn).toEqual([
      { object: 'company', record: aCompany({ source: 'website' }) },
      { object: 'contact', record: known },
    ])
  })

  it('uses the company that is called the same', () => {
    const plan = convert({ company: aCompany() })
    expect(plan.writes.filter((write) => write.kind === 'create').map((write) => write.object)).toEqual([
      'contact',
      'deal',
    ])
    expect(contactOf(plan)?.companyId).toBe('company-1')
  })

  it('makes no company where the lead names none, and takes that of the contact', () => {
    const plan = convert({ lead: aLead(), emailHolder: aContact({ companyId: 'company-9' }) })
    expect(companyOf(plan)).toBeUndefined()
    expect(dealOf(plan)).toMatchObject({ companyId: 'company-9', name: 'Kari Nordmann' })
  })

  it('makes no deal where none is wanted, and needs no pipeline then', () => {
    const plan = convertLead({ lead, consents: [] }, { deal: false }, context())
    expect(dealOf(plan)).toBeUndefined()
    expect(leadOf(plan)).not.toHaveProperty('dealId')
  })

  it('gives the deal the wanted name and amount, and the message as its description', () => {
    const amount = { amountMinor: 100, currency: 'NOK' }
    expect(dealOf(convert({}, { dealName: 'Kitchen', amount }))).toMatchObject({
      name: 'Kitchen',
      amount,
      description: lead.message,
    })
  })

  it.each([
    ['its e-mail', { name: undefined }, 'kari@example.com'],
    ['its phone', { name: undefined, email: undefined, phone: '+4722334455' }, '+4722334455'],
    ['nothing', { name: undefined, email: undefined, message: 'Hi' }, 'No name'],
  ])('calls the contact of a lead without a name after %s', (_, over, full) => {
    expect(contactOf(convert({ lead: aLead(over) }))?.name).toEqual({ full })
  })

  it('carries consents, submissions and activities to the contact', () => {
    const followers = [
      { object: 'submission', record: aSubmission() },
      { object: 'activity', record: anActivity({ contactId: undefined, leadId: lead.id }) },
      { object: 'activity', record: anActivity({ id: 'activity-2', contactId: 'another' }) },
    ]
    const plan = convert({ consents: [aConsent()], followers })
    const contactId = contactOf(plan)?.id
    expect(afterPlan(plan, 'consent')).toEqual([{ ...aConsent(), contactId }])
    expect(afterPlan(plan, 'submission')).toMatchObject([{ contactId }])
    expect(afterPlan(plan, 'activity')).toMatchObject([{ id: 'activity-1', contactId }])
  })

  it('gives the contact the lead’s links, whichever end the lead stood at', () => {
    const links = [
      { id: 'l1', version: 1, fromObject: 'lead', fromId: lead.id, toObject: 'tag', toId: 'vip', role: 'tag' },
      { id: 'l2', version: 1, fromObject: 'file', fromId: 'f1', toObject: 'lead', toId: lead.id },
    ]
    const plan = convert({ links })
    const id = contactOf(plan)?.id
    expect(afterPlan(plan, 'link')).toMatchObject([
      { fromObject: 'contact', fromId: id, toObject: 'tag', toId: 'vip', role: 'tag' },
      { fromObject: 'file', fromId: 'f1', toObject: 'contact', toId: id },
    ])
  })

  it('refuses a lead that was converted', () => {
    expect(() => convert({ lead: aLead({ status: 'converted' }) })).toThrow(code('LEAD_ALREADY_CONVERTED'))
  })

  it.each([
    ['contactId', '/contactId'],
    ['companyId', '/companyId'],
    ['pipelineId', '/pipelineId'],
  ])('refuses a %s that is not there', (field, path) => {
    expect(() => convert({}, { [field]: 'unknown' })).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', details: { issues: [expect.objectContaining({ path })] } }),
    )
  })

  it('refuses inputs that it does not have', () => {
    expect(() => convert({}, { tenant: 'other' })).toThrow(code('INVALID_INPUT'))
  })
})

describe('values of fields that the app added', () => {
  const extended = createModel(standardObjects, {
    lead: {
      budget: { type: 'money' },
      rooms: { type: 'number' },
      style: { type: 'select', options: [{ id: 'old' }, { id: 'new' }] },
      only: { type: 'text' },
    },
    contact: { rooms: { type: 'text' }, style: { type: 'select', options: [{ id: 'old' }] } },
    deal: { budget: { type: 'money' }, rooms: { type: 'number' } },
  }).withFields({ lead: { x_floor: { type: 'number' } }, deal: { x_floor: { type: 'number' } } })
  const values = { budget: { amountMinor: 500, currency: 'NOK' }, rooms: 3, style: 'new', only: 'here', x_floor: 2 }
  const rich = { ...lead, ...values } as Lead
  const plan = convertLead({ lead: rich, pipeline, consents: [] }, {}, aContext({ model: extended }))

  it('go to the fields with the same id, also those of run time', () => {
    expect(dealOf(plan)).toMatchObject({ budget: values.budget, rooms: 3, x_floor: 2 })
  })

  it('stay away from fields that cannot hold them, and all stay on the lead', () => {
    expect(contactOf(plan)).not.toHaveProperty('rooms')
    expect(contactOf(plan)).not.toHaveProperty('style')
    expect(leadOf(plan)).toMatchObject(values)
  })
})
