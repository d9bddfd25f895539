import { describe, expect, it } from 'vitest'
import { createModel } from '../../schema/model.ts'
import { afterPlan } from '../../testing/after-plan.ts'
import { aContact, aContext, aDeal, aPipeline, NOW } from '../../testing/builders.ts'
import { standardObjects } from '../index.ts'
import { createDeal, moveDeal, STAGE_HISTORY_LIMIT } from './deal.operations.ts'
import type { Deal } from './deal.schema.ts'
import { dealRollups } from './rollups.ts'

const model = createModel(standardObjects)
const pipeline = aPipeline()
const LATER = '2026-03-05T12:00:00.000Z'
const context = () => aContext({ model, now: LATER })
const code = (expected: string) => expect.objectContaining({ code: expected })
const dealAfter = (plan: ReturnType<typeof moveDeal>) => afterPlan<Deal>(plan, 'deal')[0] as Deal

describe('createDeal', () => {
  it('starts in the first open stage with its probability and a history', () => {
    const deal = dealAfter(createDeal({ pipeline }, { name: 'Kitchen' }, context()))
    expect(deal).toMatchObject({
      name: 'Kitchen',
      pipelineId: 'sales',
      stageId: 'enquiry',
      status: 'open',
      probability: 10,
    })
    expect(deal.stageHistory).toEqual([{ stageId: 'enquiry', enteredAt: LATER }])
  })

  it('starts in the stage that the input names', () => {
    expect(dealAfter(createDeal({ pipeline }, { name: 'Kitchen', stageId: 'offer' }, context())).stageId).toBe('offer')
  })

  it('keeps a probability that the input names', () => {
    expect(dealAfter(createDeal({ pipeline }, { name: 'Kitchen', probability: 42 }, context())).probability).toBe(42)
  })

  it('takes fields that the app added', () => {
    const extended = createModel(standardObjects, { deal: { rooms: { type: 'number' } } })
    const plan = createDeal({ pipeline }, { name: 'Flat', rooms: 3 }, aContext({ model: extended }))
    expect(dealAfter(plan)).toMatchObject({ rooms: 3 })
  })

  it('refuses a stage of another pipeline', () => {
    expect(() => createDeal({ pipeline }, { name: 'K', stageId: 'signed' }, context())).toThrow(
      code('STAGE_NOT_IN_PIPELINE'),
    )
  })

  it('refuses a lost deal without a reason', () => {
    expect(() => createDeal({ pipeline }, { name: 'K', stageId: 'lost' }, context())).toThrow(
      code('LOST_REASON_REQUIRED'),
    )
  })

  it('refuses fields that Kith sets, and says where', () => {
    const create = () => createDeal({ pipeline }, { name: 'K', status: 'won' }, context())
    expect(create).toThrow(code('INVALID_INPUT'))
    expect(create).toThrow(
      expect.objectContaining({ details: { issues: [expect.objectContaining({ path: '/status' })] } }),
    )
  })
})

