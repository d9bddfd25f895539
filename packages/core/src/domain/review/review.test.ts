import { describe, expect, it } from 'vitest'
import { createModel } from '../../schema/model.ts'
import { afterPlan } from '../../testing/after-plan.ts'
import { aContext, aUser, NOW } from '../../testing/builders.ts'
import { type Review, standardObjects } from '../index.ts'
import type { Plan } from '../types.ts'
import { approveReview, changeReview, contestReview, proposeReview, refuseReview } from './review.operations.ts'

const model = createModel(standardObjects)
const commands = [{ operation: 'update', object: 'lead', id: 'lead-1', set: { status: 'dismissed' } }]
const input = {
  title: 'Set Status to Dismissed',
  rule: { id: 'tidy', version: 2 },
  object: 'lead',
  recordId: 'lead-1',
  about: { leadId: 'lead-1', password: 'x' },
  commands,
  reasons: [{ sentence: 'Score is less than 20', holds: true, values: { score: 4 } }],
  evidence: { score: 4 },
  serves: ['ida', 'ida'],
}
const as = (id: string, kind: 'user' | 'rule' = 'user') => aContext({ model, actor: { kind, id } })
const eva = aUser({ id: 'eva', roles: ['manager'] })
const reviewOf = (plan: Plan) => ({ version: 1, ...afterPlan<Review>(plan, 'review')[0] }) as Review
const proposed = (over: object = {}) =>
  ({ ...reviewOf(proposeReview({}, input, as('tidy', 'rule'))), ...over }) as Review
const approve = (review: Review, decider = eva, seconds = 12) =>
  approveReview({ review, decider }, { lookedSeconds: seconds }, as(decider.id))
const notYours = expect.objectContaining({ code: 'REVIEW_NOT_YOURS' })
const decided = expect.objectContaining({ code: 'REVIEW_ALREADY_DECIDED' })

describe('proposeReview', () => {
  it('keeps what would happen, why, and the facts of the moment', () => {
    const plan = proposeReview({}, input, as('tidy', 'rule'))
    expect(reviewOf(plan)).toMatchObject({
      status: 'proposed',
      ruleId: 'tidy',
      ruleVersion: 2,
      leadId: 'lead-1',
      commands,
      reasons: input.reasons,
      evidence: { score: 4 },
      servesIds: ['ida'],
    })
    expect(reviewOf(plan)).not.toHaveProperty('password')
    expect(plan.events).toMatchObject([{ type: 'review.proposed', data: { ruleId: 'tidy' } }])
  })
})

describe('approveReview', () => {
  it('gives the commands out, and writes down who looked how long', () => {
    const { plan, commands: given } = approve(proposed())
    expect(given).toEqual(commands)
    expect(plan.events).toMatchObject([{ type: 'review.approved' }])
    expect(reviewOf(plan)).toMatchObject({
      status: 'approved',
      decidedBy: 'eva',
      decidedAt: NOW,
      lookedSeconds: 12,
      carriedOutAt: NOW,
      steps: [{ as: 'approved', by: 'eva', at: NOW, lookedSeconds: 12 }],
    })
  })

  it.each([
    ['the person whom it serves', aUser(), {}],
    ['somebody without the role that it needs', eva, { approverRole: 'board' }],
    ['somebody who is not active', aUser({ id: 'eva', active: false }), {}],
  ])('is not for %s', (_, decider, over) => {
    expect(() => approve(proposed(over), decider)).toThrow(notYours)
  })

  it('is not for a rule or a service', () => {
    const by = () => approveReview({ review: proposed(), decider: eva }, { lookedSeconds: 1 }, as('eva', 'rule'))
    expect(by).toThrow(notYours)
  })

  it('happens once', () => {
    expect(() => approve(reviewOf(approve(proposed()).plan))).toThrow(decided)
  })
})

describe('changeReview', () => {
  const change = (changed: readonly { operation: string }[]) =>
    changeReview(
      { review: proposed(), decider: eva },
      { lookedSeconds: 9, reason: 'Still warm', commands: changed },
      as('eva'),
    )

  it('gives other values out', () => {
    const working = [{ ...commands[0], operation: 'update', set: { status: 'working' } }]
    const { plan, commands: given } = change(working)
    expect(given).toEqual(working)
    expect(reviewOf(plan)).toMatchObject({ status: 'changed', commands, changedCommands: working })
  })

  it.each([
    ['another operation', [{ ...commands[0], operation: 'moveDeal' }]],
    ['another record', [{ ...commands[0], operation: 'update', id: 'lead-2' }]],
    ['one more', [...commands, ...commands]],
  ])('refuses %s', (_, changed) => {
    expect(() => change(changed)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  })
})

describe('refuseReview', () => {
  it('gives nothing out, and needs a reason', () => {
    const state = { review: proposed(), decider: eva }
    const { plan, commands: given } = refuseReview(state, { lookedSeconds: 3, reason: 'A good customer' }, as('eva'))
    expect(given).toEqual([])
    expect(reviewOf(plan)).toMatchObject({ status: 'refused' })
    expect(reviewOf(plan)).not.toHaveProperty('carriedOutAt')
    expect(() => refuseReview(state, { lookedSeconds: 3, reason: ' ' }, as('eva'))).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    )
  })
})

describe('contestReview', () => {
  const contested = (review: Review) =>
    reviewOf(contestReview({ review }, { reason: 'That is not me', by: 'Kari' }, as('per')))
  const ola = aUser({ id: 'ola' })

  it('sends a decision to somebody who has not decided yet', () => {
    const again = contested(reviewOf(approve(proposed()).plan))
    expect(again).toMatchObject({ status: 'contested', steps: [{ as: 'approved' }, { as: 'contested', by: 'Kari' }] })
    expect(() => approve(again, eva)).toThrow(notYours)
    expect(approve(again, ola).commands).toEqual([])
  })

  it('asks to undo what was carried out, when it is refused then', () => {
    const review = contested(reviewOf(approve(proposed()).plan))
    const { plan } = refuseReview({ review, decider: ola }, { lookedSeconds: 60, reason: 'Mixed up' }, as('ola'))
    expect(plan.events).toMatchObject([{ type: 'review.refused', data: { undo: true } }])
  })

  it('is possible before any decision, and once at a time', () => {
    const review = contested(proposed())
    expect(approve(review, eva).commands).toEqual(commands)
    expect(() => contestReview({ review }, { reason: 'Again' }, as('per'))).toThrow(decided)
  })
})
