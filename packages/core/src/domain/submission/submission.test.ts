import { describe, expect, it } from 'vitest'
import { createModel } from '../../schema/model.ts'
import { sha256 } from '../../shared/sha256.ts'
import { afterPlan } from '../../testing/after-plan.ts'
import { aContext, aForm, aLead, NOW } from '../../testing/builders.ts'
import type { Consent } from '../consent/consent.schema.ts'
import { consentDigest } from '../form/form.operations.ts'
import { standardObjects } from '../index.ts'
import type { Lead } from '../lead/lead.schema.ts'
import type { SubmissionInput } from './submission.inputs.ts'
import { type CaptureLeadState, captureLead } from './submission.operations.ts'
import type { Submission } from './submission.schema.ts'

const model = createModel(standardObjects)
const context = (locale = 'en') => aContext({ model, actor: { kind: 'visitor', id: 'visitor' }, locale })
const good: CaptureLeadState = { form: aForm(), verdict: { suspect: false } }
const kari: SubmissionInput = { values: { name: 'Kari Nes', email: 'Kari@Example.com', message: 'Hello' } }
const capture = (state: Partial<CaptureLeadState> = {}, submission: Partial<SubmissionInput> = {}) =>
  captureLead({ ...good, ...state }, { submission: { ...kari, ...submission }, key: 'key-1' }, context())
const code = (expected: string) => expect.objectContaining({ code: expected })
const typesOf = (plan: ReturnType<typeof captureLead>) => plan.events.map((event) => event.type)

describe('captureLead', () => {
  it('keeps the submission and makes a new lead of its values', () => {
    const plan = capture()
    const [lead] = afterPlan<Lead>(plan, 'lead')
    const [submission] = afterPlan<Submission>(plan, 'submission')
    expect(lead).toMatchObject({
      email: 'Kari@example.com',
      message: 'Hello',
      status: 'new',
      source: 'website',
      formId: 'contact',
    })
    expect(submission).toMatchObject({
      formId: 'contact',
      formVersion: 1,
      key: 'key-1',
      state: 'accepted',
      leadId: lead?.id,
    })
    expect(submission?.values).toEqual({ name: lead?.name, email: 'Kari@example.com', message: 'Hello' })
    expect(lead?.submissionId).toBe(submission?.id)
    expect(typesOf(plan)).toEqual(['lead.captured'])
  })

  it('claims the key of the form for ever and the place as the open lead of the address', () => {
    const plan = capture()
    expect(plan.claims).toEqual([
      { space: 'submission', key: 'contact:key-1', object: 'submission', id: 'id-1' },
      { space: 'lead.open', key: 'kari@example.com', object: 'lead', id: 'id-2' },
    ])
  })

  it('makes the same plan of the same submission', () => {
    expect(capture()).toEqual(capture())
  })

  it('tells where the visitor came from', () => {
    const source = { page: '/prices', referrer: 'https://search.example', utm_source: 'news', utm_campaign: 'spring' }
    const [lead] = afterPlan<Lead>(capture({}, { source }), 'lead')
    expect(lead).toMatchObject({
      campaign: 'spring',
      utm: { utm_source: 'news', utm_campaign: 'spring' },
      firstTouch: source,
      lastTouch: source,
    })
  })

  it('gives an open lead with the same e-mail what it lacks and leaves what it has', () => {
    const holder = aLead({ email: 'kari@example.com', message: 'First' })
    const plan = capture({ holder }, { values: { ...kari.values, phone: '+47 22 33 44 55' } })
    expect(afterPlan<Lead>(plan, 'lead')).toMatchObject([{ id: holder.id, message: 'First', phone: '+4722334455' }])
    expect(afterPlan<Submission>(plan, 'submission')[0]).toMatchObject({
      leadId: holder.id,
      values: { message: 'Hello' },
    })
    expect(typesOf(plan)).toEqual(['lead.returned'])
    expect(plan.claims).toHaveLength(1)
  })

  it('remembers the latest visit of a lead that returns, and its first', () => {
    const holder = aLead({ firstTouch: { page: '/a' }, lastTouch: { page: '/a' } })
    const [lead] = afterPlan<Lead>(capture({ holder }, { source: { page: '/b' } }), 'lead')
    expect(lead).toMatchObject({ firstTouch: { page: '/a' }, lastTouch: { page: '/b' } })
  })

  it('relies on the lead where it has nothing to give', () => {
    const holder = aLead({ message: 'Hello' })
    const plan = capture({ holder })
    expect(afterPlan(plan, 'lead')).toEqual([])
    expect(plan.reliesOn).toEqual([{ object: 'lead', record: holder }])
  })

  it.each([
    ['converted', aLead({ status: 'converted' })],
    ['dismissed', aLead({ status: 'dismissed' })],
    ['deleted', aLead({ deletedAt: NOW })],
    ['now of another address', aLead({ email: 'other@example.com' })],
  ])('makes a new lead where the known one is %s, and takes over its place', (_, holder) => {
    const plan = capture({ holder })
    expect(afterPlan<Lead>(plan, 'lead')[0]?.id).toBe('id-2')
    expect(plan.releases).toEqual([{ space: 'lead.open', key: 'kari@example.com', id: holder.id }])
  })

  it('puts a suspect into quarantine with its values, and makes no lead', () => {
    const plan = capture({ verdict: { suspect: true, reason: 'honeypot' } }, { consents: [{ purpose: 'sales' }] })
    expect(plan.writes.map((write) => write.object)).toEqual(['submission'])
    expect(afterPlan<Submission>(plan, 'submission')[0]).toMatchObject({
      state: 'quarantined',
      reason: 'honeypot',
      values: { message: 'Hello' },
    })
    expect(typesOf(plan)).toEqual(['submission.quarantined'])
    expect(plan.claims?.map((claim) => claim.space)).toEqual(['submission'])
  })

  it('works without an e-mail', () => {
    const form = aForm({ fields: [{ field: 'phone', required: true }] })
    const plan = capture({ form }, { values: { phone: '+4722334455' } })
    expect(afterPlan<Lead>(plan, 'lead')).toHaveLength(1)
    expect(plan.claims?.map((claim) => claim.space)).toEqual(['submission'])
  })

  it('refuses what the form does not ask for', () => {
    expect(() => capture({}, { values: { ...kari.values, score: 100 } })).toThrow(code('FORM_FIELD_UNKNOWN'))
  })

  it('takes strange addresses of the visitor’s page, made fit to be stored', () => {
    const [lead] = afterPlan<Lead>(capture({}, { source: { page: '/a\0b\ud800', ['utm\0']: 'x' } }), 'lead')
    expect(lead?.firstTouch).toEqual({ page: '/ab\ufffd', utm: 'x' })
  })

  it('takes a page with a very long address and very many parameters, and cuts them', () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`p${at}`, 'x'.repeat(5_000)]))
    const touch = afterPlan<Lead>(capture({}, { source: many }), 'lead')[0]?.lastTouch ?? {}
    expect(Object.keys(touch)).toHaveLength(40)
    expect(Object.values(touch).every((text) => text.length === 2_048)).toBe(true)
  })

  it.each(['nb_NO', '', '../etc', 'x\0'])('refuses the language %j', (locale) => {
    expect(() => capture({}, { locale })).toThrow(code('INVALID_INPUT'))
  })

  it('refuses members that a submission does not have', () => {
    const submission = { ...kari, tenant: 'other' } as SubmissionInput
    expect(() => captureLead(good, { submission, key: 'k' }, context())).toThrow(code('INVALID_INPUT'))
  })

  it('refuses an answer to a closed form', () => {
    expect(() => capture({ form: aForm({ status: 'closed' }) })).toThrow(code('FORM_CLOSED'))
  })
})

