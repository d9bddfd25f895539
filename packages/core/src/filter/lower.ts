import { isList, valueType } from '../schema/slots.ts'
import { fold } from '../shared/fold.ts'
import { foldGlob, globEscape } from '../shared/glob.ts'
import { anniversaryOf } from './anniversary.ts'
import { inArea, nearPlace } from './area.ts'
import { allOf, anyOf, constant, negate } from './logic.ts'
import type { Reading } from './reading.ts'
import { refuse } from './refuse.ts'
import { compareTime, lastTime, nextTime, withinPeriod } from './times.ts'
import type { FilterNode, Subject, TestOperator } from './tree.ts'
import type {
  ActorValue,
  Anniversary,
  Condition,
  Duration,
  FilterContext,
  GeoArea,
  GeoCircle,
  Period,
  SlotRef,
  TimeValue,
} from './types.ts'
import { isActorValue } from './values.ts'

type Comparison = 'eq' | 'lt' | 'lte' | 'gt' | 'gte'
type TestNode = Extract<FilterNode, { kind: 'test' }>
type ListNode = Extract<FilterNode, { kind: 'items' | 'linked' }>

/** Turns a read filter into what stores see: times, actors and folded texts filled in, constants gone. */
export function lowerNode(node: FilterNode, context: FilterContext): Condition {
  switch (node.kind) {
    case 'and':
    case 'or':
      return (node.kind === 'and' ? allOf : anyOf)(node.of.map((part) => lowerNode(part, context)))
    case 'not':
      return negate(lowerNode(node.of, context))
    case 'test':
      return lowerTest(node, context)
    case 'related':
      return lowerRelated(node, context)
    case 'changed':
      return lowerChanged(node, context)
    default:
      return lowerList(node, context)
  }
}

function lowerRelated(node: Extract<FilterNode, { kind: 'related' }>, context: FilterContext): Condition {
  const of = lowerNode(node.of, context)
  return of.op === 'false' ? of : { op: 'related', ...fieldOf(node.subject), to: node.to, of }
}

/** Another value than before, that was one thing and is another. */
function lowerChanged(node: Extract<FilterNode, { kind: 'changed' }>, context: FilterContext): Condition {
  const changed: Condition = { op: 'changed', field: node.subject.field }
  if (!node.value) return negate(changed)
  const from = node.from && before(lowerNode(node.from, context))
  const to = node.to && lowerNode(node.to, context)
  return allOf([changed, ...(from ? [from] : []), ...(to ? [to] : [])])
}

function before(of: Condition): Condition {
  return of.op === 'true' || of.op === 'false' ? of : { op: 'before', of }
}

/** `none` is no entry; `every` is no entry that fails, so it holds for an empty list. */
function lowerList(node: ListNode, context: FilterContext): Condition {
  const of = lowerNode(node.of, context)
  const some = someOf(node, node.quantifier === 'every' ? negate(of) : of)
  return node.quantifier === 'some' ? some : negate(some)
}

function someOf(node: ListNode, of: Condition): Condition {
  const { subject } = node
  if (node.kind === 'items') return someItem(subject, of)
  if (of.op === 'false') return of
  const { to = '', role } = subject.definition
  return { op: 'someLinked', object: subject.object, to, ...(role === undefined ? {} : { role }), of }
}

function someItem(subject: Subject, of: Condition): Condition {
  if (of.op === 'false') return of
  if (of.op === 'true') return negate({ op: 'empty', ...fieldOf(subject) })
  return { op: 'someItem', ...fieldOf(subject), of }
}

function lowerTest(node: TestNode, context: FilterContext): Condition {
  const { subject, operator, value } = node
  if (operator === 'empty') {
    const empty: Condition = { op: 'empty', ...fieldOf(subject) }
    return value === true ? empty : negate(empty)
  }
  const positive = operator === 'ne' ? 'eq' : operator === 'nin' ? 'in' : operator
  const one = comparison(subject, positive, value, context, node.path)
  const any = subject.of === 'list' ? someItem(subject, one) : one
  return positive === operator ? any : negate(any)
}

