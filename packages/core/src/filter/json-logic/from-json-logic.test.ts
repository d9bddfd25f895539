import * as fc from 'fast-check'
import jsonLogic from 'json-logic-js'
import { describe, expect, it } from 'vitest'
import type { StoredRecord } from '../../schema/record.ts'
import { isKithError } from '../../shared/errors.ts'
import { recordsOf, valuesOf } from '../../testing/filter-contract/arbitraries.ts'
import { contractModel as model } from '../../testing/filter-contract/model.ts'
import { CONTEXT, lookupIn, stored, type World } from '../../testing/filter-contract/world.ts'
import { checkFilter } from '../check.ts'
import { compileCondition } from '../compile.ts'
import { fromJsonLogic, type JsonLogicOptions } from './from-json-logic.ts'

const logicHolds = (logic: unknown, data: unknown): boolean => jsonLogic.truthy(jsonLogic.apply(logic, data))
const from = (logic: unknown, options?: JsonLogicOptions) => fromJsonLogic(model, 'sample', logic, options)

function refusal(logic: unknown): string {
  try {
    from(logic)
  } catch (error) {
    if (isKithError(error, 'INVALID_FILTER')) return `${error.details['path']}: ${error.details['reason']}`
    throw error
  }
  return 'taken'
}

describe('fromJsonLogic', () => {
  it.each([
    [{ '==': [{ var: 'stage' }, 'offer'] }, { stage: { eq: 'offer' } }],
    [{ '===': ['offer', { var: ['stage'] }] }, { stage: { eq: 'offer' } }],
    [{ '!=': [{ var: 'score' }, 5] }, { not: { score: { eq: 5 } } }],
    [{ '>': [{ var: 'score' }, 5] }, { score: { gt: 5 } }],
    [{ '<': [5, { var: 'score' }] }, { score: { gt: 5 } }],
    [{ '<': [1, { var: 'score' }, 10] }, { and: [{ score: { gt: 1 } }, { score: { lt: 10 } }] }],
    [{ '<': [{ var: 'dueOn' }, '2026-03-01'] }, { dueOn: { lt: '2026-03-01' } }],
    [{ in: [{ var: 'stage' }, ['new', 'offer']] }, { stage: { in: ['new', 'offer'] } }],
    [{ in: ['red', { var: 'labels' }] }, { labels: { eq: 'red' } }],
    [{ in: ['+47', { var: 'phone' }] }, { phone: { contains: '+47' } }],
    [{ '!': { var: 'done' } }, { not: { done: { eq: true } } }],
    [{ '!!': [{ var: 'stage' }] }, { stage: { empty: false } }],
    [
      { missing: ['name', 'stage'] },
      { or: [{ not: { name: { empty: false } } }, { not: { stage: { empty: false } } }] },
    ],
    [{ '>=': [{ var: 'placeId.size' }, 3] }, { placeId: { size: { gte: 3 } } }],
    [{ '==': [{ var: 'home.country' }, 'NO'] }, { home: { country: { eq: 'NO' } } }],
    [{ '>': [{ var: 'amount.baseMinor' }, 3] }, { amount: { gt: { base: 3 } } }],
    [{ some: [{ var: 'places' }, { '>': [{ var: 'size' }, 3] }] }, { places: { some: { size: { gt: 3 } } } }],
    [true, {}],
    [false, { or: [] }],
  ])('reads %j', (logic, filter) => {
    expect(from(logic)).toEqual(filter)
  })

  it('says where JsonLogic takes nothing for 0', () => {
    expect(from({ '<': [{ var: 'score' }, 5] })).toEqual({
      or: [{ score: { lt: 5 } }, { not: { score: { empty: false } } }],
    })
  })

  it('takes texts for which case and diacritics count only when it is told that they may not', () => {
    const logic = { and: [{ '==': [{ var: 'name' }, 'Åse'] }, { in: ['berg', { var: 'note' }] }] }
    expect(refusal(logic)).toContain('/and/0/==/1: a filter compares this text without case')
    expect(from(logic, { texts: 'folded' })).toEqual({ and: [{ name: { eq: 'Åse' } }, { note: { contains: 'berg' } }] })
  })

  it.each([
    [{ '+': [1, 2] }, '/+: a filter does not calculate'],
    [{ '>': [{ '*': [{ var: 'score' }, 2] }, 5] }, '/>: a field is compared with values'],
    [{ and: [{ if: [true, true, false] }] }, '/and/0/if: a filter has no branches: use `and`, `or` and `!`'],
    [{ cat: ['a'] }, '/cat: a filter does not make texts'],
    [{ log: 'x' }, '/log: a filter has no effects'],
    [{ 'Math.abs': [1] }, '/Math.abs: this operation is not one that a filter has'],
    [{ '==': [{ var: 'score' }, '5'] }, '/==/1: a number is needed here: JsonLogic would compare loosely'],
    [{ '==': [{ var: 'done' }, 1] }, '/==/1: true or false is needed here: JsonLogic would compare loosely'],
    [{ '==': [{ var: 'labels' }, 'red'] }, '/==/1: a list and a value are compared loosely: use `in` or `some`'],
    [{ '==': [{ var: 'amount' }, 5] }, '/==/1: this field holds no plain value'],
    [{ '==': [{ var: 'score' }, { var: 'stars' }] }, '/==: a field is compared with a value'],
    [{ '==': [{ var: 'stage' }, 'nope'] }, '/==/1: there is no option of this id'],
    [{ '<': [{ var: 'stage' }, 'offer'] }, '/</1: JsonLogic orders these values in another way than a filter does'],
    [{ '>': [10, { var: 'score' }, 1] }, '/>: this takes 2'],
    [{ '==': [{ var: 'nope' }, 1] }, '/==/0: sample has no field of this name'],
    [{ '==': [{ var: ['score', 7] }, 1] }, '/==/0: a filter has no value for a field that holds nothing'],
    [
      { '==': [{ var: 'seenAt' }, '2026-03-31'] },
      '/==/1: an instant as it is stored (2026-03-31T09:00:00.000Z) is needed here: JsonLogic would compare loosely',
    ],
    [{ '==': [{ var: 'emails.0.value' }, 'x'] }, '/==/0: a filter does not look at this place of a field'],
    [{ missing_some: [2, ['name', 'stage', 'done']] }, '/missing_some/0: a filter does not count: 1 or all of them'],
    [{ and: [] }, '/and: this takes 1 to 500'],
    [{ some: [{ var: 'score' }, { '>': [{ var: '' }, 1] }] }, '/some/0: this field holds no list'],
    [
      { some: [{ var: 'scores' }, { or: [true] }] },
      '/some/1/or: inside of a list, a filter compares one entry: `and`, `==`, `!=`, `<`, `<=`, `>`, `>=` and `in`',
    ],
    [{ var: '__proto__' }, ': sample has no field of this name'],
    [{ a: 1, b: 2 }, ': an object with one operation is needed here'],
    [JSON.parse('{"__proto__": [1]}'), '/__proto__: this operation is not one that a filter has'],
    ['text', ': an object with one operation is needed here'],
    [null, ': an object with one operation is needed here'],
  ])('refuses %j', (logic, message) => {
    expect(refusal(logic)).toBe(message)
  })

  it('refuses what goes deep, round or on and on', () => {
    const round: Record<string, unknown> = {}
    round['!'] = round
    expect(refusal(round)).toContain('this goes too deep')
    expect(refusal({ and: Array.from({ length: 100_000 }, () => true) })).toContain('/and: this takes 1 to 500')
    expect(refusal({ in: [{ var: 'stage' }, Array.from({ length: 100_000 }, () => 'new')] })).toContain('at most 500')
  })
})

