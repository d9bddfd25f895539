import type { StoredRecord } from '../schema/record.ts'
import { readItems, slotReader } from '../schema/slots.ts'
import type { SlotValue } from '../schema/types.ts'
import { compareText } from '../shared/fold.ts'
import { globTest } from './glob-test.ts'
import type { Condition } from './types.ts'

/** Other records, for conditions on relations and links. */
export interface Lookup {
  get(object: string, id: string): StoredRecord | undefined
  /** Records of `to` that a link (one that is not deleted) joins to this record, at either end; with `role`, only such links. */
  linked(object: string, id: string, to: string, role?: string): Iterable<StoredRecord>
}

/**
 * Whether a record meets a condition.
 *
 * @throws TypeError when the condition follows a relation or link and there is no `lookup`
 */
export type Predicate = (record: StoredRecord, lookup?: Lookup) => boolean

type Of<Op extends Condition['op']> = Extract<Condition, { op: Op }>
type Test = (subject: unknown, lookup: Lookup | undefined) => boolean

/**
 * Compiles a condition to closures: once, to be run on many records. No code is made from text, so it runs under any
 * Content-Security-Policy.
 *
 * @example
 * const isBig = compileCondition(checkFilter(model, 'deal', { amount: { gte: { base: 100_000 } } }, context))
 * deals.filter((deal) => isBig(deal))
 */
export function compileCondition(condition: Condition): Predicate {
  return compile(condition)
}

function compile(condition: Condition): Test {
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
      return compileSlot(condition)
    case 'empty':
      return (record) => isNothing(storedIn(record, condition.field))
    case 'someItem':
      return compileSomeItem(condition)
    case 'related':
      return compileRelated(condition)
    case 'someLinked':
      return compileSomeLinked(condition)
  }
}

const everyOf =
  (tests: readonly Test[]): Test =>
  (subject, lookup) =>
    tests.every((test) => test(subject, lookup))
const someOf =
  (tests: readonly Test[]): Test =>
  (subject, lookup) =>
    tests.some((test) => test(subject, lookup))
const not =
  (test: Test): Test =>
  (subject, lookup) =>
    !test(subject, lookup)

function compileSlot(condition: Of<'compare' | 'in' | 'glob'>): Test {
  const read = slotReader(condition.ref)
  const test = slotTest(condition)
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

function storedIn(record: unknown, field: string): unknown {
  return Object.hasOwn(record as StoredRecord, field) ? (record as StoredRecord)[field] : undefined
}

/** Nothing of these is ever stored; a form's values may hold them before they are. */
function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

function compileSomeItem(condition: Of<'someItem'>): Test {
  const test = compile(condition.of)
  return (record, lookup) => readItems(record as StoredRecord, condition.field).some((entry) => test(entry, lookup))
}

function compileRelated(condition: Of<'related'>): Test {
  const test = compile(condition.of)
  return (record, lookup) => {
    const id = storedIn(record, condition.field)
    const other = typeof id === 'string' ? needed(lookup).get(condition.to, id) : undefined
    return other !== undefined && isThere(other) && test(other, lookup)
  }
}

function compileSomeLinked(condition: Of<'someLinked'>): Test {
  const test = compile(condition.of)
  const { object, to, role } = condition
  return (record, lookup) => {
    for (const other of needed(lookup).linked(object, (record as StoredRecord).id, to, role)) {
      if (isThere(other) && test(other, lookup)) return true
    }
    return false
  }
}

const isThere = (record: StoredRecord) => record['deletedAt'] === undefined

function needed(lookup: Lookup | undefined): Lookup {
  if (!lookup) throw new TypeError('This condition follows a relation or a link: pass a lookup to the predicate.')
  return lookup
}
