import { describe, expect, it } from 'vitest'
import { createModel } from '../../schema/model.ts'
import { afterPlan } from '../../testing/after-plan.ts'
import { aContext, aTicket, NOW } from '../../testing/builders.ts'
import { standardObjects } from '../index.ts'
import { closeTicket, openTicket } from './ticket.operations.ts'

const context = aContext.bind(undefined, { model: createModel(standardObjects) })
const code = (expected: string) => expect.objectContaining({ code: expected })

describe('openTicket', () => {
  it('is an open case of normal priority with the next number', () => {
    const plan = openTicket({}, { subject: 'The door squeaks' }, context())
    expect(afterPlan(plan, 'ticket')).toEqual([
      { id: 'id-1', subject: 'The door squeaks', kind: 'case', priority: 'normal', status: 'open', ownerId: 'ida' },
    ])
    expect(plan.numbers).toEqual([{ series: 'ticket', object: 'ticket', id: 'id-1', field: 'number' }])
    expect(plan.events).toMatchObject([{ type: 'ticket.opened', data: { kind: 'case', priority: 'normal' } }])
  })

  it.each([
    ['without a subject', { kind: 'case' }],
    ['of an unknown kind', { subject: 'S', kind: 'riddle' }],
    ['with a number of its own', { subject: 'S', number: 7 }],
  ])('refuses one %s', (_, input) => {
    expect(() => openTicket({}, input as { subject: string }, context())).toThrow(code('INVALID_INPUT'))
  })
})

describe('closeTicket', () => {
  it('is closed now, with its resolution', () => {
    const plan = closeTicket({ ticket: aTicket() }, { resolution: 'Oiled' }, context())
    expect(afterPlan(plan, 'ticket')).toMatchObject([{ status: 'closed', closedAt: NOW, resolution: 'Oiled' }])
  })

  it('keeps a resolution that was written before', () => {
    const ticket = aTicket({ resolution: 'Oiled' })
    expect(afterPlan(closeTicket({ ticket }, {}, context()), 'ticket')).toMatchObject([{ resolution: 'Oiled' }])
  })

  it('refuses a closed one', () => {
    expect(() => closeTicket({ ticket: aTicket({ status: 'closed' }) }, {}, context())).toThrow(
      code('TICKET_ALREADY_CLOSED'),
    )
  })
})
