import type { StoredRecord } from '../schema/record.ts'
import type { SlotRef, SlotValue } from '../schema/types.ts'
import { compareText } from '../shared/fold.ts'
import { globTest } from './glob-test.ts'
import type { Condition } from './types.ts'

/** Other records, for conditions on relations and links. */
export interface Lookup {
  get(object: string, id: string): StoredRecord | undefined
  /** Records of `to` that a link (one that is not deleted) joins to this record, at either end; with `role`, only such links. */
  linked(object: string, id: string, to: string, role?: string): Iterable<StoredRecord>
}

/** What is known beside the record itself. */
export interface Around {
  readonly lookup: Lookup | undefined
  /** The record as it was; null where there was none; undefined where nobody can know. */
  readonly before: StoredRecord | null | undefined
}

/** A compiled condition on a record or an entry of a list. */
export type Test = (subject: unknown, around: Around) => boolean

/** A condition of one kind. */
export type Of<Op extends Condition['op']> = Extract<Condition, { op: Op }>

type Plain = 'true' | 'false' | 'and' | 'or' | 'not' | 'compare' | 'in' | 'glob' | 'empty' | 'someItem'

/** Conditions that need more than the record and its slots. */
export type Special = Exclude<Condition, { op: Plain }>

/** What closures are made with: how slots are read, and what becomes of the special conditions. */
export interface Closures {
  readonly reader: (ref: SlotRef) => (subject: unknown) => SlotValue | undefined
  readonly special: (condition: Special, closures: Closures) => Test
}

/** Compiles a condition to closures. No code is made from text, so it runs under any Content-Security-Policy. */
export function compileWith(closures: Closures, condition: Condition): Test {
  const compile = (part: Condition) => compileWith(closures, part)
  switch (condition.op) {
    case 'true':
      return () => true
    case 'false':
      return () => false
    case 'and':
      return everyOf(condition.of.map(compile))
    case 'or':
      return someOf(condition.of.map(compile))
    case 'not':
      return not(compile(condition.of))
    case 'compare':
    case 'in':
    case 'glob':
      return slotPasses(closures, condition.ref, slotTest(condition))
    case 'empty':
      return (record) => isNothing(storedIn(record, condition.field))
    case 'someItem':
      return someItem(condition.field, compile(condition.of))
    default:
      return closures.special(condition, closures)
  }
}

const everyOf =
  (tests: readonly Test[]): Test =>
  (subject, around) =>
    tests.every((test) => test(subject, around))
const someOf =
  (tests: readonly Test[]): Test =>
  (subject, around) =>
    tests.some((test) => test(subject, around))
const not =
  (test: Test): Test =>
  (subject, around) =>
    !test(subject, around)

/** Whether a slot holds something that passes. */
export function slotPasses(closures: Closures, ref: SlotRef, test: (value: SlotValue) => boolean): Test {
  const read = closures.reader(ref)
  return (subject) => {
    const value = read(subject)
    return value !== undefined && test(value)
  }
}

function slotTest(condition: Of<'compare' | 'in' | 'glob'>): (value: SlotValue) => boolean {
  if (condition.op === 'glob') {
    const matches = globTest(condition.pattern)
    return (value) => matches(String(value))
  }
  if (condition.op === 'in') {
    const values = new Set(condition.values)
    return (value) => values.has(value)
  }
  const wanted = condition.value
  switch (condition.cmp) {
    case 'eq':
      return (value) => value === wanted
    case 'lt':
      return (value) => compareSlotValues(value, wanted) < 0
    case 'lte':
      return (value) => compareSlotValues(value, wanted) <= 0
    case 'gt':
      return (value) => compareSlotValues(value, wanted) > 0
    case 'gte':
      return (value) => compareSlotValues(value, wanted) >= 0
  }
}

/**
 * Compares two values of one slot: texts by code points, numbers by size, false before true.
 *
 * @returns negative, 0 or positive, for `sort`
 */
export function compareSlotValues(left: SlotValue, right: SlotValue): number {
  if (typeof left === 'string') return compareText(left, String(right))
  return Number(left) < Number(right) ? -1 : Number(left) > Number(right) ? 1 : 0
}

/** What a record holds in a field. */
export function storedIn(record: unknown, field: string): unknown {
  return Object.hasOwn(record as StoredRecord, field) ? (record as StoredRecord)[field] : undefined
}

/** Nothing of these is ever stored; a form's values may hold them before they are. */
export function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

function someItem(field: string, test: Test): Test {
  return (record, around) => {
    const items = (record as StoredRecord)[field]
    return Array.isArray(items) && items.some((entry) => test(entry, around))
  }
}
