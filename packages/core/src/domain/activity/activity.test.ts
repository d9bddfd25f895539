import { describe, expect, it } from 'vitest'
import { createModel } from '../../schema/model.ts'
import { afterPlan } from '../../testing/after-plan.ts'
import { aContact, aContext, aDeal, aLead, anActivity, NOW } from '../../testing/builders.ts'
import { standardObjects } from '../index.ts'
import { completeTask, logActivity } from './activity.operations.ts'
import type { Activity } from './activity.schema.ts'

const model = createModel(standardObjects)
const context = aContext.bind(undefined, { model })
const code = (expected: string) => expect.objectContaining({ code: expected })
const TOMORROW = '2026-03-03T09:00:00.000Z'
const LATER = '2026-03-09T09:00:00.000Z'
const EARLIER = '2026-02-27T09:00:00.000Z'

describe('logActivity', () => {
  it('is done now where it has no due time, and of who logs it', () => {
    const plan = logActivity({}, { kind: 'call', outcome: 'reached' }, context())
    expect(afterPlan<Activity>(plan, 'activity')).toMatchObject([
      { kind: 'call', status: 'done', doneAt: NOW, ownerId: 'ida' },
    ])
    expect(plan.events.map((event) => event.type)).toEqual(['activity.logged'])
  })

  it.each([
    ['with a due time', { kind: 'call', dueAt: TOMORROW }],
    ['that is a task', { kind: 'task' }],
  ])('is open %s', (_, input) => {
    const plan = logActivity({}, input, context())
    expect(afterPlan<Activity>(plan, 'activity')[0]).toMatchObject({ status: 'open' })
    expect(plan.events.map((event) => event.type)).toEqual(['activity.planned'])
  })

  it('is done at the time that the input says', () => {
    const plan = logActivity({}, { kind: 'meeting', doneAt: EARLIER, dueAt: EARLIER }, context())
    expect(afterPlan<Activity>(plan, 'activity')[0]).toMatchObject({ status: 'done', doneAt: EARLIER })
  })

  it('is called after its kind in the language of the tenant', () => {
    const plan = logActivity({}, { kind: 'visit' }, aContext({ model, locale: 'nb' }))
    expect(afterPlan<Activity>(plan, 'activity')[0]?.subject).toBe('Besøk')
  })

  it('is about the contact and company of its deal', () => {
    const deal = aDeal({ contactId: 'contact-1', companyId: 'company-1' })
    const plan = logActivity({ deal }, { kind: 'note', dealId: deal.id }, context())
    expect(afterPlan<Activity>(plan, 'activity')[0]).toMatchObject({ contactId: 'contact-1', companyId: 'company-1' })
  })

  it('moves the last activity of all that it is about', () => {
    const state = {
      contact: aContact({ lastActivityAt: EARLIER }),
      deal: aDeal({ contactId: 'contact-1' }),
      lead: aLead(),
    }
    const plan = logActivity(state, { kind: 'call', dealId: 'deal-1' }, context())
    expect(afterPlan(plan, 'contact')).toMatchObject([{ lastActivityAt: NOW }])
    expect(afterPlan(plan, 'deal')).toMatchObject([{ lastActivityAt: NOW }])
    expect(afterPlan(plan, 'lead')).toEqual([])
  })

  it('does not move the last activity back', () => {
    const contact = aContact({ lastActivityAt: NOW })
    const plan = logActivity({ contact }, { kind: 'call', contactId: contact.id, doneAt: EARLIER }, context())
    expect(afterPlan(plan, 'contact')).toEqual([])
  })

  it('is the next activity where it is due before all others', () => {
    const input = { kind: 'task', contactId: 'contact-1', dueAt: TOMORROW }
    const next = (nextActivityAt: string | undefined) =>
      afterPlan(logActivity({ contact: aContact({ nextActivityAt }) }, input, context()), 'contact').map(
        (contact) => contact['nextActivityAt'],
      )
    expect([next(undefined), next(LATER), next(NOW)]).toEqual([[TOMORROW], [TOMORROW], []])
  })

  it('may be given to somebody else', () => {
    expect(afterPlan(logActivity({}, { kind: 'task', ownerId: 'ola' }, context()), 'activity')).toMatchObject([
      { ownerId: 'ola' },
    ])
  })

  it('says which rule made it, and lets nobody else say so', () => {
    const input = { kind: 'task', ruleId: 'r@1' }
    expect(() => logActivity({}, input, context())).toThrow(code('INVALID_INPUT'))
    const plan = logActivity({}, input, aContext({ model, actor: { kind: 'rule', id: 'r' } }))
    expect(afterPlan(plan, 'activity')).toMatchObject([{ ruleId: 'r@1' }])
  })

  it.each([
    ['an unknown kind', { kind: 'dance' }],
    ['a status', { kind: 'call', status: 'done' }],
    ['a field that is not there', { kind: 'call', nope: 1 }],
  ])('refuses %s', (_, input) => {
    expect(() => logActivity({}, input, context())).toThrow(code('INVALID_INPUT'))
  })
})

describe('completeTask', () => {
  const task = anActivity({ kind: 'task', status: 'open', doneAt: undefined, dueAt: TOMORROW })

  it('is done now, with its outcome', () => {
    const plan = completeTask({ task, openActivities: [] }, { outcome: 'reached' }, context())
    expect(afterPlan<Activity>(plan, 'activity')).toMatchObject([{ status: 'done', doneAt: NOW, outcome: 'reached' }])
    expect(plan.events).toEqual([
      { type: 'activity.completed', object: 'activity', id: task.id, data: { kind: 'task', outcome: 'reached' } },
    ])
  })

  it('leaves the next open activity as the next of its contact', () => {
    const contact = aContact({ nextActivityAt: TOMORROW })
    const openActivities = [
      task,
      { ...task, id: 'b', dueAt: LATER },
      { ...task, id: 'c', dueAt: NOW, contactId: 'another' },
    ]
    const plan = completeTask({ task, contact, openActivities }, {}, context())
    expect(afterPlan(plan, 'contact')).toMatchObject([{ lastActivityAt: NOW, nextActivityAt: LATER }])
  })

  it('leaves nothing to do where it was the last', () => {
    const plan = completeTask(
      { task, contact: aContact({ nextActivityAt: TOMORROW }), openActivities: [] },
      {},
      context(),
    )
    expect(afterPlan(plan, 'contact')[0]).not.toHaveProperty('nextActivityAt')
  })

  it.each(['done', 'cancelled', undefined] as const)('refuses an activity that is %s', (status) => {
    const complete = () => completeTask({ task: anActivity({ status }), openActivities: [] }, {}, context())
    expect(complete).toThrow(code('TASK_ALREADY_DONE'))
  })
})
