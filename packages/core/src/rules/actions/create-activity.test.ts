import { describe, expect, it } from 'vitest'
import { aDeal } from '../../testing/builders.ts'
import { refusedAt, sayIt, tryAction } from '../rules.fixture.ts'
import type { CreateActivity } from './create-activity.ts'

const inputOf = (action: Omit<CreateActivity, 'do'>, locale = 'en') => {
  const record = aDeal({ contactId: 'contact-1', ownerId: 'ida' })
  const plan = tryAction({ do: 'create-activity', ...action }, { object: 'deal', record, context: { locale } })
  const [command] = plan.commands
  return command?.operation === 'logActivity' ? command.input : undefined
}

describe('create-activity', () => {
  it('is about the record and what it points to, for its owner', () => {
    expect(inputOf({ kind: 'task' })).toEqual({
      kind: 'task',
      dealId: 'deal-1',
      contactId: 'contact-1',
      ownerId: 'ida',
      ruleId: 'r@3',
    })
  })

  it('is due after a length of time, with words in the language of the tenant', () => {
    const call: Omit<CreateActivity, 'do'> = { kind: 'call', subject: { en: 'Call', nb: 'Ring' }, due: { hours: 2 } }
    expect(inputOf(call, 'nb')).toMatchObject({ subject: 'Ring', dueAt: '2026-03-02T11:00:00.000Z' })
    expect(inputOf({ kind: 'call', due: { workingHours: 8 } })).toMatchObject({ dueAt: '2026-03-03T09:00:00.000Z' })
  })

  it('is said', () => {
    const call: CreateActivity = { do: 'create-activity', kind: 'call', subject: 'First call', due: { workingDays: 1 } }
    expect(sayIt(call)).toBe('plan “First call” (Call), due in 1 working day')
    expect(sayIt({ do: 'create-activity', kind: 'task' }, 'lead', 'nb')).toBe('planlegg Oppgave (Oppgave)')
  })

  it('refuses a time before now', () => {
    expect(refusedAt([{ do: 'create-activity', kind: 'call', due: { workingDays: -1 } }])).toContain('/then/0/due')
  })
})
