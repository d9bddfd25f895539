import { type FieldDefinition, hasItems, isList, type UncheckedFilter, valueType } from '../../index.ts'
import { type Arbitrary, type Fc, SAMPLE_IDS, valuesOf } from './arbitraries.ts'
import { contractModel } from './model.ts'

type Any = Arbitrary<unknown>

/** Filters over everything that the model has, as deep as given. */
export function filtersOf(fc: Fc, object: string, depth: number): Arbitrary<UncheckedFilter> {
  const fields = Object.entries(contractModel.fields(object))
  const of = (id: string, field: FieldDefinition) => fieldFilter(fc, field, depth).map((value) => ({ [id]: value }))
  const one = fc.constantFrom(...fields).chain(([id, field]) => of(id, field))
  if (depth <= 0) return one
  const inner = fc.nat().chain(() => filtersOf(fc, object, depth - 1))
  const several = fc.array(inner, { maxLength: 3 })
  return fc.oneof(
    { weight: 6, arbitrary: one },
    { weight: 2, arbitrary: fc.tuple(one, one).map(([left, right]) => ({ ...left, ...right })) },
    { weight: 1, arbitrary: several.map((and) => ({ and })) },
    { weight: 1, arbitrary: several.map((or) => ({ or })) },
    { weight: 2, arbitrary: inner.map((not) => ({ not })) },
  )
}

function fieldFilter(fc: Fc, field: FieldDefinition, depth: number): Any {
  const type = valueType(field)
  if (type === 'links') return quantified(fc, filtersOf(fc, field.to ?? '', depth - 1))
  const nothing: Any = fc.constantFrom(null, { empty: true }, { empty: false })
  const tests = testsOf(fc, field)
  if (!tests) return nothing
  if (!isList(field)) {
    const related = type === 'relation' && depth > 0 ? filtersOf(fc, field.to ?? '', depth - 1) : tests
    return fc.oneof(
      { weight: 5, arbitrary: tests },
      { weight: 2, arbitrary: related },
      { weight: 1, arbitrary: nothing },
    )
  }
  const entry = hasItems(field) ? fc.oneof(tests, itemTests(fc, tests)) : tests
  return fc.oneof(tests, quantified(fc, entry), nothing)
}

function quantified(fc: Fc, inner: Any): Any {
  return fc.tuple(fc.constantFrom('some', 'none', 'every'), inner).map(([key, of]) => ({ [key]: of }))
}

function itemTests(fc: Fc, tests: Any): Any {
  const kind = fc.constantFrom('work', 'home', { in: ['work', 'home'] }, { ne: 'Work' })
  return fc.record({ value: tests, kind, primary: fc.boolean() }, { requiredKeys: ['kind'] })
}

/** A value alone, or one or two operators of the type. Undefined where a type has nothing to compare. */
function testsOf(fc: Fc, field: FieldDefinition): Any | undefined {
  const v = valuesOf(fc)
  const time = fc.oneof(
    fc.constant('now'),
    durations(fc).chain((length) => fc.constantFrom({ ago: length }, { ahead: length })),
  )
  const text = () => tests(fc, v.text, ['in', 'order', 'pattern'])
  const ids = (value: Any) => tests(fc, value, ['in'])
  switch (valueType(field)) {
    case 'phone':
      return tests(fc, fc.oneof(v.phone, fc.constant('+47')), ['in', 'pattern'])
    case 'number':
    case 'rating':
      return tests(fc, v.number, ['in', 'order'])
    case 'boolean':
      return tests(fc, v.boolean, [])
    case 'money':
      return fc.oneof(
        tests(
          fc,
          v.money.map(({ amountMinor, currency }) => ({ amountMinor, currency })),
          ['order'],
        ),
        tests(
          fc,
          v.money.map(({ amountMinor: base }) => ({ base })),
          ['order'],
        ),
        fc.constantFrom('EUR', 'JPY').map((currency) => ({ currency })),
      )
    case 'date':
      return tests(fc, fc.oneof(v.date, time), ['in', 'order', 'time'])
    case 'dateTime':
      return tests(
        fc,
        fc.oneof(
          v.dateTime,
          v.date.filter((date) => date > '0002' && date < '9999'),
          time,
        ),
        ['in', 'order', 'time'],
      )
    case 'select':
      return ids(v.stage)
    case 'multiSelect':
      return ids(field.options ? v.colour : fc.constantFrom('u:u1', 'u:U1', 't:T1'))
    case 'relation':
      return ids(fc.oneof(v.placeId, v.userId, fc.constantFrom(...SAMPLE_IDS)))
    case 'file':
      return ids(v.placeId)
    case 'address':
      return fc.oneof(
        tests(fc, v.text, ['in', 'pattern']),
        text().map((city) => ({ city })),
        fc.constantFrom('NO', { in: ['NO', 'SE'] }).map((country) => ({ country })),
        tests(fc, v.number, ['in', 'order']).map((latitude) => ({ latitude })),
        circles(fc).map((near) => ({ near })),
        fc.oneof(boxes(fc), corners(fc)).map((inArea) => ({ inArea })),
      )
    case 'credential':
      return fc.oneof(
        tests(fc, v.text, ['in', 'pattern']),
        text().map((authority) => ({ authority })),
        tests(fc, v.date, ['in', 'order', 'time']).map((validUntilOn) => ({ validUntilOn })),
      )
    case 'json':
      return undefined
    default:
      return text()
  }
}