describe('consents of a submission', () => {
  const ticked = { consents: [{ purpose: 'sales' }] }
  const text = 'Dere kan kontakte meg.'

  it('are written with the text of the visitor’s language, its hash and the form’s version', () => {
    const plan = capture({ form: aForm({ version: 4 }) }, { ...ticked, locale: 'nb', source: { page: '/prices' } })
    const [consent] = afterPlan<Consent>(plan, 'consent')
    expect(consent).toMatchObject({
      ...{
        purpose: 'sales',
        text,
        textHash: sha256(text),
        textVersion: 'contact@4',
        formId: 'contact',
        formVersion: 4,
      },
      ...{ locale: 'nb', method: 'form', page: '/prices', email: 'Kari@example.com', state: 'given', givenAt: NOW },
    })
    expect(consent?.leadId).toBe(afterPlan(plan, 'lead')[0]?.id)
    expect(consent?.submissionId).toBe(afterPlan(plan, 'submission')[0]?.id)
    expect(typesOf(plan)).toEqual(['lead.captured', 'consent.given'])
  })

  it('are not written where nothing was ticked', () => {
    expect(afterPlan(capture(), 'consent')).toEqual([])
  })

  it('are refused where the form does not offer them', () => {
    const refused = () => capture({}, { consents: [{ purpose: 'marketing' }] })
    expect(refused).toThrow(
      expect.objectContaining({ details: { issues: [expect.objectContaining({ path: '/consents/0/purpose' })] } }),
    )
  })

  it('are asked for where the form requires them', () => {
    const form = aForm({ consents: [{ purpose: 'terms', text: 'I agree', required: true }] })
    const refused = () => capture({ form })
    expect(refused).toThrow(
      expect.objectContaining({
        details: { issues: [expect.objectContaining({ path: '/consents/0', code: 'required' })] },
      }),
    )
  })

  it('are told apart by channel', () => {
    const consents = [
      { purpose: 'sales', channel: 'email', text: 'Mail me' },
      { purpose: 'sales', channel: 'phone', text: 'Call me' },
    ]
    const plan = capture({ form: aForm({ consents }) }, { consents: [{ purpose: 'sales', channel: 'phone' }] })
    expect(afterPlan<Consent>(plan, 'consent').map((consent) => consent.text)).toEqual(['Call me'])
  })

  it('count for the version that was shown, while its texts still stand', () => {
    const form = aForm({ version: 5 })
    const render = { formId: 'contact', formVersion: 4, renderedAt: NOW, consentDigest: consentDigest(form, 'en') }
    expect(afterPlan<Consent>(capture({ form, render }, ticked), 'consent')[0]).toMatchObject({
      formVersion: 4,
      textVersion: 'contact@4',
    })
  })

  it('stay out of the ledger, but in the submission, where another text was shown', () => {
    const render = { formId: 'contact', formVersion: 1, renderedAt: NOW, consentDigest: 'of-an-older-text' }
    const plan = capture({ render }, ticked)
    expect(afterPlan(plan, 'consent')).toEqual([])
    expect(afterPlan<Submission>(plan, 'submission')[0]?.consents).toMatchObject([{ purpose: 'sales', shown: false }])
    expect(afterPlan(plan, 'lead')).toHaveLength(1)
  })
})
