import { describe, expect, it } from 'vitest'
import { aLead } from '../../testing/builders.ts'
import { sayIt, tryAction } from '../rules.fixture.ts'
import type { NotifyUser } from './notify-user.ts'

const tell = (to: NotifyUser['to']): NotifyUser => ({ do: 'notify-user', to, text: { en: 'Look here', nb: 'Se her' } })
const record = aLead({ ownerId: 'ida' })

describe('notify-user', () => {
  it('tells the owner, the manager, a user and a team, each person once', () => {
    const members = [{ id: 'ola' }, { id: 'ida' }, { id: 'per', away: true }]
    const teams = { support: { rotation: 0, members } }
    const plan = tryAction(tell(['owner', 'manager', { user: 'ola' }, { team: 'support' }]), {
      record,
      state: { teams },
    })
    expect(plan.commands.map((command) => 'userId' in command && command.userId)).toEqual(['ida', 'eva', 'ola'])
  })

  it('carries a key that stays the same for an event', () => {
    const once = () => tryAction(tell(['owner']), { record, context: { run: 'job-1', locale: 'nb' } }).commands
    expect(once()).toEqual(once())
    expect(once()).toEqual([
      {
        operation: 'notify',
        key: 'r@3:0:lead:lead-1:job-1:ida',
        userId: 'ida',
        text: 'Se her',
        about: { object: 'lead', id: 'lead-1' },
      },
    ])
  })

  it('does nothing where nobody is there', () => {
    expect(tryAction(tell(['owner', 'manager'])).skipped).toEqual([{ at: 0, reason: 'nobody-available' }])
  })

  it('is said', () => {
    expect(sayIt(tell(['owner', 'manager']))).toBe('tell the owner and the owner’s manager: “Look here”')
    expect(sayIt(tell([{ team: 'inside-sales' }]), 'lead', 'nb')).toBe('si til alle i Inside sales: «Se her»')
  })
})
