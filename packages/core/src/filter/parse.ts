import type { Model } from '../schema/model.ts'
import { hasItems, isList } from '../schema/slots.ts'
import type { FieldDefinition } from '../schema/types.ts'
import { FILTER_LIMITS } from './limits.ts'
import { type PartName, partReading, readingOf } from './reading.ts'
import { child, isPlain, refuse, requireList } from './refuse.ts'
import {
  type FilterNode,
  isQuantifier,
  isTestOperator,
  type Quantifier,
  type Subject,
  type TestOperator,
} from './tree.ts'
import { checkOperand, isBareValue, operandCost } from './values.ts'

/** What a filter may ask for. */
export interface FilterOptions {
  /** Whether a field may be asked for; a field that may not answers exactly as one that does not exist. Default: all. */
  readonly allow?: (object: string, field: string) => boolean
  /** Refuses relations and links: for permissions, which look at the record alone. Default false. */
  readonly ownFields?: boolean
  /** Takes `changed`: for rules on a change, which know the record as it was before. Default false. */
  readonly before?: boolean
}

interface Reader {
  readonly model: Model
  readonly options: FilterOptions
  nodes: number
  /** What is being read: the record itself, another one that it leads to, or what a field was changed from or to. */
  place: 'record' | 'other' | 'change'
}

/**
 * Reads a filter against the model.
 *
 * @throws KithError `INVALID_FILTER` with `path` (JSON Pointer) and `reason`
 * @throws KithError `UNKNOWN_OBJECT`
 */
export function parseFilter(model: Model, object: string, filter: unknown, options: FilterOptions = {}): FilterNode {
  model.object(object)
  return readGroup({ model, options, nodes: 0, place: 'record' }, object, filter, '', 1)
}

function readGroup(reader: Reader, object: string, input: unknown, path: string, depth: number): FilterNode {
  return and(
    membersOf(reader, input, path, depth).map(([key, value]) => {
      const at = child(path, key)
      if (key === 'not') return { kind: 'not', of: readGroup(reader, object, value, at, depth + 1) }
      if (key !== 'and' && key !== 'or') return readField(reader, subjectOf(reader, object, key, at), value, at, depth)
      const list = requireList(value, at, FILTER_LIMITS.nodes)
      return {
        kind: key,
        of: list.map((entry, index) => readGroup(reader, object, entry, child(at, index), depth + 1)),
      }
    }),
  )
}

function and(nodes: readonly FilterNode[]): FilterNode {
  return nodes.length === 1 ? (nodes[0] as FilterNode) : { kind: 'and', of: nodes }
}

/** The members of an object of conditions, counted before anything inside is looked at. */
function membersOf(reader: Reader, input: unknown, path: string, depth: number): [string, unknown][] {
  if (!isPlain(input)) refuse(path, 'an object of conditions is needed here')
  if (depth > FILTER_LIMITS.depth) refuse(path, `conditions go at most ${FILTER_LIMITS.depth} levels deep`)
  const keys = Object.keys(input)
  spend(reader, Math.max(keys.length, 1), path)
  return keys.map((key) => [key, input[key]])
}

function spend(reader: Reader, nodes: number, path: string): void {
  reader.nodes += nodes
  if (reader.nodes > FILTER_LIMITS.nodes) refuse(path, `a filter has at most ${FILTER_LIMITS.nodes} conditions`)
}

function subjectOf(reader: Reader, object: string, field: string, path: string): Subject {
  const fields = reader.model.fields(object)
  const definition = Object.hasOwn(fields, field) ? fields[field] : undefined
  if (!definition || reader.options.allow?.(object, field) === false)
    refuse(path, `${object} has no field of this name`)
  return { object, field, definition, reading: readingOf(definition), of: isList(definition) ? 'list' : 'value' }
}

function readField(reader: Reader, subject: Subject, value: unknown, path: string, depth: number): FilterNode {
  const { definition } = subject
  if (definition.type === 'links') return readLinks(reader, subject, value, path, depth)
  const related = definition.type === 'relation' && subject.of === 'value' ? definition.to : undefined
  if (!isPlain(value) || isBareValue(subject.reading, value)) return readBare(subject, value, path)
  if (related !== undefined) return readRelation(reader, subject, related, value, path, depth)
  return readOperators(reader, subject, value, path, depth)
}

function readBare(subject: Subject, value: unknown, path: string): FilterNode {
  if (value === null) return readEmpty(subject, true, path)
  if (Array.isArray(value)) refuse(path, 'a list is not a value: use `in`')
  return test(subject, 'eq', value, path)
}

function readRelation(
  reader: Reader,
  subject: Subject,
  to: string,
  value: object,
  path: string,
  depth: number,
): FilterNode {
  const members = Object.entries(value)
  const isOwn = (key: string) => isTestOperator(key) || key === 'changed'
  const own = Object.fromEntries(members.filter(([key]) => isOwn(key)))
  const nested = Object.fromEntries(members.filter(([key]) => !isOwn(key)))
  const nodes = Object.keys(own).length > 0 ? [readOperators(reader, subject, own, path, depth)] : []
  if (Object.keys(nested).length > 0 || nodes.length === 0) {
    refuseForeign(reader, path)
    const of = inPlace(reader, 'other', () => readGroup(reader, to, nested, path, depth + 1))
    nodes.push({ kind: 'related', subject, to, of })
  }
  return and(nodes)
}