/** Data as JsonLogic sees it: relations as ids, or so many steps as the records that they point to. */
function dataOf(world: World, object: string, record: StoredRecord, steps: number): Record<string, unknown> {
  const lookup = lookupIn(world)
  const isThere = (other: StoredRecord | undefined) => other !== undefined && other['deletedAt'] === undefined
  const entries = Object.entries(model.fields(object)).map(([id, field]) => {
    const { to = '' } = field
    if (field.type === 'links') {
      const all = steps >= 0 ? [...lookup.linked(object, record.id, to, field.role)].filter(isThere) : []
      return [id, all.map((other) => dataOf(world, to, other, steps - 1))]
    }
    if (field.type !== 'relation' || steps <= 0 || id === 'id' || Array.isArray(record[id])) return [id, record[id]]
    const other = lookup.get(to, String(record[id]))
    return [id, other && isThere(other) ? dataOf(world, to, other, steps - 1) : null]
  })
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

const v = valuesOf(fc)
const literal: fc.Arbitrary<unknown> = fc.oneof(
  fc.constant(null),
  v.number,
  v.boolean,
  v.date,
  v.dateTime,
  v.stage,
  v.colour,
  v.phone,
  v.placeId,
  v.kind,
  fc.constantFrom('NO', 'EUR', '+47', ''),
)
const OWN = [
  'score',
  'scores',
  'stars',
  'done',
  'dueOn',
  'seenAt',
  'stage',
  'labels',
  'phone',
  'openCount',
  'amount',
  'amount.baseMinor',
]
const MORE = [
  'amount.currency',
  'home',
  'home.country',
  'home.latitude',
  'licence.validUntilOn',
  'emails',
  'x_score',
  'x_on',
  'x_labels',
  'x_home.country',
]
const IDS = ['placeId', 'photo', 'placeIds', 'x_placeId', 'id']
const FOLLOWED = ['placeId.size', 'placeId.tags', 'placeId.name', 'x_placeId.size', 'placeId.partOfId.size']
const PLACE = ['size', 'tags', 'name']

/** A list field with a condition on one entry of it. */
function overEntries(): fc.Arbitrary<unknown> {
  const compared = (name: string, part: string, value: fc.Arbitrary<unknown>) =>
    fc
      .tuple(fc.constantFrom('==', '!=', '<', '>=', 'in'), value, fc.array(value, { maxLength: 2 }))
      .map(([operation, one, several]) => [
        { var: name },
        { [operation]: [{ var: part }, operation === 'in' ? several : one] },
      ])
  return fc.oneof(
    compared('scores', '', fc.oneof(v.number, literal)),
    compared('labels', '', v.colour),
    compared('x_labels', '', v.colour),
    compared('placeIds', '', v.placeId),
    compared('emails', 'kind', v.kind),
    compared('phones', 'value', v.phone),
    compared('homes', 'primary', fc.constantFrom(true, false)),
  )
}

/** Values of a field's own kind: others are refused. */
function valuesLike(name: string): fc.Arbitrary<unknown> {
  if (/size|score|stars|Count|latitude|baseMinor/.test(name)) return v.number
  if (/On$/.test(name)) return v.date
  if (/At$/.test(name)) return v.dateTime
  if (/labels|tags/.test(name)) return v.colour
  const others: Readonly<Record<string, fc.Arbitrary<unknown>>> = { done: v.boolean, stage: v.stage, phone: v.phone }
  return others[name] ?? fc.oneof(v.placeId, fc.constantFrom('NO', 'EUR'))
}

function logics(names: readonly string[], depth: number): fc.Arbitrary<unknown> {
  const data = fc.constantFrom(...names).map((name) => ({ var: name }))
  const fitting = data.chain((field) => fc.tuple(fc.constant(field), fc.oneof(valuesLike(field.var), literal)))
  const pair = fc.tuple(fitting, fc.boolean()).map(([[field, value], flip]) => (flip ? [value, field] : [field, value]))
  const list = data.chain((field) =>
    fc.tuple(fc.constant(field), fc.array(fc.oneof(valuesLike(field.var), fc.constant(null)), { maxLength: 3 })),
  )
  const between = data.chain((field) => fc.tuple(valuesLike(field.var), fc.constant(field), valuesLike(field.var)))
  const named = (operation: fc.Arbitrary<string>, of: fc.Arbitrary<unknown>) =>
    fc.tuple(operation, of).map(([name, operands]) => ({ [name]: operands }))
  const quantifier = fc.constantFrom('some', 'all', 'none')
  const one = fc.oneof(
    data,
    named(fc.constantFrom('==', '===', '!=', '!==', '<', '<=', '>', '>='), pair),
    named(fc.constantFrom('<', '<='), between),
    named(fc.constant('in'), fc.oneof(pair, list)),
    named(fc.constant('missing'), fc.subarray([...names], { maxLength: 3 })),
    named(fc.constant('missing_some'), fc.tuple(fc.constantFrom(1, 2), fc.subarray([...names], { maxLength: 3 }))),
    named(quantifier, overEntries()),
    ...(names === PLACE || depth === 0
      ? []
      : [
          named(
            quantifier,
            fc.tuple(
              fc.constant({ var: 'places' }),
              fc.nat().chain(() => logics(PLACE, depth - 1)),
            ),
          ),
        ]),
  )
  if (depth === 0) return one
  const inner = fc.nat().chain(() => logics(names, depth - 1))
  return fc.oneof(
    { weight: 3, arbitrary: one },
    { weight: 1, arbitrary: named(fc.constantFrom('and', 'or'), fc.array(inner, { minLength: 1, maxLength: 3 })) },
    { weight: 1, arbitrary: named(fc.constantFrom('!', '!!'), fc.oneof(inner, fc.tuple(inner))) },
  )
}

describe('fromJsonLogic beside json-logic-js', () => {
  it.each([false, true])('gives the same for what it takes (relations followed: %s)', (followed) => {
    const { sample, place, link } = recordsOf(fc)
    const worlds: fc.Arbitrary<World> = fc.record({
      sample: fc
        .array(sample, { minLength: 1, maxLength: 6 })
        .map((all) => all.map((values, index) => stored(['s1', 'S1', 's2', 'A', 'a', '0'][index] ?? '', values))),
      place: fc
        .array(place, { maxLength: 3 })
        .map((all) => all.map((values, index) => stored(['p1', 'P1', 'pz'][index] ?? '', values))),
      link: fc.array(link, { maxLength: 8 }).map((all) =>
        all.map(({ from: near, to, ...more }, index) =>
          stored(`l${index}`, {
            fromObject: near.object,
            fromId: near.id,
            toObject: to.object,
            toId: to.id,
            ...more,
          }),
        ),
      ),
    })
    const names = [...OWN, ...MORE, ...(followed ? FOLLOWED : IDS)]
    let [taken, refused] = [0, 0]
    const property = fc.property(worlds, fc.array(logics(names, 2), { minLength: 10, maxLength: 10 }), (world, all) => {
      for (const logic of all) {
        let filter: ReturnType<typeof from>
        try {
          filter = from(logic)
        } catch (error) {
          if (!isKithError(error, 'INVALID_FILTER')) throw error
          refused++
          continue
        }
        taken++
        const holds = compileCondition(checkFilter(model, 'sample', filter, CONTEXT))
        for (const record of world.sample) {
          const data = dataOf(world, 'sample', record, followed ? 2 : 0)
          expect([logic, filter, record, holds(record, lookupIn(world))]).toEqual([
            logic,
            filter,
            record,
            logicHolds(logic, data),
          ])
        }
      }
    })
    fc.assert(property, { numRuns: 300 })
    expect(taken).toBeGreaterThan(1000)
    expect(refused).toBeGreaterThan(300)
  })
})
