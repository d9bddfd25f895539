import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '../shared/time.ts'
import { isMonthDay, monthDayOf, monthDayTest } from './month-day.ts'

const day = fc.integer({ min: 0, max: 365 }).map((count) => addDays('2024-01-01', count).slice(5))
const instant = fc
  .date({ min: new Date('0001-01-02T00:00:00.000Z'), max: new Date('9999-12-30T00:00:00.000Z'), noInvalidDate: true })
  .map((date) => date.toISOString())
const zone = fc.constantFrom(
  'UTC',
  'Europe/Oslo',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Asia/Kathmandu',
)

describe('monthDayTest', () => {
  it('skips no instant that the zone would have taken', () => {
    fc.assert(
      fc.property(day, day, instant, zone, (from, to, value, where) => {
        const own = monthDayOf(value, where)
        const expected = from <= to ? own >= from && own <= to : own >= from || own <= to
        expect(monthDayTest({ from, to }, where)(value)).toBe(expected)
      }),
      { numRuns: 3000 },
    )
  })

  it('takes the ends of the calendar, whose days can lie outside of it', () => {
    expect(monthDayOf('9999-12-31T23:59:59.999Z', 'Europe/Oslo')).toBe('01-01')
    expect(monthDayOf('0001-01-01T00:00:00.000Z', 'America/Sao_Paulo')).toBe('12-31')
    expect(monthDayTest({ from: '01-01', to: '01-01' }, 'Europe/Oslo')('9999-12-31T23:59:59.999Z')).toBe(true)
  })

  it('tells days from what is none', () => {
    expect(['02-29', '12-31', '01-01'].every(isMonthDay)).toBe(true)
    expect(['02-30', '13-01', '1-1', '00-10', '2026-01-01', '', '01-01 '].some(isMonthDay)).toBe(false)
  })
})
