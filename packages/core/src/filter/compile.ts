import type { StoredRecord } from '../schema/record.ts'
import { slotReader } from '../schema/slots.ts'
import {
  type Around,
  type Closures,
  compileWith,
  isNothing,
  type Lookup,
  type Of,
  type Special,
  slotPasses,
  storedIn,
  type Test,
} from './closures.ts'
import { insideTest } from './geo.ts'
import { monthDayTest } from './month-day.ts'
import { isSame } from './same.ts'
import type { Condition } from './types.ts'

export { compareSlotValues, type Lookup } from './closures.ts'

/**
 * Whether a record meets a condition.
 *
 * @param before The record as it was before a change, null where it is new: only for a condition with `changed`.
 * @throws TypeError when the condition follows a relation or link and there is no `lookup`, or asks for changes and
 * there is no `before`
 */
export type Predicate = (record: StoredRecord, lookup?: Lookup, before?: StoredRecord | null) => boolean

/**
 * Compiles a condition to closures: once, to be run on many records. No code is made from text, so it runs under any
 * Content-Security-Policy.
 *
 * @example
 * const isBig = compileCondition(checkFilter(model, 'deal', { amount: { gte: { base: 100_000 } } }, context))
 * deals.filter((deal) => isBig(deal))
 */
export function compileCondition(condition: Condition): Predicate {
  const test = compileWith(CLOSURES, condition)
  return (record, lookup, before) => test(record, lookup || before !== undefined ? { lookup, before } : ALONE)
}

const ALONE: Around = { lookup: undefined, before: undefined }

const CLOSURES: Closures = { reader: slotReader, special: compileSpecial }

function compileSpecial(condition: Special, closures: Closures): Test {
  switch (condition.op) {
    case 'monthDay': {
      const test = monthDayTest(condition, condition.zone)
      return slotPasses(closures, condition.ref, (value) => test(String(value)))
    }
    case 'inside':
      return compileInside(condition, closures)
    case 'related':
      return compileRelated(condition, compileWith(closures, condition.of))
    case 'someLinked':
      return compileSomeLinked(condition, compileWith(closures, condition.of))
    case 'changed':
      return (record, around) =>
        isChanged(storedIn(record, condition.field), storedIn(beforeOf(around), condition.field))
    case 'before': {
      const test = compileWith(closures, condition.of)
      return (_, around) => test(beforeOf(around), around)
    }
  }
}

function compileInside(condition: Of<'inside'>, { reader }: Closures): Test {
  const [latitude, longitude] = [reader(condition.latitude), reader(condition.longitude)]
  const test = insideTest(condition.shape)
  return (subject) => {
    const [lat, lng] = [latitude(subject), longitude(subject)]
    return lat !== undefined && lng !== undefined && test(Number(lat), Number(lng))
  }
}

function compileRelated(condition: Of<'related'>, test: Test): Test {
  return (record, around) => {
    const id = storedIn(record, condition.field)
    const other = typeof id === 'string' ? lookupOf(around).get(condition.to, id) : undefined
    return other !== undefined && isThere(other) && test(other, around)
  }
}

function compileSomeLinked({ object, to, role }: Of<'someLinked'>, test: Test): Test {
  return (record, around) => {
    for (const other of lookupOf(around).linked(object, (record as StoredRecord).id, to, role)) {
      if (isThere(other) && test(other, around)) return true
    }
    return false
  }
}

const isThere = (record: StoredRecord) => record['deletedAt'] === undefined

function lookupOf({ lookup }: Around): Lookup {
  if (!lookup) throw new TypeError('This condition follows a relation or a link: pass a lookup to the predicate.')
  return lookup
}

function beforeOf({ before }: Around): object {
  if (before === undefined) throw new TypeError('This condition asks for changes: pass the record before, or null.')
  return before ?? {}
}

function isChanged(value: unknown, before: unknown): boolean {
  return isNothing(value) ? !isNothing(before) : !isSame(value, before)
}
