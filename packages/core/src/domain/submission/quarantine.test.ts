import { describe, expect, it } from 'vitest'
import { createModel } from '../../schema/model.ts'
import { afterPlan } from '../../testing/after-plan.ts'
import { aContext, aForm, aLead, aSubmission, NOW } from '../../testing/builders.ts'
import type { Consent } from '../consent/consent.schema.ts'
import { standardObjects } from '../index.ts'
import type { Lead } from '../lead/lead.schema.ts'
import { acceptSubmission, rejectSubmission } from './quarantine.operations.ts'
import { captureLead } from './submission.operations.ts'
import type { Submission } from './submission.schema.ts'

const model = createModel(standardObjects)
const form = aForm()
const input = {
  values: { name: 'Kari Nes', email: 'kari@example.com', message: 'Hello' },
  consents: (form.consents ?? []).map(({ purpose }) => ({ purpose })),
  source: { page: '/prices', utm_source: 'news', utm_campaign: 'spring' },
}
const visitor = () => aContext({ model, actor: { kind: 'visitor', id: 'visitor' } })
const capture = (suspect: boolean) =>
  captureLead({ form, verdict: { suspect, reason: 'honeypot' } }, { submission: input, key: 'key-1' }, visitor())
const suspected = () =>
  ({ ...afterPlan<Submission>(capture(true), 'submission')[0], version: 1, createdAt: NOW }) as Submission
const LATER = '2026-03-05T09:00:00.000Z'
const later = () => aContext({ model, now: LATER })
const withoutIds = (record: unknown) =>
  JSON.parse(JSON.stringify(record), (key, value) => (/^(id|submissionId|leadId)$/.test(key) ? undefined : value))

describe('acceptSubmission', () => {
  it('makes the lead and the consents that it would have made', () => {
    const plan = acceptSubmission({ submission: suspected(), form }, {}, later())
    const normal = capture(false)
    const [lead] = afterPlan<Lead>(plan, 'lead')
    expect(withoutIds(lead)).toEqual(withoutIds(afterPlan<Lead>(normal, 'lead')[0]))
    expect(withoutIds(afterPlan<Consent>(plan, 'consent'))).toEqual(withoutIds(afterPlan<Consent>(normal, 'consent')))
    expect(plan.events.map((event) => event.type)).toEqual([
      'submission.accepted',
      ...normal.events.map((event) => event.type),
    ])
    expect(afterPlan<Submission>(plan, 'submission')[0]).toMatchObject({ state: 'accepted', leadId: lead?.id })
    expect(lead?.submissionId).toBe(suspected().id)
    expect(plan.claims).toEqual([{ space: 'lead.open', key: 'kari@example.com', object: 'lead', id: lead?.id }])
  })

  it('gives it to the open lead of the same address', () => {
    const holder = aLead({ id: 'open', email: 'kari@example.com' })
    const plan = acceptSubmission({ submission: suspected(), form, holder }, {}, later())
    expect(afterPlan<Submission>(plan, 'submission')[0]).toMatchObject({ leadId: 'open' })
    expect(plan.writes.filter((write) => write.kind === 'create' && write.object === 'lead')).toEqual([])
  })

  it('takes one that was rejected, and leaves one that was accepted', () => {
    const rejected = aSubmission({ state: 'rejected', leadId: undefined })
    expect(acceptSubmission({ submission: rejected, form }, {}, later()).writes).not.toEqual([])
    expect(acceptSubmission({ submission: aSubmission(), form }, {}, later()).writes).toEqual([])
  })

  it('leaves out answers in fields that are gone', () => {
    const submission = { ...suspected(), values: { email: 'kari@example.com', x_gone: 'yes' } } as Submission
    const [lead] = afterPlan<Lead>(acceptSubmission({ submission, form }, {}, later()), 'lead')
    expect(lead).not.toHaveProperty('x_gone')
  })
})

describe('rejectSubmission', () => {
  it('leaves a suspect for what it is, once', () => {
    const plan = rejectSubmission({ submission: suspected() }, {}, later())
    expect(afterPlan<Submission>(plan, 'submission')[0]).toMatchObject({ state: 'rejected' })
    expect(rejectSubmission({ submission: aSubmission({ state: 'rejected' }) }, {}, later()).writes).toEqual([])
  })

  it('refuses one that is a lead already', () => {
    const call = () => rejectSubmission({ submission: aSubmission() }, {}, later())
    expect(call).toThrow(expect.objectContaining({ code: 'SUBMISSION_ALREADY_ACCEPTED' }))
  })
})