describe('moveDeal', () => {
  it('enters the stage now, with its probability, and closes the last stay', () => {
    const deal = dealAfter(moveDeal({ deal: aDeal(), pipeline }, { stageId: 'offer' }, context()))
    expect(deal).toMatchObject({ stageId: 'offer', stageEnteredAt: LATER, probability: 60, status: 'open' })
    expect(deal.stageHistory).toEqual([
      { stageId: 'enquiry', enteredAt: NOW, leftAt: LATER },
      { stageId: 'offer', enteredAt: LATER },
    ])
  })

  it('says from where to where', () => {
    const plan = moveDeal({ deal: aDeal(), pipeline }, { stageId: 'offer' }, context())
    expect(plan.events).toEqual([
      { type: 'deal.moved', object: 'deal', id: 'deal-1', data: { from: 'enquiry', to: 'offer' } },
    ])
  })

  it('does nothing for the stage where it is', () => {
    expect(moveDeal({ deal: aDeal(), pipeline }, { stageId: 'enquiry' }, context())).toEqual({ writes: [], events: [] })
  })

  it('sets given fields also where the stage stays', () => {
    const plan = moveDeal(
      { deal: aDeal(), pipeline },
      { stageId: 'enquiry', set: { closeOn: '2026-05-01' } },
      context(),
    )
    expect(dealAfter(plan)).toMatchObject({ closeOn: '2026-05-01', stageEnteredAt: NOW })
    expect(plan.events).toEqual([])
  })

  it('refuses a stage of another pipeline and leaves the deal as it was', () => {
    const deal = aDeal()
    expect(() => moveDeal({ deal, pipeline }, { stageId: 'signed' }, context())).toThrow(code('STAGE_NOT_IN_PIPELINE'))
    expect(deal).toEqual(aDeal())
  })

  it('closes a won deal now and makes its contact a customer', () => {
    const contact = aContact()
    const deal = aDeal({ contactId: contact.id })
    const plan = moveDeal({ deal, pipeline, contact }, { stageId: 'won' }, context())
    expect(dealAfter(plan)).toMatchObject({ status: 'won', closedAt: LATER, probability: 100 })
    expect(afterPlan(plan, 'contact')).toMatchObject([{ id: contact.id, lifecycle: 'customer' }])
    expect(plan.events.map((event) => event.type)).toEqual(['deal.moved', 'deal.won'])
  })

  it('needs a reason to lose a deal', () => {
    expect(() => moveDeal({ deal: aDeal(), pipeline }, { stageId: 'lost' }, context())).toThrow(
      code('LOST_REASON_REQUIRED'),
    )
    const deal = dealAfter(moveDeal({ deal: aDeal(), pipeline }, { stageId: 'lost', lostReason: 'Price' }, context()))
    expect(deal).toMatchObject({ status: 'lost', lostReason: 'Price', closedAt: LATER, probability: 0 })
  })

  it('opens a lost deal again and forgets why it was lost', () => {
    const lost = aDeal({ stageId: 'lost', status: 'lost', lostReason: 'Price', closedAt: NOW })
    const deal = dealAfter(moveDeal({ deal: lost, pipeline }, { stageId: 'offer' }, context()))
    expect(deal).toMatchObject({ status: 'open', stageId: 'offer' })
    expect(deal).not.toHaveProperty('closedAt')
    expect(deal).not.toHaveProperty('lostReason')
  })

  it('keeps the last stays only', () => {
    let deal = aDeal()
    for (let move = 0; move < STAGE_HISTORY_LIMIT + 5; move++)
      deal = dealAfter(
        moveDeal({ deal, pipeline }, { stageId: deal.stageId === 'enquiry' ? 'offer' : 'enquiry' }, context()),
      )
    expect(deal.stageHistory).toHaveLength(STAGE_HISTORY_LIMIT)
    expect(deal.stageHistory?.at(-1)).toEqual({ stageId: deal.stageId, enteredAt: LATER })
  })

  it('refuses values that cannot be set, at their place in the input', () => {
    const move = () => moveDeal({ deal: aDeal(), pipeline }, { stageId: 'offer', set: { closeOn: 'soon' } }, context())
    expect(move).toThrow(
      expect.objectContaining({ details: { issues: [expect.objectContaining({ path: '/set/closeOn' })] } }),
    )
  })

  it('moves a deal whose stage the pipeline no longer has', () => {
    expect(
      dealAfter(moveDeal({ deal: aDeal({ stageId: 'gone' }), pipeline }, { stageId: 'offer' }, context())).stageId,
    ).toBe('offer')
  })
})

