import { addDays, addDuration, startOfDay, toDate, weekday } from './time.ts'

/** A calendar period around now, in the tenant's zone. Weeks begin on Monday (ISO 8601). */
export type Period =
  | `${'last' | 'this' | 'next'}${'Week' | 'Month' | 'Quarter' | 'Year'}`
  | 'yesterday'
  | 'today'
  | 'tomorrow'

/** A calendar period, half open: `from` is in it, `to` is not. */
export interface PeriodBounds {
  /** Instants, UTC. */
  readonly from: string
  readonly to: string
  /** The same as dates. */
  readonly fromOn: string
  readonly toOn: string
}

const UNITS = ['Week', 'Month', 'Quarter', 'Year'] as const
type Unit = (typeof UNITS)[number]
const SHIFTS = { last: -1, this: 0, next: 1 } as const
const DAYS = { yesterday: -1, today: 0, tomorrow: 1 } as const

/** Every {@link Period}. */
export const PERIODS: readonly Period[] = [
  ...(Object.keys(DAYS) as (keyof typeof DAYS)[]),
  ...UNITS.flatMap((unit) =>
    (Object.keys(SHIFTS) as (keyof typeof SHIFTS)[]).map((shift) => `${shift}${unit}` as const),
  ),
]

/** Whether a text names a {@link Period}. */
export function isPeriod(text: string): text is Period {
  return (PERIODS as readonly string[]).includes(text)
}

/**
 * Where a calendar period begins and ends in a zone.
 *
 * @param now Instant around which the period is meant.
 * @example
 * periodBounds('thisMonth', '2026-03-15T09:00:00.000Z', 'Europe/Oslo')
 * // { from: '2026-02-28T23:00:00.000Z', to: '2026-03-31T22:00:00.000Z', fromOn: '2026-03-01', toOn: '2026-04-01' }
 */
export function periodBounds(period: Period, now: string, zone: string): PeriodBounds {
  const [fromOn, toOn] = dates(period, toDate(now, zone))
  return { from: startOfDay(fromOn, zone), to: startOfDay(toOn, zone), fromOn, toOn }
}

function dates(period: Period, today: string): readonly [string, string] {
  if (period in DAYS) {
    const day = addDays(today, DAYS[period as keyof typeof DAYS])
    return [day, addDays(day, 1)]
  }
  const unit = UNITS.find((name) => period.endsWith(name)) as Unit
  const start = step(unit, startOf(unit, today), SHIFTS[period.slice(0, -unit.length) as keyof typeof SHIFTS])
  return [start, step(unit, start, 1)]
}

function startOf(unit: Unit, date: string): string {
  if (unit === 'Week') return addDays(date, 1 - weekday(date))
  if (unit === 'Year') return `${date.slice(0, 4)}-01-01`
  const month = Number(date.slice(5, 7))
  const first = unit === 'Month' ? month : month - ((month - 1) % 3)
  return `${date.slice(0, 5)}${String(first).padStart(2, '0')}-01`
}

function step(unit: Unit, date: string, count: number): string {
  if (unit === 'Week') return addDays(date, 7 * count)
  return addDuration(date, { months: count * { Month: 1, Quarter: 3, Year: 12 }[unit] }, 'UTC')
}
