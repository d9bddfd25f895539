import { describe, expect, it } from 'vitest'
import { aDeal } from '../../testing/builders.ts'
import { refusedAt, sayIt, tryAction } from '../rules.fixture.ts'

const move = (stage: string, over: object = {}) =>
  tryAction({ do: 'move-deal', stage, ...over }, { object: 'deal', record: aDeal({ ownerId: 'ida' }) })

describe('move-deal', () => {
  it('moves a deal to an open stage', () => {
    expect(move('offer').commands).toEqual([
      { operation: 'moveDeal', object: 'deal', id: 'deal-1', input: { stageId: 'offer' } },
    ])
  })

  it('proposes to win and to lose one, and to move it where nobody knows', () => {
    for (const stage of ['won', 'lost', 'nowhere'])
      expect(move(stage).commands[0]).toMatchObject({ operation: 'proposeReview' })
  })

  it('tells the review what would happen, to whom it is useful and who decides', () => {
    expect(move('won', { review: { by: 'manager' } }).commands[0]).toMatchObject({
      input: {
        title: 'Move the deal to Won',
        commands: [{ operation: 'moveDeal', object: 'deal', id: 'deal-1', input: { stageId: 'won' } }],
        about: { dealId: 'deal-1' },
        evidence: { name: 'Kitchen', stageId: 'enquiry' },
        serves: ['ida'],
        approverRole: 'manager',
      },
    })
  })

  it('leaves a deal that is there', () => {
    expect(move('enquiry').skipped).toEqual([{ at: 0, reason: 'no-change' }])
  })

  it('is said', () => {
    expect(sayIt({ do: 'move-deal', stage: 'offer' }, 'deal')).toBe('move the deal to Offer')
    expect(sayIt({ do: 'move-deal', stage: 'won', review: { by: 'manager' } }, 'deal')).toBe(
      'propose to somebody in the role “manager”: move the deal to Won',
    )
  })

  it('is for deals only', () => {
    expect(refusedAt([{ do: 'move-deal', stage: 'won' }])).toBe('/rules/r/then/0/do')
  })
})
