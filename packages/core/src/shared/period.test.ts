import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPeriod, PERIODS, periodBounds } from './period.ts'
import { addDuration, daysBetween, startOfDay, toDate, weekday } from './time.ts'

const NOW = '2026-03-15T09:00:00.000Z'
const zone = fc.constantFrom('Europe/Oslo', 'America/Sao_Paulo', 'Asia/Kolkata', 'Pacific/Apia', 'UTC')
const instant = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2060-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString())

describe('periodBounds', () => {
  it.each([
    ['yesterday', '2026-03-14', '2026-03-15'],
    ['today', '2026-03-15', '2026-03-16'],
    ['tomorrow', '2026-03-16', '2026-03-17'],
    ['lastWeek', '2026-03-02', '2026-03-09'],
    ['thisWeek', '2026-03-09', '2026-03-16'],
    ['nextMonth', '2026-04-01', '2026-05-01'],
    ['lastMonth', '2026-02-01', '2026-03-01'],
    ['thisQuarter', '2026-01-01', '2026-04-01'],
    ['lastQuarter', '2025-10-01', '2026-01-01'],
    ['nextYear', '2027-01-01', '2028-01-01'],
  ] as const)('of %s are %s and %s', (period, fromOn, toOn) => {
    expect(periodBounds(period, NOW, 'Europe/Oslo')).toMatchObject({ fromOn, toOn })
  })

  it('are instants of the zone, over the change of the clock', () => {
    expect(periodBounds('thisMonth', NOW, 'Europe/Oslo')).toEqual({
      from: '2026-02-28T23:00:00.000Z',
      to: '2026-03-31T22:00:00.000Z',
      fromOn: '2026-03-01',
      toOn: '2026-04-01',
    })
  })

  it('go by the date that it is in the zone', () => {
    const late = '2026-03-15T23:30:00.000Z'
    expect(periodBounds('today', late, 'Europe/Oslo').fromOn).toBe('2026-03-16')
    expect(periodBounds('thisWeek', late, 'America/Sao_Paulo').fromOn).toBe('2026-03-09')
  })

  it('meet without gap or overlap, and this one holds now', () => {
    fc.assert(
      fc.property(instant, zone, fc.constantFrom('Week', 'Month', 'Quarter', 'Year'), (now, where, unit) => {
        const [last, current, next] = (['last', 'this', 'next'] as const).map((shift) =>
          periodBounds(`${shift}${unit}` as 'lastWeek', now, where),
        )
        expect([last?.to, current?.to]).toEqual([current?.from, next?.from])
        expect([last?.toOn, current?.toOn]).toEqual([current?.fromOn, next?.fromOn])
        expect((current?.from ?? '') <= now && now < (current?.to ?? '')).toBe(true)
        expect(startOfDay(current?.fromOn ?? '', where)).toBe(current?.from)
      }),
      { numRuns: 300 },
    )
  })

  it('make weeks of seven days from Monday', () => {
    fc.assert(
      fc.property(instant, zone, (now, where) => {
        const { fromOn, toOn } = periodBounds('nextWeek', now, where)
        expect([weekday(fromOn), daysBetween(fromOn, toOn)]).toEqual([1, 7])
        expect(daysBetween(toDate(now, where), fromOn)).toBeLessThanOrEqual(7)
      }),
    )
  })

  it('make years that are a year long', () => {
    fc.assert(
      fc.property(instant, zone, (now, where) => {
        const { fromOn, toOn } = periodBounds('thisYear', now, where)
        expect(addDuration(fromOn, { years: 1 }, where)).toBe(toOn)
      }),
    )
  })
})

describe('PERIODS', () => {
  it('are all known', () => {
    expect(PERIODS).toHaveLength(15)
    expect(PERIODS.every(isPeriod)).toBe(true)
    expect(isPeriod('constructor')).toBe(false)
  })
})
