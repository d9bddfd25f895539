import { createModel, defineObject, type FieldMap, type UncheckedFilter } from '@kith/core'
import * as fc from 'fast-check'
import { filterModel } from './filter-builder-model.ts'

const COLOURS = [{ id: 'red' }, { id: 'green' }, { id: 'blue' }]

/** One field of every type, alone and as a list where the type has lists. */
const sample = defineObject({
  name: 'sample',
  label: 'Sample',
  title: 'name',
  fields: {
    name: { type: 'text' },
    note: { type: 'longText' },
    words: { type: 'text', many: true },
    email: { type: 'email' },
    emails: { type: 'email', many: true },
    phones: { type: 'phone', many: true },
    site: { type: 'url' },
    score: { type: 'number' },
    amount: { type: 'money' },
    dueOn: { type: 'date' },
    seenAt: { type: 'dateTime' },
    done: { type: 'boolean' },
    stage: { type: 'select', options: COLOURS },
    labels: { type: 'multiSelect', options: COLOURS },
    placeId: { type: 'relation', to: 'place' },
    placeIds: { type: 'relation', to: 'place', many: true },
    home: { type: 'address' },
    homes: { type: 'address', many: true },
    person: { type: 'personName' },
    photo: { type: 'file' },
    stars: { type: 'rating' },
    licence: { type: 'credential' },
    places: { type: 'links', to: 'place' },
    openCount: { type: 'rollup', of: 'number' },
    lastAt: { type: 'rollup', of: 'dateTime' },
    extra: { type: 'json' },
  },
})

const place = defineObject({
  name: 'place',
  label: 'Place',
  title: 'name',
  fields: {
    name: { type: 'text' },
    size: { type: 'number' },
    partOfId: { type: 'relation', to: 'place' },
    tags: { type: 'multiSelect', options: COLOURS },
    samples: { type: 'links', to: 'sample' },
  },
})

const others = ['user', 'team'].map((name) =>
  defineObject({ name, label: name, title: 'name', fields: { name: { type: 'text' } } }),
)

/** What core checks against. */
export const coreModel = createModel([sample, place, ...others])

/** The same as a builder has it. */
export const builderModel = filterModel({
  objects: [...coreModel.objects.values()].map((object) => ({
    ...object,
    fields: coreModel.fields(object.name),
    can: ['read'] as const,
  })),
})

type Any = fc.Arbitrary<unknown>

const duration = fc.oneof(
  fc
    .tuple(fc.constantFrom('minutes', 'hours', 'days', 'weeks', 'months', 'years'), fc.nat({ max: 40 }))
    .map(([unit, count]) => ({ [unit]: count })),
  fc.constant({ days: 1, hours: 2 }),
)
const time = fc.oneof(
  fc.constantFrom('now', '2026-03-01', '2026-03-01T09:00:00.000Z', '2026-03-01T10:00+01:00'),
  duration.map((ago) => ({ ago })),
  duration.map((ahead) => ({ ahead })),
)
const period = fc.constantFrom('today', 'thisWeek', 'lastMonth', 'nextQuarter', 'thisYear')
const number = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.double({ noNaN: true, noDefaultInfinity: true }))
const money = fc.oneof(
  number.map((base) => ({ base })),
  fc.integer().map((amountMinor) => ({ amountMinor, currency: 'EUR' })),
)
const someText = fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('red', 'green', 'x*', '', 'Åse'))
const one: Any = fc.oneof(someText, number, fc.boolean(), money, time, fc.constant({ actor: 'id' }))
const places: Any = fc.constantFrom(
  { latitude: 59.9, longitude: 10.7, withinKm: 5 },
  { north: 60, south: 59, east: 11, west: 10 },
)

/** What may stand behind each operator, good or not; what core refuses is thrown away. */
const operands: Readonly<Record<string, Any>> = {
  eq: fc.oneof(one, fc.constant(null)),
  ne: fc.oneof(one, fc.constant(null)),
  in: fc.oneof(fc.array(one, { maxLength: 3 }), fc.array(someText, { maxLength: 3 }), fc.constant({ actor: 'teams' })),
  nin: fc.oneof(fc.array(number, { maxLength: 3 }), fc.array(time, { maxLength: 2 })),
  gt: one,
  gte: one,
  lt: one,
  lte: one,
  contains: someText,
  startsWith: someText,
  endsWith: someText,
  glob: someText,
  empty: fc.boolean(),
  within: period,
  last: duration,
  next: duration,
  anniversary: fc.oneof(period, fc.constant('05-17'), fc.constant({ from: '12-24', to: '01-06' })),
  near: places,
  inArea: places,
}
const tests: Any = fc
  .array(
    fc.constantFrom(...Object.keys(operands)).chain((name) => (operands[name] as Any).map((value) => [name, value])),
    { minLength: 1, maxLength: 2 },
  )
  .map((all) => Object.fromEntries(all as [string, unknown][]))

const PARTS = ['value', 'kind', 'primary', 'city', 'country', 'latitude', 'currency', 'number', 'validUntilOn']
const plain: Any = fc.oneof(one, tests, fc.constant(null))
const parted: Any = fc.dictionary(fc.constantFrom(...PARTS), plain, { minKeys: 1, maxKeys: 2 })

/** What may stand at a field. */
function fieldFilter(fields: FieldMap, id: string, depth: number): Any {
  const { type, to = '', many } = fields[id] ?? { type: 'text' }
  const quantified = (inner: Any) =>
    fc.tuple(fc.constantFrom('some', 'none', 'every'), inner).map(([name, of]) => ({ [name]: of }))
  if (type === 'links') return quantified(filtersOn(to, depth - 1))
  if (type === 'relation' && !many && depth > 0) return fc.oneof(plain, filtersOn(to, depth - 1))
  if (many || type === 'multiSelect') return fc.oneof(plain, quantified(fc.oneof(plain, parted)))
  return fc.oneof({ weight: 3, arbitrary: plain }, { weight: 1, arbitrary: parted })
}

/** Filters on an object that core takes, as deep as given, over everything that its model has. */
export function filtersOn(object: string, depth: number): fc.Arbitrary<UncheckedFilter> {
  const fields = coreModel.fields(object)
  const alone = fc
    .constantFrom(...Object.keys(fields))
    .chain((id) => fieldFilter(fields, id, depth).map((value) => ({ [id]: value }) as UncheckedFilter))
    .filter((filter) => builderModel.check(object, filter) === undefined)
  if (depth <= 0) return alone
  const inner = fc.nat().chain(() => filtersOn(object, depth - 1))
  const several = fc.array(inner, { maxLength: 3 })
  return fc
    .oneof(
      { weight: 6, arbitrary: alone },
      { weight: 3, arbitrary: fc.tuple(alone, alone).map(([left, right]) => ({ ...left, ...right })) },
      { weight: 1, arbitrary: several.map((and) => ({ and })) },
      { weight: 2, arbitrary: several.map((or) => ({ or })) },
      { weight: 2, arbitrary: inner.map((not) => ({ not })) },
    )
    .filter((filter) => builderModel.check(object, filter) === undefined)
}
