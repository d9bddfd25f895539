import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toDate } from '../shared/time.ts'
import { addWorkingDays, DEFAULT_CALENDAR, isWorkingDay, nextWorkingMoment } from './working-time.ts'

const OSLO = 'Europe/Oslo'
const refused = expect.objectContaining({ code: 'INVALID_DEFINITION' })
const after = (instant: string, days: number, calendar = DEFAULT_CALENDAR, zone = 'UTC') =>
  addWorkingDays(instant, days, calendar, zone)

describe('addWorkingDays', () => {
  it.each([
    ['Monday to Tuesday', '2026-03-02T10:30:00.000Z', 1, '2026-03-03T10:30:00.000Z'],
    ['Friday to Monday', '2026-03-06T15:00:00.000Z', 1, '2026-03-09T15:00:00.000Z'],
    ['Saturday, which counts from Monday at nine', '2026-03-07T12:00:00.000Z', 1, '2026-03-10T09:00:00.000Z'],
    ['Friday evening, which counts from Monday at nine', '2026-03-06T17:00:00.000Z', 1, '2026-03-10T09:00:00.000Z'],
    ['early morning, which counts from nine', '2026-03-02T05:00:00.000Z', 1, '2026-03-03T09:00:00.000Z'],
    ['two weeks', '2026-03-02T10:00:00.000Z', 10, '2026-03-16T10:00:00.000Z'],
    ['no day at all within working hours', '2026-03-02T10:00:00.000Z', 0, '2026-03-02T10:00:00.000Z'],
    ['no day at all on Sunday', '2026-03-08T10:00:00.000Z', 0, '2026-03-09T09:00:00.000Z'],
  ])('goes from %s', (_, instant, days, expected) => {
    expect(after(instant, days)).toBe(expected)
  })

  it('skips holidays', () => {
    const calendar = { ...DEFAULT_CALENDAR, holidays: ['2026-04-02', '2026-04-03', '2026-04-06'] }
    expect(after('2026-04-01T10:00:00.000Z', 1, calendar)).toBe('2026-04-07T10:00:00.000Z')
  })

  it('keeps the time on the wall over a change of the clocks', () => {
    expect(after('2026-03-27T09:00:00.000Z', 1, DEFAULT_CALENDAR, OSLO)).toBe('2026-03-30T08:00:00.000Z')
  })

  it('counts days of the zone', () => {
    expect(after('2026-03-02T22:30:00.000Z', 0, DEFAULT_CALENDAR, 'Asia/Tokyo')).toBe('2026-03-03T00:00:00.000Z')
  })

  it('refuses a calendar without working days', () => {
    expect(() => after('2026-03-02T10:00:00.000Z', 1, { ...DEFAULT_CALENDAR, days: [] })).toThrow(refused)
  })

  it('always ends within working hours, so many working days later', () => {
    const instants = fc.date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
    const zones = fc.constantFrom('UTC', OSLO, 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe')
    fc.assert(
      fc.property(instants, fc.integer({ min: 0, max: 30 }), zones, (date, days, zone) => {
        const start = nextWorkingMoment(date.toISOString(), DEFAULT_CALENDAR, zone)
        const end = after(date.toISOString(), days, DEFAULT_CALENDAR, zone)
        expect(nextWorkingMoment(end, DEFAULT_CALENDAR, zone)).toBe(end)
        let passed = 0
        for (let day = toDate(start, zone); day < toDate(end, zone); day = nextDate(day))
          if (isWorkingDay(day, DEFAULT_CALENDAR)) passed++
        expect(passed).toBe(days)
      }),
      { numRuns: 200 },
    )
  })
})

const nextDate = (date: string) => new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
