import { describe, expect, it } from 'vitest'
import { aLead } from '../../testing/builders.ts'
import { refusedAt, sayWhen, starts } from '../rules.fixture.ts'
import { nextRunOf, type Schedule } from './schedule.ts'

const on: Schedule = { when: 'schedule', object: 'lead', cron: '0 8 * * mon-fri' }
const then = [{ do: 'create-activity', kind: 'task' }] as const
const refused = (cron: string, more: object = {}) => refusedAt(then, { ...on, cron, ...more })

describe('schedule', () => {
  it('starts for its own rule', () => {
    const event = { type: 'schedule.reached', object: 'lead', id: 'lead-1', data: { ruleId: 'r', dueAt: '' } }
    expect(starts(on, event, aLead())).toBe(true)
    expect(starts(on, { ...event, data: { ruleId: 'x' } }, aLead())).toBe(false)
  })

  it('is due in the zone of the tenant, or in its own', () => {
    expect(nextRunOf(on, '2026-03-06T12:00:00.000Z', 'Europe/Oslo')).toBe('2026-03-09T07:00:00.000Z')
    expect(nextRunOf({ ...on, zone: 'UTC' }, '2026-03-06T12:00:00.000Z', 'Europe/Oslo')).toBe(
      '2026-03-09T08:00:00.000Z',
    )
  })

  it('refuses what is no schedule, what never comes, and a zone that is none', () => {
    expect(refused('each day')).toBe('/rules/r/on/cron')
    expect(refused('0 0 30 2 *')).toBe('/rules/r/on/cron')
    expect(refused('0 8 * * *', { zone: 'Oslo' })).toBe('/rules/r/on/zone')
    expect(refused('0 0 29 2 *')).toBeUndefined()
  })

  it('is said where it is simple, and shown as it is where it is not', () => {
    expect(sayWhen(on)).toMatch(/^Each Monday, .*and Friday at 08:00, for all leads$/)
    expect(sayWhen({ ...on, cron: '30 7 * * *' })).toBe('Each day at 07:30, for all leads')
    expect(sayWhen({ ...on, cron: '0 9 1 * *' })).toBe('On day 1 of each month at 09:00, for all leads')
    expect(sayWhen({ ...on, cron: '*/5 * * * *' })).toBe('At the times “*/5 * * * *”, for all leads')
  })
})
