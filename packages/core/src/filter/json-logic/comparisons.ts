import { isDate, isInstant } from '../../shared/time.ts'
import { FILTER_LIMITS } from '../limits.ts'
import { readingOf, type ValueKind } from '../reading.ts'
import { child, refuse } from '../refuse.ts'
import type { UncheckedFilter } from '../types.ts'
import { anyOf, argumentsOf, isNot, type JsonLogicOptions, type Scope } from './scope.ts'
import { type Field, fieldAt, isVar, requireStored } from './subject.ts'

/** A field alone: truthy. Numbers are, but for 0. */
export function truth(field: Field): UncheckedFilter {
  const { kind, path } = field
  if (kind === 'boolean') return field.test({ eq: true }, path)
  if (kind === 'number') return anyOf([field.test({ lt: 0 }, path), field.test({ gt: 0 }, path)])
  return field.isThere()
}

/** The same: with values of the field's own type, for which `==` and `===` are one. */
export function equality(scope: Scope, operands: unknown, path: string): UncheckedFilter {
  const { field, value, at } = fieldAndValue(scope, operands, path)
  if (value === null) return isNot(requireStored(field).isThere())
  requireValue(scope.reader.options, field, value, at)
  return field.test({ eq: value }, at)
}

const FLIPPED = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const
const OPERATORS = { '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' } as const
type Order = keyof typeof OPERATORS

/** One bound, or with `<` and `<=` one on each side. JsonLogic takes nothing for 0. */
export function order(scope: Scope, name: Order, operands: unknown, path: string): UncheckedFilter {
  const list = argumentsOf(operands, path, 2, name.startsWith('<') ? 3 : 2)
  const middle = list.findIndex(([operand]) => isVar(operand))
  const [logic, at] = list[middle] ?? []
  const bounds = list.filter((_, index) => index !== middle)
  if (at === undefined || (list.length === 3 && middle !== 1)) refuse(path, 'a field is compared with values')
  const field = fieldAt(scope, logic, at)
  const tests = bounds.map(([value, place], index) => {
    requireOrdered(scope.reader.options, field, value, place)
    const sign = middle === 0 || index === 1 ? name : FLIPPED[name]
    return { filter: field.test({ [OPERATORS[sign]]: value }, place), ofNothing: ofNothing(sign, value) }
  })
  const filters = tests.map(({ filter }) => filter)
  const all = filters.length === 1 ? (filters[0] as UncheckedFilter) : { and: filters }
  return tests.every(({ ofNothing }) => ofNothing) ? anyOf([all, isNot(field.isThere())]) : all
}

function ofNothing(sign: Order, value: unknown): boolean {
  if (typeof value !== 'number') return false
  return { '<': 0 < value, '<=': 0 <= value, '>': 0 > value, '>=': 0 >= value }[sign]
}

function requireOrdered(options: JsonLogicOptions, field: Field, value: unknown, path: string): void {
  if (field.kind === 'text' || field.kind === 'exact' || field.kind === 'boolean')
    refuse(path, 'JsonLogic orders these values in another way than a filter does')
  requireValue(options, field, value, path)
}

/** A value in a list of values, an entry in a list field, or a piece of a text. */
export function membership(scope: Scope, operands: unknown, path: string): UncheckedFilter {
  const [[needle, at], [hay, place]] = argumentsOf(operands, path, 2, 2)
  if (isVar(needle)) return isOneOf(scope, fieldAt(scope, needle, at), hay, place)
  if (!isVar(hay)) refuse(path, 'a field is needed here')
  const field = fieldAt(scope, hay, place)
  const { options } = scope.reader
  if (field.entry) {
    if (field.entry.items) refuse(place, 'the entries of this list are no plain values')
    requireKind(options, readingOf(field.entry.definition)?.value, needle, at)
    return field.test({ eq: needle }, at)
  }
  if (field.kind !== 'text' && field.kind !== 'exact') refuse(place, '`in` looks into lists and texts')
  requireKind(options, field.kind, needle, at)
  return field.test({ contains: needle }, at)
}

function isOneOf(scope: Scope, field: Field, list: unknown, path: string): UncheckedFilter {
  if (!Array.isArray(list)) refuse(path, 'a list of values is needed here')
  if (list.length > FILTER_LIMITS.values) refuse(path, `a list here has at most ${FILTER_LIMITS.values} entries`)
  const values = list.filter((value) => value !== null)
  for (const [index, value] of list.entries())
    if (value !== null) requireValue(scope.reader.options, field, value, child(path, index))
  const found =
    field.kind === 'boolean' ? anyOf(values.map((eq) => field.test({ eq }, path))) : field.test({ in: values }, path)
  return values.length < list.length ? anyOf([found, isNot(field.isThere())]) : found
}

interface Pair {
  readonly field: Field
  readonly value: unknown
  /** Place of the value. */
  readonly at: string
}

function fieldAndValue(scope: Scope, operands: unknown, path: string): Pair {
  const [[left, at], [right, place]] = argumentsOf(operands, path, 2, 2)
  if (isVar(left) && !isVar(right)) return { field: fieldAt(scope, left, at), value: right, at: place }
  if (!isVar(left) && isVar(right)) return { field: fieldAt(scope, right, place), value: left, at }
  return refuse(path, 'a field is compared with a value')
}

function requireValue(options: JsonLogicOptions, field: Field, value: unknown, path: string): void {
  if (field.entry) refuse(path, 'a list and a value are compared loosely: use `in` or `some`')
  requireKind(options, field.kind, value, path)
}

/** A value of the kind that is stored, so that nothing is compared loosely. @throws KithError `INVALID_FILTER` */
export function requireKind(
  options: JsonLogicOptions,
  kind: ValueKind | undefined,
  value: unknown,
  path: string,
): void {
  if (!kind || kind === 'money') refuse(path, 'this field holds no plain value')
  if (kind === 'text' && options.texts !== 'folded')
    refuse(path, 'a filter compares this text without case and diacritics, JsonLogic does not')
  const [fits, needed] = KINDS[kind]
  if (!fits(value)) refuse(path, `${needed} is needed here: JsonLogic would compare loosely`)
}

const isText = (value: unknown) => typeof value === 'string'
const isNumber = (value: unknown) => Number.isFinite(value)
const KINDS: Readonly<Record<Exclude<ValueKind, 'money'>, readonly [(value: unknown) => boolean, string]>> = {
  text: [isText, 'a text'],
  exact: [isText, 'a text'],
  number: [isNumber, 'a number'],
  boolean: [(value) => typeof value === 'boolean', 'true or false'],
  date: [(value) => typeof value === 'string' && isDate(value), 'a date as it is stored (2026-03-31)'],
  dateTime: [
    (value) => typeof value === 'string' && isInstant(value),
    'an instant as it is stored (2026-03-31T09:00:00.000Z)',
  ],
}
