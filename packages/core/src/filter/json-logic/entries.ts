import { partReading, readingOf } from '../reading.ts'
import { child, refuse } from '../refuse.ts'
import { requireKind } from './comparisons.ts'
import { argumentsOf, operationOf, type Reader } from './scope.ts'
import { type Field, isVar, nameOf } from './subject.ts'

type Tests = Record<string, Record<string, unknown>>

/**
 * What stands in `some`, `all` and `none` over a list field: comparisons of one entry, all of which hold. The entry is
 * `""`; of entries with a kind it has `value`, `kind` and `primary`.
 */
export function entryTests(reader: Reader, field: Field, logic: unknown, path: string): object {
  const tests: Tests = {}
  collect(reader, field, logic, path, tests)
  return field.entry?.items ? tests : (tests[''] ?? {})
}

function collect(reader: Reader, field: Field, logic: unknown, path: string, tests: Tests): void {
  const [name, operands] = operationOf({ reader }, logic, path)
  const at = child(path, name)
  if (name === 'and') {
    for (const [operand, place] of argumentsOf(operands, at, 1, 20)) collect(reader, field, operand, place, tests)
    return
  }
  const operator = OPERATORS.get(name)
  if (!operator)
    refuse(at, 'inside of a list, a filter compares one entry: `and`, `==`, `!=`, `<`, `<=`, `>`, `>=` and `in`')
  const [[left, first], [right, second]] = argumentsOf(operands, at, 2, 2)
  if (!isVar(left) || isVar(right)) refuse(at, 'a part of the entry is compared with a value')
  const part = nameOf(left, first)
  requireFit(reader, field, part, operator, right, first, second)
  const own = tests[part] ?? {}
  tests[part] = own
  if (Object.hasOwn(own, operator)) refuse(at, 'this is asked twice of an entry')
  own[operator] = right
}

const OPERATORS: ReadonlyMap<string, string> = new Map([
  ...['==', '==='].map((name) => [name, 'eq'] as const),
  ...['!=', '!=='].map((name) => [name, 'ne'] as const),
  ['<', 'lt'],
  ['<=', 'lte'],
  ['>', 'gt'],
  ['>=', 'gte'],
  ['in', 'in'],
])

function requireFit(
  reader: Reader,
  { entry }: Field,
  part: string,
  operator: string,
  value: unknown,
  path: string,
  place: string,
): void {
  const names = entry?.items ? ['value', 'kind', 'primary'] : ['']
  if (!entry || !names.includes(part)) refuse(path, 'an entry has nothing of this name')
  const isWhole = part === '' || part === 'value'
  const kind = isWhole ? readingOf(entry.definition)?.value : partReading(entry.definition, part, true)?.value
  if (isWhole && entry.items && entry.definition.type === 'address') refuse(path, 'this entry holds no plain value')
  const ordered = ['lt', 'lte', 'gt', 'gte'].includes(operator)
  if (ordered && !['number', 'date', 'dateTime'].includes(kind ?? ''))
    refuse(path, 'JsonLogic orders these values in another way than a filter does')
  if (part === 'primary' && value !== true)
    refuse(place, 'an entry is primary or says nothing about it: compare with true')
  const values = operator === 'in' ? value : [value]
  if (!Array.isArray(values)) refuse(place, 'a list of values is needed here')
  for (const one of values) requireKind(reader.options, kind, one, place)
}
