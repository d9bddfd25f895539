import type { Duration, Period } from '../types.ts'

/** What an order means: of numbers and amounts, of times, of texts. */
export type OrderWords = { readonly number: string; readonly time: string; readonly text: string }

/** A word after a number, by what `Intl.PluralRules` calls the number. */
export type Plural = { readonly [Category in Exclude<Intl.LDMLPluralRule, 'other'>]?: string } & {
  readonly other: string
}

/**
 * The words of `describeFilter` in one language. `{field}` is the label of a field, `{value}` what it is compared with,
 * `{of}` an inner condition.
 */
export interface FilterWords {
  readonly everything: string
  readonly anything: string
  readonly nothing: string
  readonly not: string
  readonly eq: string
  readonly ne: string
  readonly in: string
  readonly nin: string
  readonly gt: OrderWords
  readonly gte: OrderWords
  readonly lt: OrderWords
  readonly lte: OrderWords
  /** `{field}` is before a time, or then, that is `{value}` ago. */
  readonly older: { readonly lt: string; readonly lte: string }
  /** `{field}` is after a time, or then, that is `{value}` from now. */
  readonly later: { readonly gt: string; readonly gte: string }
  readonly contains: string
  readonly startsWith: string
  readonly endsWith: string
  readonly glob: string
  readonly empty: string
  readonly filled: string
  readonly within: string
  readonly last: string
  readonly next: string
  /** `{field}` by month and day: in a period `{value}`, on a day, `{from}` and `{to}` a day, up to now, from now on. */
  readonly anniversary: {
    readonly within: string
    readonly on: string
    readonly between: string
    readonly last: string
    readonly next: string
  }
  /** `{distance}` with its unit, `{place}` in degrees. */
  readonly near: string
  /** Between `{south}`, `{north}`, `{west}` and `{east}`, in degrees. */
  readonly inBox: string
  /** `{value}` is the number of corners with its word. */
  readonly inCorners: string
  readonly corners: Plural
  readonly changed: string
  readonly unchanged: string
  /** `{of}` is a value or a condition. */
  readonly wasBefore: string
  readonly isNow: string
  readonly related: string
  readonly some: string
  readonly none: string
  readonly every: string
  /** Subject of a condition on an entry of a list. */
  readonly entry: string
  /** `{field}` with its `{part}`. */
  readonly partOf: string
  readonly quoted: string
  readonly yes: string
  readonly no: string
  readonly now: string
  readonly ago: string
  readonly ahead: string
  readonly inBase: string
  readonly actor: { readonly id: string; readonly teams: string; readonly keys: string }
  readonly periods: Readonly<Record<Period, string>>
  /** As they stand in `last`, `next`, `ago` and `ahead`. */
  readonly units: Readonly<Record<keyof Duration, Plural>>
  /** Names of the parts of fields and of entries of lists. */
  readonly parts: Readonly<
    Record<
      | 'city'
      | 'postalCode'
      | 'country'
      | 'latitude'
      | 'longitude'
      | 'currency'
      | 'number'
      | 'authority'
      | 'validUntilOn'
      | 'kind'
      | 'primary',
      string
    >
  >
}

export const en: FilterWords = {
  everything: 'all records',
  anything: 'anything is so',
  nothing: 'no records',
  not: 'it is not so that {of}',
  eq: '{field} is {value}',
  ne: '{field} is not {value}',
  in: '{field} is {value}',
  nin: '{field} is not {value}',
  gt: { number: '{field} is more than {value}', time: '{field} is after {value}', text: '{field} comes after {value}' },
  gte: {
    number: '{field} is at least {value}',
    time: '{field} is {value} or later',
    text: '{field} is {value} or comes after it',
  },
  lt: {
    number: '{field} is less than {value}',
    time: '{field} is before {value}',
    text: '{field} comes before {value}',
  },
  lte: {
    number: '{field} is at most {value}',
    time: '{field} is {value} or earlier',
    text: '{field} is {value} or comes before it',
  },
  older: { lt: '{field} is more than {value} ago', lte: '{field} is at least {value} ago' },
  later: { gt: '{field} is more than {value} from now', gte: '{field} is at least {value} from now' },
  contains: '{field} contains {value}',
  startsWith: '{field} begins with {value}',
  endsWith: '{field} ends with {value}',
  glob: '{field} looks like {value}',
  empty: '{field} is empty',
  filled: '{field} is filled in',
  within: '{field} is {value}',
  last: '{field} is in the last {value}',
  next: '{field} is in the next {value}',
  anniversary: {
    within: 'the anniversary of {field} is {value}',
    on: 'the anniversary of {field} is on {value}',
    between: 'the anniversary of {field} is from {from} to {to}',
    last: 'the anniversary of {field} was in the last {value}',
    next: 'the anniversary of {field} is in the next {value}',
  },
  near: '{field} is within {distance} of {place}',
  inBox: '{field} lies from {south} to {north} of latitude and from {west} to {east} of longitude',
  inCorners: '{field} lies in an area of {value}',
  corners: { one: 'corner', other: 'corners' },
  changed: '{field} has changed',
  unchanged: '{field} has not changed',
  wasBefore: 'before: {of}',
  isNow: 'now: {of}',
  related: '{field} is one where {of}',
  some: '{field} has one where {of}',
  none: '{field} has none where {of}',
  every: 'of {field} it is always so that {of}',
  entry: 'it',
  partOf: '{field} ({part})',
  quoted: '“{value}”',
  yes: 'yes',
  no: 'no',
  now: 'now',
  ago: '{value} ago',
  ahead: '{value} from now',
  inBase: '{value} in the smallest unit of the base currency',
  actor: { id: 'me', teams: 'one of my teams', keys: 'one of my access keys' },
  periods: {
    yesterday: 'yesterday',
    today: 'today',
    tomorrow: 'tomorrow',
    lastWeek: 'last week',
    thisWeek: 'this week',
    nextWeek: 'next week',
    lastMonth: 'last month',
    thisMonth: 'this month',
    nextMonth: 'next month',
    lastQuarter: 'last quarter',
    thisQuarter: 'this quarter',
    nextQuarter: 'next quarter',
    lastYear: 'last year',
    thisYear: 'this year',
    nextYear: 'next year',
  },
  units: {
    minutes: { one: 'minute', other: 'minutes' },
    hours: { one: 'hour', other: 'hours' },
    days: { one: 'day', other: 'days' },
    weeks: { one: 'week', other: 'weeks' },
    months: { one: 'month', other: 'months' },
    years: { one: 'year', other: 'years' },
  },
  parts: {
    city: 'city',
    postalCode: 'postal code',
    country: 'country',
    latitude: 'latitude',
    longitude: 'longitude',
    currency: 'currency',
    number: 'number',
    authority: 'authority',
    validUntilOn: 'valid until',
    kind: 'kind',
    primary: 'primary',
  },
}
