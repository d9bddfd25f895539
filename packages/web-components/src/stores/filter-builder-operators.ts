import type { Duration, Period, TimeValue } from '@kith/core'
import { isDate, PERIODS, parseInstant } from '@kith/core/shared'

/** What the value of a comparison is. */
export type ValueKind = 'boolean' | 'number' | 'money' | 'text' | 'option' | 'dateTime' | 'date'

/** What an operator stands before. */
export type Operand =
  | 'one'
  | 'several'
  | 'text'
  | 'nothing'
  | 'period'
  | 'duration'
  | 'days'
  | 'circle'
  | 'area'
  | 'inner'

interface OperatorShape {
  readonly takes: Operand
  /** Its name in the filter, where it is another one. */
  readonly as?: string
  /** Its operand, where it is always the same. */
  readonly value?: unknown
}

/**
 * The operators that a builder offers, in this order, and what stands behind each. Which of them a field takes is asked
 * of core. A new operator of core is one line here and a word in the texts; one with a new kind of operand also an
 * editor in `elements/filter-builder/operand.ts`. What is not here is kept and shown as a sentence.
 */
export const OPERATORS: Readonly<Record<string, OperatorShape>> = {
  eq: { takes: 'one' },
  ne: { takes: 'one' },
  in: { takes: 'several' },
  nin: { takes: 'several' },
  contains: { takes: 'text' },
  startsWith: { takes: 'text' },
  endsWith: { takes: 'text' },
  glob: { takes: 'text' },
  within: { takes: 'period' },
  last: { takes: 'duration' },
  next: { takes: 'duration' },
  anniversary: { takes: 'days' },
  near: { takes: 'circle' },
  inArea: { takes: 'area' },
  lt: { takes: 'one' },
  lte: { takes: 'one' },
  gt: { takes: 'one' },
  gte: { takes: 'one' },
  related: { takes: 'inner' },
  some: { takes: 'inner' },
  none: { takes: 'inner' },
  every: { takes: 'inner' },
  empty: { takes: 'nothing', value: true },
  filled: { takes: 'nothing', as: 'empty', value: false },
}

/** Names of parts of fields and of entries of lists. Which of them a field has is asked of core. */
export const PARTS = [
  'city',
  'postalCode',
  'country',
  'latitude',
  'longitude',
  'currency',
  'number',
  'authority',
  'validUntilOn',
  'kind',
  'primary',
] as const

/** Whether a key of a filter names a part. */
export const isPart = (key: string | undefined): boolean => (PARTS as readonly (string | undefined)[]).includes(key)

/** Whether a key of a filter is an operator that a builder knows. */
export const isOperator = (key: string): boolean =>
  Object.hasOwn(OPERATORS, key) && key !== 'filled' && key !== 'related'

/** One value of each kind. The first that core takes tells the kind, so text comes before the kinds that are text too. */
export const SAMPLES: Readonly<Record<Exclude<ValueKind, 'option'>, unknown>> = {
  boolean: true,
  number: 1,
  money: { base: 1 },
  text: 'x',
  dateTime: '2026-01-01T00:00:00.000Z',
  date: '2026-01-01',
}

/** Which operators a new condition tries first. */
const FIRST: Readonly<Record<ValueKind, readonly string[]>> = {
  text: ['contains'],
  option: [],
  boolean: [],
  number: ['gte'],
  money: ['gte'],
  date: ['within'],
  dateTime: ['last', 'within'],
}

/**
 * The operator that a new condition starts with.
 *
 * @param follows It is kept by others, as the time of the last activity is: first of all it is asked whether there is one
 */
export function firstOperator(operators: readonly string[], kind: ValueKind | undefined, follows = false): string {
  const wanted = follows && kind === 'dateTime' ? ['empty'] : kind ? FIRST[kind] : ['some']
  return wanted.find((one) => operators.includes(one)) ?? operators[0] ?? 'empty'
}

/** What an operator starts with where one value is likelier than any other. */
export function firstValue(operator: string, kind: ValueKind | undefined): unknown {
  const { takes = 'one' } = OPERATORS[operator] ?? {}
  if (takes === 'period' || takes === 'days') return 'thisMonth'
  if (takes === 'duration') return { days: 7 }
  return takes === 'one' && kind === 'boolean' ? true : undefined
}

/** Units of a {@link Duration}, short to long. */
export const UNITS = ['minutes', 'hours', 'days', 'weeks', 'months', 'years'] as const

