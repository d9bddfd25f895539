/** Comparisons of the condition language. What each means is said at `FieldOperators`. */
export const OPERATORS = [
  'eq',
  'ne',
  'in',
  'nin',
  'gt',
  'gte',
  'lt',
  'lte',
  'contains',
  'startsWith',
  'endsWith',
  'glob',
  'empty',
  'within',
  'last',
  'next',
  'anniversary',
  'near',
  'inArea',
  'some',
  'none',
  'every',
  'changed',
] as const

/** The name of a comparison. */
export type Operator = (typeof OPERATORS)[number]

/** For values that are the same or not. */
export const SAME: readonly Operator[] = ['eq', 'ne', 'in', 'nin', 'empty']
/** For values that have an order. */
export const ORDERED: readonly Operator[] = ['gt', 'gte', 'lt', 'lte']
/** For text. */
export const TEXTUAL: readonly Operator[] = ['contains', 'startsWith', 'endsWith', 'glob']
/** For points of time. */
export const TEMPORAL: readonly Operator[] = ['within', 'last', 'next', 'anniversary']
/** For places. */
export const SPATIAL: readonly Operator[] = ['near', 'inArea']
/** For lists and links. */
export const QUANTIFIED: readonly Operator[] = ['some', 'none', 'every']