function tests(fc: Fc, value: Any, families: readonly ('in' | 'order' | 'pattern' | 'time')[]): Any {
  const named = (names: readonly string[], of: Any) =>
    fc.tuple(fc.constantFrom(...names), of).map(([name, one]) => ({ [name]: one }))
  const families_: Readonly<Record<string, () => Any>> = {
    in: () => named(['in', 'nin'], fc.array(value, { maxLength: 3 })),
    order: () => named(['gt', 'gte', 'lt', 'lte'], value),
    pattern: () => named(['contains', 'startsWith', 'endsWith', 'glob'], value),
    time: () => fc.oneof(named(['last', 'next'], durations(fc)), periods(fc), anniversaries(fc)),
  }
  const operators = fc.oneof(
    named(['eq', 'ne'], value),
    ...families.map((family) => (families_[family] as () => Any)()),
  )
  const two = fc.tuple(operators, operators).map(([left, right]) => ({ ...(left as object), ...(right as object) }))
  return fc.oneof(value, operators, two)
}

function durations(fc: Fc): Arbitrary<Readonly<Record<string, number>>> {
  const unit = fc.constantFrom('minutes', 'hours', 'days', 'weeks', 'months', 'years')
  return fc.tuple(unit, fc.nat({ max: 40 })).map(([name, count]) => ({ [name]: count }))
}

const PERIODS = [
  'today',
  'tomorrow',
  'yesterday',
  'thisWeek',
  'lastWeek',
  'thisMonth',
  'nextMonth',
  'thisQuarter',
  'lastYear',
]

function periods(fc: Fc): Any {
  return fc.constantFrom(...PERIODS).map((within) => ({ within }))
}

function anniversaries(fc: Fc): Any {
  const day = fc.constantFrom('01-01', '01-06', '02-28', '02-29', '03-01', '03-29', '12-24', '12-31')
  const length = fc.tuple(fc.constantFrom('hours', 'days', 'weeks', 'months', 'years'), fc.nat({ max: 14 }))
  return fc
    .oneof(
      fc.constantFrom(...PERIODS),
      day,
      fc.record({ from: day, to: day }),
      fc.tuple(fc.constantFrom('last', 'next'), length).map(([way, [unit, count]]) => ({ [way]: { [unit]: count } })),
    )
    .map((anniversary) => ({ anniversary }))
}

/** Numbers that no place of a record lies exactly at: whether the edge is in it is said by named cases. */
function circles(fc: Fc): Any {
  return fc.record({
    latitude: fc.constantFrom(59.912, -90, 90, 0.013, -33.87),
    longitude: fc.constantFrom(10.757, 179.93, -180, 180, -74.2),
    withinKm: fc.constantFrom(0.001, 1.3, 95.7, 1500.3, 9876.5, 19_990.1, 20_100),
  })
}

function boxes(fc: Fc): Any {
  const degrees = (...all: readonly number[]) => fc.constantFrom(...all)
  return fc
    .tuple(
      degrees(-90, -45, 0, 59.9),
      degrees(0, 20.5, 60, 90),
      degrees(-180, 0, 10.5, 170, 180),
      degrees(-180, -179.9, 5, 11, 180),
    )
    .map(([low, high, west, east]) => ({ south: Math.min(low, high), north: Math.max(low, high), west, east }))
}

/** Around one of a few middles, so that no area goes around a pole. */
function corners(fc: Fc): Any {
  const middle = fc.constantFrom(10.3, 179.2, -179.7, -0.4)
  const offset = fc.tuple(fc.double({ min: -80, max: 80, noNaN: true }), fc.double({ min: -60, max: 60, noNaN: true }))
  return fc
    .tuple(middle, fc.array(offset, { minLength: 3, maxLength: 7 }))
    .map(([longitude, all]) =>
      all.map(([up, aside]) => ({ latitude: up + 0.0123, longitude: turned(longitude + aside + 0.0177) })),
    )
}

function turned(longitude: number): number {
  return longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude
}

/** Fields that a list of samples may be sorted by, both ways. */
export function sortsOf(fc: Fc): Arbitrary<string> {
  const fields = [
    'id',
    'name',
    'email',
    'score',
    'amount',
    'amount.amountMinor',
    'amount.currency',
    'dueOn',
    'seenAt',
    'done',
  ]
  const more = [
    'stage',
    'person',
    'home',
    'home.city',
    'home.latitude',
    'stars',
    'openCount',
    'createdAt',
    'x_text',
    'x_score',
    'x_on',
    'x_amount',
  ]
  return fc.tuple(fc.constantFrom('', '-'), fc.constantFrom(...fields, ...more)).map(([sign, field]) => sign + field)
}
