import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aDeal } from '../testing/builders.ts'
import { addSpan, momentOf, subtractSpan } from './moment.ts'
import { addWorkingHours, DEFAULT_CALENDAR, nextWorkingMoment, subtractWorkingDays } from './working-time.ts'

const OSLO = { zone: 'Europe/Oslo' }

describe('addSpan', () => {
  it.each([
    ['hours', { hours: 2 }, '2026-03-06T17:00:00.000Z'],
    ['days over a change of the clocks', { weeks: 4 }, '2026-04-03T14:00:00.000Z'],
    ['working days', { workingDays: 1 }, '2026-03-09T15:00:00.000Z'],
    ['working hours over a weekend', { workingHours: 2 }, '2026-03-09T09:00:00.000Z'],
  ])('adds %s', (_, span, expected) => {
    expect(addSpan('2026-03-06T15:00:00.000Z', span, OSLO)).toBe(expected)
  })

  it('goes back as well', () => {
    expect(subtractSpan('2026-03-09T15:00:00.000Z', { workingDays: 1 }, OSLO)).toBe('2026-03-06T15:00:00.000Z')
    expect(subtractSpan('2026-03-30T10:00:00.000Z', { days: 1 }, OSLO)).toBe('2026-03-29T10:00:00.000Z')
  })
})

describe('working hours', () => {
  it('count only while people work', () => {
    const quarters = fc.integer({ min: 1_750_000, max: 2_100_000 }).map((count) => count * 900_000)
    fc.assert(
      fc.property(quarters, fc.integer({ min: 1, max: 30 }), (ms, hours) => {
        const end = Date.parse(addWorkingHours(new Date(ms).toISOString(), hours, DEFAULT_CALENDAR, 'UTC'))
        let worked = 0
        for (let at = ms; at < end; at += 900_000) {
          const instant = new Date(at).toISOString()
          if (nextWorkingMoment(instant, DEFAULT_CALENDAR, 'UTC') === instant) worked++
        }
        expect(worked).toBe(hours * 4)
      }),
      { numRuns: 30 },
    )
  })

  it('never end where nobody works', () => {
    const closed = { ...DEFAULT_CALENDAR, from: '17:00', to: '09:00' }
    expect(() => addWorkingHours('2026-03-06T15:00:00.000Z', 2, closed, 'UTC')).toThrow(
      expect.objectContaining({ code: 'INVALID_DEFINITION' }),
    )
  })

  it('go back over a weekend by days', () => {
    expect(subtractWorkingDays('2026-03-08T10:00:00.000Z', 1, DEFAULT_CALENDAR, 'UTC')).toBe('2026-03-06T10:00:00.000Z')
  })
})

describe('momentOf', () => {
  it('takes the time of an instant, nine o’clock of a date, or the time that is asked for', () => {
    const deal = aDeal({ closedAt: '2026-06-01T11:15:00.000Z', closeOn: '2026-06-01' })
    expect(momentOf({ field: 'closedAt' }, deal, OSLO)).toBe('2026-06-01T11:15:00.000Z')
    expect(momentOf({ field: 'closeOn' }, deal, OSLO)).toBe('2026-06-01T07:00:00.000Z')
    expect(momentOf({ field: 'closedAt', after: { days: 1 }, at: '08:30' }, deal, OSLO)).toBe(
      '2026-06-02T06:30:00.000Z',
    )
    expect(momentOf({ field: 'name' }, deal, OSLO)).toBeUndefined()
  })
})
