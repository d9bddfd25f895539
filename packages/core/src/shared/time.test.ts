import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  addDuration,
  daysBetween,
  isDate,
  isInstant,
  negateDuration,
  parseInstant,
  startOfDay,
  toDate,
  weekday,
} from './time.ts'
import { isZone } from './zone.ts'

const ZONES = ['Europe/Oslo', 'America/Sao_Paulo', 'Asia/Kolkata', 'Pacific/Apia', 'UTC'] as const
const zone = fc.constantFrom(...ZONES)
const instant = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2060-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString())

describe('isInstant', () => {
  it.each(['2026-03-01T09:00:00.000Z', '2028-02-29T23:59:59.999Z', '0001-01-01T00:00:00.000Z'])('takes %s', (text) => {
    expect(isInstant(text)).toBe(true)
  })
  it.each([
    '2026-02-29T00:00:00.000Z',
    '2026-03-01T24:00:00.000Z',
    '2026-03-01T09:00:00Z',
    '2026-03-01',
    '0000-01-01T00:00:00.000Z',
    '+012026-03-01T09:00:00.000Z',
    '',
  ])('refuses %j', (text) => expect(isInstant(text)).toBe(false))
})

describe('isDate', () => {
  it('knows leap days', () => {
    expect(['2028-02-29', '2000-02-29', '2026-12-31'].every(isDate)).toBe(true)
    expect(['2026-02-29', '1900-02-29', '2026-04-31', '2026-13-01', '2026-1-1', '20260101'].some(isDate)).toBe(false)
  })
})

describe('parseInstant', () => {
  it.each([
    ['2026-03-01T10:00+01:00', '2026-03-01T09:00:00.000Z'],
    ['2026-03-01T10:00:05.1239-0330', '2026-03-01T13:30:05.123Z'],
    ['2026-03-01 09:00Z', '2026-03-01T09:00:00.000Z'],
    ['2026-01-01T00:30:00+14', '2025-12-31T10:30:00.000Z'],
  ])('reads %s', (text, expected) => expect(parseInstant(text)).toBe(expected))

  it.each([
    '2026-03-01T10:00',
    '2026-03-01',
    '2026-02-30T10:00Z',
    '2026-03-01T25:00Z',
    '2026-03-01T10:61Z',
    '2026-03-01T10:00+25:00',
    '9999-12-31T23:00-10:00',
    'now',
  ])('refuses %s', (text) => expect(parseInstant(text)).toBeUndefined())

  it('keeps every instant as it is', () => {
    fc.assert(fc.property(instant, (text) => parseInstant(text) === text))
  })
})

