import { describe, expect, it } from 'vitest'
import { createModel } from '../../schema/model.ts'
import { afterPlan } from '../../testing/after-plan.ts'
import { aContext, NOW } from '../../testing/builders.ts'
import { type Segment, type SegmentMember, standardObjects } from '../index.ts'
import { sweepSegment } from './segment.operations.ts'

const context = () => aContext({ model: createModel(standardObjects), now: '2026-03-03T09:00:00.000Z' })
const stamps = { version: 1, createdAt: NOW, createdBy: 'user:ida', updatedAt: NOW, updatedBy: 'user:ida' }
const segment: Segment = {
  id: 'vip',
  ...stamps,
  name: 'VIP',
  object: 'contact',
  where: { lifetimeBase: { gte: 1_000 } },
}
const member = (over: object = {}): SegmentMember => ({
  id: 'm1',
  ...stamps,
  segmentId: 'vip',
  recordId: 'k1',
  enteredAt: NOW,
  ...over,
})
const sweep = (members: readonly SegmentMember[], looked: readonly string[], matching: readonly string[]) =>
  sweepSegment({ segment, members }, { looked, matching }, context())

describe('sweepSegment', () => {
  it('takes in what belongs in it, once', () => {
    const plan = sweep([], ['k1', 'k2'], ['k1'])
    expect(afterPlan(plan, 'segmentMember')).toMatchObject([{ segmentId: 'vip', recordId: 'k1' }])
    expect(plan.events).toEqual([{ type: 'segment.entered', object: 'contact', id: 'k1', data: { segmentId: 'vip' } }])
    expect(plan.claims).toMatchObject([{ space: 'segment.member', key: 'vip:k1' }])
  })

  it('lets out what belongs in it no more', () => {
    const plan = sweep([member()], ['k1'], [])
    expect(afterPlan(plan, 'segmentMember')).toMatchObject([{ leftAt: '2026-03-03T09:00:00.000Z' }])
    expect(plan.events).toMatchObject([{ type: 'segment.left', id: 'k1' }])
  })

  it('takes back into the old place', () => {
    const plan = sweep([member({ leftAt: NOW })], ['k1'], ['k1'])
    expect(afterPlan(plan, 'segmentMember')[0]).not.toHaveProperty('leftAt')
    expect(plan.claims).toBeUndefined()
  })

  it('changes nothing the second time, and nothing that was not looked at', () => {
    expect(sweep([member()], ['k1'], ['k1'])).toEqual({ writes: [], events: [] })
    expect(sweep([member()], [], [])).toEqual({ writes: [], events: [] })
  })
})
