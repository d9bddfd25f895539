import { describe, expect, it } from 'vitest'
import { createModel } from '../../schema/model.ts'
import { afterPlan } from '../../testing/after-plan.ts'
import { aContext, aLead, aUser, NOW } from '../../testing/builders.ts'
import { standardObjects } from '../index.ts'
import { assign } from './ownership.operations.ts'

const context = aContext.bind(undefined, { model: createModel(standardObjects) })
const record = aLead()

describe('assign', () => {
  it('gives a record to somebody and says from whom', () => {
    const plan = assign(
      { object: 'lead', record: aLead({ ownerId: 'ola' }), owner: aUser() },
      { ownerId: 'ida' },
      context(),
    )
    expect(afterPlan(plan, 'lead')).toMatchObject([{ ownerId: 'ida' }])
    expect(plan.events).toEqual([
      { type: 'lead.assigned', object: 'lead', id: 'lead-1', data: { from: 'ola', to: 'ida' } },
    ])
  })

  it('gives it to a team as well, and leaves the team where none is named', () => {
    const owned = aLead({ teamId: 'support' })
    const to = (input: object) =>
      afterPlan(
        assign({ object: 'lead', record: owned, owner: aUser() }, { ownerId: 'ida', ...input }, context()),
        'lead',
      )[0]
    expect(to({})).toMatchObject({ teamId: 'support' })
    expect(to({ teamId: 'sales' })).toMatchObject({ teamId: 'sales' })
    expect(to({ teamId: null })).not.toHaveProperty('teamId')
  })

  it('takes a record from everybody', () => {
    const plan = assign({ object: 'lead', record: aLead({ ownerId: 'ida' }) }, { ownerId: null }, context())
    expect(afterPlan(plan, 'lead')[0]).not.toHaveProperty('ownerId')
  })

  it('does nothing where nothing changes, also for an owner who has left', () => {
    const plan = assign({ object: 'lead', record: aLead({ ownerId: 'ida' }) }, { ownerId: 'ida' }, context())
    expect(plan).toEqual({ writes: [], events: [] })
  })

  it.each([
    ['who is not there', undefined],
    ['who is another', aUser({ id: 'ola' })],
    ['who is not active', aUser({ active: false })],
    ['who was deleted', aUser({ deletedAt: NOW })],
  ])('refuses an owner %s', (_, owner) => {
    const issues = [expect.objectContaining({ path: '/ownerId' })]
    expect(() => assign({ object: 'lead', record, owner }, { ownerId: 'ida' }, context())).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', details: { issues } }),
    )
  })
})