describe('startOfDay', () => {
  it.each([
    ['2026-06-01', 'Europe/Oslo', '2026-05-31T22:00:00.000Z'],
    ['2026-06-01', 'Asia/Kolkata', '2026-05-31T18:30:00.000Z'],
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
    ['2018-02-18', 'America/Sao_Paulo', '2018-02-18T03:00:00.000Z'],
    ['2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
    ['2011-12-31', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
    ['1919-03-31', 'America/Toronto', '1919-03-31T04:30:00.000Z'],
  ])('of %s in %s is %s', (date, where, expected) => expect(startOfDay(date, where)).toBe(expected))

  it('is the first instant of its date, in every zone and on every day', () => {
    fc.assert(
      fc.property(instant, zone, (time, where) => {
        const date = toDate(time, where)
        const start = startOfDay(date, where)
        expect(toDate(start, where)).toBe(date)
        expect(start <= time).toBe(true)
        expect(toDate(new Date(Date.parse(start) - 1).toISOString(), where) < date).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('lets no instant fall between two days', () => {
    fc.assert(
      fc.property(instant, zone, (time, where) => {
        expect(time < startOfDay(addDays(toDate(time, where), 1), where)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('refuses an unknown zone', () => {
    expect(() => startOfDay('2026-01-01', 'Europe/Atlantis')).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    )
    expect(isZone('Europe/Atlantis')).toBe(false)
    expect(ZONES.every(isZone)).toBe(true)
  })
})

describe('addDuration', () => {
  it.each([
    ['2026-03-28T11:00:00.000Z', { days: 1 }, 'Europe/Oslo', '2026-03-29T10:00:00.000Z'],
    ['2026-03-28T11:00:00.000Z', { hours: 24 }, 'Europe/Oslo', '2026-03-29T11:00:00.000Z'],
    ['2026-03-28T01:30:00.000Z', { days: 1 }, 'Europe/Oslo', '2026-03-29T01:30:00.000Z'],
    ['2026-10-24T00:30:00.000Z', { days: 1 }, 'Europe/Oslo', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25T01:30:00.000Z', { minutes: 1 }, 'Europe/Oslo', '2026-10-25T01:31:00.000Z'],
    ['2026-01-31T12:00:00.000Z', { months: 1 }, 'UTC', '2026-02-28T12:00:00.000Z'],
    ['2028-02-29T12:00:00.000Z', { years: 1 }, 'UTC', '2029-02-28T12:00:00.000Z'],
    ['2026-03-31T12:00:00.000Z', { months: -1 }, 'UTC', '2026-02-28T12:00:00.000Z'],
    ['2026-01-31T23:30:00.000Z', { months: 1 }, 'Europe/Oslo', '2026-02-28T23:30:00.000Z'],
    ['2011-12-29T12:00:00.000Z', { days: 1 }, 'Pacific/Apia', '2011-12-30T12:00:00.000Z'],
  ])('of %s and %j in %s is %s', (time, duration, where, expected) =>
    expect(addDuration(time, duration, where)).toBe(expected),
  )

  it.each([
    ['2026-01-31', { months: 1 }, '2026-02-28'],
    ['2024-02-29', { years: 4 }, '2028-02-29'],
    ['2026-03-01', { weeks: 1, days: -1 }, '2026-03-07'],
    ['2026-03-01', { hours: 47 }, '2026-03-02'],
    ['2026-03-01', { hours: -23 }, '2026-03-01'],
    ['2026-12-31', { months: 14 }, '2028-02-29'],
  ])('of the date %s and %j is %s', (date, duration, expected) =>
    expect(addDuration(date, duration, 'UTC')).toBe(expected),
  )

  it('keeps the clock on the wall over days, but where a zone skips that time', () => {
    const wall = (time: string, where: string) =>
      new Intl.DateTimeFormat('en-GB', { timeZone: where, timeStyle: 'medium' }).format(new Date(time))
    fc.assert(
      fc.property(instant, zone, fc.integer({ min: -400, max: 400 }), (time, where, days) => {
        const moved = addDuration(time, { days }, where)
        const skipped = where !== 'UTC' && where !== 'Asia/Kolkata' && wall(moved, where) !== wall(time, where)
        if (skipped) expect(wall(moved, where) > wall(time, where) || where === 'Pacific/Apia').toBe(true)
        else expect(toDate(moved, where)).toBe(addDays(toDate(time, where), days))
      }),
      { numRuns: 500 },
    )
  })

  it('comes back by the same days', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: -5000, max: 5000 }), (time, days) => {
        const duration = { days, hours: 3 }
        expect(addDuration(addDuration(time, duration, 'UTC'), negateDuration(duration), 'UTC')).toBe(time)
      }),
    )
  })

  it('moves later times later by the same months', () => {
    fc.assert(
      fc.property(instant, instant, zone, fc.integer({ min: -30, max: 30 }), (a, b, where, months) => {
        const [early, late] = a <= b ? [a, b] : [b, a]
        const day = (time: string) => toDate(addDuration(time, { months }, where), where)
        expect(day(early) <= day(late)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('refuses what is no time, and results outside the calendar', () => {
    const add = (time: string, years: number) => () => addDuration(time, { years }, 'UTC')
    expect(add('yesterday', 1)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
    expect(add('2026-01-01', 9000)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
    expect(add('2026-01-01T00:00:00.000Z', -3000)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  })
})

describe('dates', () => {
  it('count days and weekdays', () => {
    expect(daysBetween('2028-02-28', '2028-03-01')).toBe(2)
    expect(weekday('2026-03-01')).toBe(7)
    expect(weekday('2026-03-02')).toBe(1)
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
  })
})