function comparison(
  subject: Subject,
  operator: Exclude<TestOperator, 'empty' | 'ne' | 'nin'>,
  value: unknown,
  context: FilterContext,
  path: string,
): Condition {
  const read = { ref: refOf(subject), reading: subject.reading as Reading, subject, context, path }
  if (isActorValue(value)) return isOneOf(read, actorValues(value, context, path))
  switch (operator) {
    case 'in':
      return isOneOf(read, value as readonly unknown[])
    case 'contains':
      return { op: 'glob', ref: read.ref, pattern: `*${escaped(read, value)}*` }
    case 'startsWith':
      return { op: 'glob', ref: read.ref, pattern: `${escaped(read, value)}*` }
    case 'endsWith':
      return { op: 'glob', ref: read.ref, pattern: `*${escaped(read, value)}` }
    case 'glob':
      return {
        op: 'glob',
        ref: read.ref,
        pattern: read.reading.value === 'text' ? foldGlob(value as string) : (value as string),
      }
    case 'within':
      return withinPeriod(read, value as Period)
    case 'last':
      return lastTime(read, value as Duration)
    case 'next':
      return nextTime(read, value as Duration)
    case 'anniversary':
      return anniversaryOf(read, value as Anniversary)
    case 'near':
      return nearPlace(read, value as GeoCircle)
    case 'inArea':
      return inArea(read, value as GeoArea)
    default:
      return compared(read, operator, value)
  }
}

/** What a comparison needs to know beside its value. */
export interface Read {
  readonly ref: SlotRef
  readonly reading: Reading
  readonly subject: Subject
  readonly context: FilterContext
  readonly path: string
}

function escaped(read: Read, value: unknown): string {
  return globEscape(foldedFor(read, value as string))
}

function foldedFor(read: Read, text: string): string {
  return read.reading.value === 'text' ? fold(text) : text
}

function compared(read: Read, cmp: Comparison, value: unknown): Condition {
  const { ref, reading } = read
  switch (reading.value) {
    case 'text':
    case 'exact':
      return { op: 'compare', ref, cmp, value: foldedFor(read, value as string) }
    case 'boolean':
      return { op: 'compare', ref, cmp, value: value as boolean }
    case 'money':
      return compareMoney(read, cmp, value as MoneyValue)
    case 'date':
    case 'dateTime':
      return compareTime(read, cmp, value as TimeValue)
    default:
      return { op: 'compare', ref, cmp, value: (value as number) + 0 }
  }
}

type MoneyValue = { readonly amountMinor: number; readonly currency: string } | { readonly base: number }

function compareMoney(read: Read, cmp: Comparison, value: MoneyValue): Condition {
  const slot = (name: string, kind: SlotRef['kind']): SlotRef => ({ ...read.ref, slot: name, kind })
  if ('base' in value) return { op: 'compare', ref: slot('baseMinor', 'integer'), cmp, value: value.base + 0 }
  return allOf([
    { op: 'compare', ref: slot('currency', 'text'), cmp: 'eq', value: value.currency },
    { op: 'compare', ref: slot('amountMinor', 'integer'), cmp, value: value.amountMinor + 0 },
  ])
}

function isOneOf(read: Read, values: readonly unknown[]): Condition {
  const parts = values.map((value) => compared(read, 'eq', value))
  const plain = parts.flatMap((part) => (part.op === 'compare' && part.ref === read.ref ? [part.value] : []))
  if (plain.length < parts.length || plain.length === 1) return anyOf(parts)
  return plain.length === 0 ? constant(false) : { op: 'in', ref: read.ref, values: [...new Set(plain)] }
}

function actorValues(value: ActorValue, context: FilterContext, path: string): readonly string[] {
  const { actor } = context
  if (!actor) refuse(path, 'nobody is asking here, so { actor } has no value')
  if (value.actor === 'id') return [actor.id]
  return value.actor === 'teams' ? actor.teams : actor.keys
}

function fieldOf(subject: Subject): { readonly field: string; readonly custom?: true } {
  return { field: subject.field, ...(subject.definition.custom ? { custom: true as const } : {}) }
}

/** Where the value is read. Entries of a list have no field of their own. */
function refOf(subject: Subject): SlotRef {
  const { slot, kind } = subject.reading as Reading
  const type = valueType(subject.definition)
  if (isList(subject.definition)) return { field: '', slot, kind, type }
  return { ...fieldOf(subject), slot, kind, type }
}