function refuseForeign(reader: Reader, path: string): void {
  const own = reader.options.ownFields === true || reader.place === 'change'
  if (own) refuse(path, 'only fields of the record itself can be used here')
}

/** Reads something inside of another place. A reader is thrown away with the filter that it refuses. */
function inPlace<Result>(reader: Reader, place: Reader['place'], read: () => Result): Result {
  const outer = reader.place
  reader.place = place
  const result = read()
  reader.place = outer
  return result
}

/** What a field was changed from and to: each is whatever may stand at the field. */
function readChanged(reader: Reader, subject: Subject, operand: unknown, path: string, depth: number): FilterNode {
  if (reader.options.before !== true) refuse(path, 'only a rule on a change knows what was before')
  const whole = subject.part === undefined && subject.of !== 'entry'
  if (reader.place !== 'record' || !whole)
    refuse(path, 'only a whole field of the record itself can be asked for changes')
  if (typeof operand === 'boolean') return { kind: 'changed', subject, value: operand }
  const sides: { from?: FilterNode; to?: FilterNode } = {}
  for (const [side, value] of membersOf(reader, operand, path, depth)) {
    const inner = child(path, side)
    if (side !== 'from' && side !== 'to') refuse(inner, 'a change has `from` and `to`')
    sides[side] = inPlace(reader, 'change', () => readField(reader, subject, value, inner, depth + 1))
  }
  if (!sides.from && !sides.to) refuse(path, 'true, false, `from` or `to` is needed here')
  return { kind: 'changed', subject, value: true, ...sides }
}

/** Operators and named parts, which all hold. */
function readOperators(reader: Reader, subject: Subject, value: unknown, path: string, depth: number): FilterNode {
  const members = membersOf(reader, value, path, depth)
  if (members.length === 0) refuse(path, 'a value or an operator is needed here')
  return and(
    members.map(([key, operand]) => {
      const at = child(path, key)
      const part = partOf(subject, key)
      if (part) return readField(reader, part, operand, at, depth + 1)
      if (isQuantifier(key) && subject.of === 'list') return readItems(reader, subject, key, operand, at, depth)
      if (key === 'changed') return readChanged(reader, subject, operand, at, depth)
      return readTest(reader, subject, key, operand, at)
    }),
  )
}

function readTest(reader: Reader, subject: Subject, key: string, operand: unknown, path: string): FilterNode {
  if (!isTestOperator(key) && !isQuantifier(key)) refuse(path, 'there is no operator of this name')
  const { reading } = subject
  if (!isTestOperator(key) || (reading && !reading.operators.includes(key))) {
    refuse(path, `this operator does not go with ${subject.part ?? subject.definition.type}`)
  }
  if (operand === null && (key === 'eq' || key === 'ne')) return readEmpty(subject, key === 'eq', path)
  if (reading) spend(reader, operandCost(reading, key, operand), path)
  return test(subject, key, operand, path)
}

function readEmpty(subject: Subject, operand: unknown, path: string): FilterNode {
  if (subject.part !== undefined || subject.of === 'entry') refuse(path, 'only a whole field can be empty')
  if (typeof operand !== 'boolean') refuse(path, 'true or false is needed here')
  return { kind: 'test', subject, operator: 'empty', value: operand, path }
}

function test(subject: Subject, operator: TestOperator, value: unknown, path: string): FilterNode {
  if (operator === 'empty') return readEmpty(subject, value, path)
  checkOperand(subject, operator, value, path)
  return { kind: 'test', subject, operator, value, path }
}

function readItems(
  reader: Reader,
  list: Subject,
  quantifier: Quantifier,
  value: unknown,
  path: string,
  depth: number,
): FilterNode {
  const entry: Subject = { ...list, of: 'entry' }
  return { kind: 'items', subject: list, quantifier, of: readField(reader, entry, value, path, depth + 1) }
}

/** `city` of an address; of an entry of a list of `{ value, kind, primary }` also these three. */
function partOf(subject: Subject, key: string): Subject | undefined {
  if (subject.part !== undefined) return undefined
  const entry = subject.of === 'entry'
  if (key === 'value' && entry && hasItems(subject.definition)) return subject
  const reading = partReading(subject.definition, key, entry)
  return reading && { ...subject, part: key as PartName, reading }
}

function readLinks(reader: Reader, subject: Subject, value: unknown, path: string, depth: number): FilterNode {
  refuseForeign(reader, path)
  const members = membersOf(reader, value, path, depth)
  if (members.length === 0) refuse(path, '`some`, `none` or `every` is needed here')
  return and(
    members.map(([key, operand]) => {
      const at = child(path, key)
      if (!isQuantifier(key)) refuse(at, 'links take `some`, `none` and `every`')
      const of = inPlace(reader, 'other', () => readGroup(reader, targetOf(subject.definition), operand, at, depth + 1))
      return { kind: 'linked', subject, quantifier: key, of }
    }),
  )
}

function targetOf(definition: FieldDefinition): string {
  return definition.to ?? ''
}
