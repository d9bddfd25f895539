import { describe, expect, it } from 'vitest'
import { aContact, aLead } from '../../testing/builders.ts'
import { refusedAt, sayIt, tryAction } from '../rules.fixture.ts'

describe('set-fields', () => {
  it('writes what differs', () => {
    const record = aLead({ score: 10 })
    const plan = tryAction({ do: 'set-fields', set: { score: 10, status: 'working', source: null } }, { record })
    expect(plan.commands).toEqual([
      { operation: 'update', object: 'lead', id: 'lead-1', set: { status: 'working', source: null } },
    ])
  })

  it('reads values as those that people write', () => {
    const plan = tryAction({ do: 'set-fields', set: { phone: '+47 22 33 44 55', name: 'Kari Nes' } })
    const name = { full: 'Kari Nes', given: 'Kari', family: 'Nes' }
    expect(plan.commands[0]).toMatchObject({ set: { phone: '+4722334455', name } })
  })

  it('does nothing where nothing differs', () => {
    expect(tryAction({ do: 'set-fields', set: { status: 'new' } }).skipped).toEqual([{ at: 0, reason: 'no-change' }])
  })

  it('proposes to dismiss a lead, and to call a contact a former customer', () => {
    const dismissed = tryAction({ do: 'set-fields', set: { status: 'dismissed' } })
    expect(dismissed.commands.map(({ operation }) => operation)).toEqual(['proposeReview'])
    const former = tryAction(
      { do: 'set-fields', set: { lifecycle: 'former' } },
      { object: 'contact', record: aContact() },
    )
    expect(former.commands.map(({ operation }) => operation)).toEqual(['proposeReview'])
  })

  it('is said with the labels of values', () => {
    expect(sayIt({ do: 'set-fields', set: { status: 'working', source: null } })).toBe(
      'set Status to Working and empty Source',
    )
    expect(sayIt({ do: 'set-fields', set: { status: 'dismissed' } })).toBe(
      'propose to a person: set Status to Dismissed',
    )
  })

  it('refuses values that the field refuses', () => {
    expect(refusedAt([{ do: 'set-fields', set: { score: 'high' } }])).toBe('/rules/r/then/0/set/score')
  })
})