describe('exit conditions', () => {
  const [enquiry, ...rest] = pipeline.stages ?? []
  const exit = [{ closeOn: { empty: false } }, { amount: { gte: { amountMinor: 100, currency: 'NOK' } } }]
  const guarded = aPipeline({ stages: [{ ...enquiry, exit } as NonNullable<typeof enquiry>, ...rest] })

  it('stop a step forward, and name the fields that they look at', () => {
    const move = () =>
      moveDeal({ deal: aDeal({ amount: undefined }), pipeline: guarded }, { stageId: 'offer' }, context())
    expect(move).toThrow(code('STAGE_EXIT_UNMET'))
    const issues = [
      expect.objectContaining({ path: '/set/closeOn', code: 'required' }),
      expect.objectContaining({ path: '/set/amount', code: 'required' }),
    ]
    expect(move).toThrow(expect.objectContaining({ details: expect.objectContaining({ issues }) }))
  })

  it('tell a value that is there but not enough from one that is missing', () => {
    const deal = aDeal({ closeOn: '2026-05-01', amount: { amountMinor: 1, currency: 'NOK' } })
    const issues = [expect.objectContaining({ path: '/set/amount', code: 'condition' })]
    expect(() => moveDeal({ deal, pipeline: guarded }, { stageId: 'offer' }, context())).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ issues }) }),
    )
  })

  it('are met by values that the move sets', () => {
    const plan = moveDeal(
      { deal: aDeal(), pipeline: guarded },
      { stageId: 'offer', set: { closeOn: '2026-05-01' } },
      context(),
    )
    expect(dealAfter(plan)).toMatchObject({ stageId: 'offer', closeOn: '2026-05-01' })
  })

  it('are those of the stage that is left: stages that are jumped over ask nothing', () => {
    const stages = pipeline.stages ?? []
    const guardedSecond = aPipeline({ stages: stages.map((stage, at) => (at === 1 ? { ...stage, exit } : stage)) })
    const over = moveDeal({ deal: aDeal(), pipeline: guardedSecond }, { stageId: String(stages[2]?.id) }, context())
    expect(dealAfter(over).stageId).toBe(stages[2]?.id)
    const from = aDeal({ stageId: String(stages[1]?.id), amount: undefined })
    const leave = () => moveDeal({ deal: from, pipeline: guardedSecond }, { stageId: String(stages[2]?.id) }, context())
    expect(leave).toThrow(code('STAGE_EXIT_UNMET'))
  })

  it('stop a win', () => {
    expect(() => moveDeal({ deal: aDeal(), pipeline: guarded }, { stageId: 'won' }, context())).toThrow(
      code('STAGE_EXIT_UNMET'),
    )
  })

  it('do not stop losing a deal or a step back', () => {
    const lost = moveDeal({ deal: aDeal(), pipeline: guarded }, { stageId: 'lost', lostReason: 'Price' }, context())
    expect(dealAfter(lost).status).toBe('lost')
    const strict = aPipeline({ stages: (pipeline.stages ?? []).map((stage) => ({ ...stage, exit })) })
    const back = moveDeal({ deal: aDeal({ stageId: 'offer' }), pipeline: strict }, { stageId: 'enquiry' }, context())
    expect(dealAfter(back).stageId).toBe('enquiry')
  })
})

describe('dealRollups', () => {
  it('moves the count when a deal changes its contact', () => {
    const before = aDeal({ contactId: 'k1' })
    expect(dealRollups(before, { ...before, contactId: 'k2' })).toEqual([
      { object: 'contact', id: 'k1', field: 'openDeals', by: -1 },
      { object: 'contact', id: 'k2', field: 'openDeals', by: 1 },
    ])
  })

  it('takes a deal in the recycle bin out', () => {
    const before = aDeal({ contactId: 'k1' })
    expect(dealRollups(before, { ...before, deletedAt: NOW })).toEqual([
      { object: 'contact', id: 'k1', field: 'openDeals', by: -1 },
    ])
  })

  it('says nothing where nothing that it counts changed', () => {
    const before = aDeal({ contactId: 'k1' })
    expect(dealRollups(before, { ...before, name: 'Bath' } as Deal)).toEqual([])
  })
})