type Plain = Readonly<Record<string, unknown>>
const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The one unit of a length of time and how many of it; undefined where there are several. */
export function oneUnit(value: unknown): readonly [(typeof UNITS)[number], number] | undefined {
  if (!isPlain(value)) return undefined
  const [[unit, amount] = [], ...more] = Object.entries(value as Duration)
  return more.length || typeof amount !== 'number' ? undefined : [unit as (typeof UNITS)[number], amount]
}

/** Whether a value stands for who asks. */
export const isMe = (value: unknown): boolean => isPlain(value) && value['actor'] === 'id'

/** Whether a list stands for the teams of who asks. */
export const isMyTeams = (value: unknown): boolean => isPlain(value) && value['actor'] === 'teams'

/** How days of the calendar are given: a period, a length of time from now or up to now, one day, from one day to another. */
export type DaysMode = 'period' | 'next' | 'last' | 'monthDay' | 'monthDays'

const isMonthDay = (value: unknown) => typeof value === 'string' && /^\d\d-\d\d$/.test(value)

/** How these days are given; undefined for what no control shows. */
export function daysMode(value: unknown): DaysMode | undefined {
  if (PERIODS.includes(value as Period)) return 'period'
  if (isMonthDay(value)) return 'monthDay'
  if (!isPlain(value)) return undefined
  if (isMonthDay(value['from']) && isMonthDay(value['to'])) return 'monthDays'
  if (oneUnit(value['next'])) return 'next'
  return oneUnit(value['last']) ? 'last' : undefined
}

/** The numbers of a circle on the map, and of a box. */
export const CIRCLE = ['latitude', 'longitude', 'withinKm'] as const
export const AREA = ['north', 'south', 'west', 'east'] as const

const hasNumbers = (value: unknown, names: readonly string[]): boolean =>
  isPlain(value) && Object.keys(value).length === names.length && names.every((name) => typeof value[name] === 'number')

function isTime(value: unknown, kind: 'date' | 'dateTime'): value is TimeValue {
  if (value === 'now') return true
  if (typeof value === 'string') return isDate(value) || (kind === 'dateTime' && parseInstant(value) !== undefined)
  return isPlain(value) && !!oneUnit(value['ago'] ?? value['ahead'])
}

const SHOWN: Readonly<Record<ValueKind, (value: unknown) => boolean>> = {
  boolean: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number',
  money: (value) => isPlain(value) && ('base' in value || 'amountMinor' in value),
  text: (value) => typeof value === 'string',
  option: (value) => typeof value === 'string',
  dateTime: (value) => isTime(value, 'dateTime'),
  date: (value) => isTime(value, 'date'),
}

/** Kinds of which several can be listed. */
const LISTED: readonly ValueKind[] = ['text', 'option', 'number']

/** Whether several values of a kind can be listed in a row. */
export const canList = (kind: ValueKind | undefined): boolean => !!kind && LISTED.includes(kind)

/** Whether the controls of a row can show a value as it is. What they cannot is kept as it came. */
export function isShown(operator: string, kind: ValueKind | undefined, value: unknown): boolean {
  const takes = OPERATORS[operator]?.takes
  if (takes === 'nothing') return true
  if (takes === 'text') return typeof value === 'string'
  if (takes === 'period') return PERIODS.includes(value as Period)
  if (takes === 'duration') return !!oneUnit(value)
  if (takes === 'days') return daysMode(value) !== undefined
  if (takes === 'circle') return hasNumbers(value, CIRCLE)
  if (takes === 'area') return hasNumbers(value, AREA)
  if (!kind || (takes !== 'one' && takes !== 'several')) return false
  if (takes === 'one') return SHOWN[kind](value) || (kind === 'text' && isMe(value))
  if (kind === 'text' && isMyTeams(value)) return true
  return canList(kind) && Array.isArray(value) && value.length > 0 && value.every(SHOWN[kind])
}

/** A value for another operator, as far as it goes there. */
export function converted(operator: string, kind: ValueKind | undefined, value: unknown): unknown {
  const one = Array.isArray(value) ? value[0] : value
  const several = Array.isArray(value) || value === undefined ? value : [value]
  if (isMyTeams(value) && isShown(operator, kind, value)) return value
  const next = OPERATORS[operator]?.takes === 'several' ? several : one
  return next !== undefined && isShown(operator, kind, next) ? next : firstValue(operator, kind)
}
