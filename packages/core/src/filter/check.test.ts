import { describe, expect, it } from 'vitest'
import { isKithError } from '../shared/errors.ts'
import { contractModel as model } from '../testing/filter-contract/model.ts'
import { checkFilter, type FilterOptions } from './check.ts'

const CONTEXT = { now: '2026-03-15T09:00:00.000Z', zone: 'Europe/Oslo' }
const ACTOR = { id: 'u1', teams: ['t1'], keys: ['u:u1', 't:t1'] }
const check = (filter: unknown, options?: FilterOptions) => checkFilter(model, 'sample', filter, CONTEXT, options)

/** Path and reason of the refusal. */
function refusal(filter: unknown, options?: FilterOptions): { path: unknown; reason: unknown } {
  try {
    check(filter, options)
  } catch (error) {
    if (!isKithError(error, 'INVALID_FILTER')) throw error
    return { path: error.details['path'], reason: error.details['reason'] }
  }
  throw new Error('the filter was not refused')
}

const score = { field: 'score', slot: 'value', kind: 'real', type: 'number' }

describe('checkFilter', () => {
  it('folds texts and keeps ids as they are', () => {
    expect(check({ name: 'ÅSE', ownerId: 'U1' })).toEqual({
      op: 'and',
      of: [
        { op: 'compare', ref: { field: 'name', slot: 'fold', kind: 'text', type: 'text' }, cmp: 'eq', value: 'ase' },
        {
          op: 'compare',
          ref: { field: 'ownerId', slot: 'value', kind: 'text', type: 'relation' },
          cmp: 'eq',
          value: 'U1',
        },
      ],
    })
  })

  it('says opposites with not, so that stores know one form', () => {
    expect(check({ score: { ne: 1 } })).toEqual({ op: 'not', of: { op: 'compare', ref: score, cmp: 'eq', value: 1 } })
    expect(check({ score: { nin: [1, 2] } })).toEqual({ op: 'not', of: { op: 'in', ref: score, values: [1, 2] } })
  })

  it('flattens groups and drops what decides nothing', () => {
    expect(check({ and: [{ and: [{ score: 1 }] }, {}, { not: { or: [] } }] })).toEqual(check({ score: 1 }))
    expect(check({ or: [{ score: 1 }, { or: [{ done: true }, { score: { in: [] } }] }] })).toEqual(
      check({ or: [{ score: 1 }, { done: true }] }),
    )
  })

  it('answers what is always so with a constant', () => {
    expect(check({})).toEqual({ op: 'true' })
    expect(check({ or: [] })).toEqual({ op: 'false' })
    expect(check({ placeId: { or: [] } })).toEqual({ op: 'false' })
    expect(check({ emails: { some: { in: [] } }, score: 1 })).toEqual({ op: 'false' })
  })

  it('marks run-time fields', () => {
    expect(check({ x_text: null })).toEqual({ op: 'empty', field: 'x_text', custom: true })
    expect(check({ x_score: 1 })).toMatchObject({ ref: { field: 'x_score', custom: true } })
    expect(check({ x_words: 'a' })).toMatchObject({
      op: 'someItem',
      field: 'x_words',
      custom: true,
      of: { ref: { field: '' } },
    })
  })

  it('names the stored type of a roll-up', () => {
    expect(check({ openCount: 1, lastAt: 'now' })).toMatchObject({
      of: [{ ref: { type: 'number' } }, { ref: { type: 'dateTime' } }],
    })
  })

  it('writes negative zero as zero', () => {
    expect(Object.is((check({ score: -0 }) as { value: number }).value, 0)).toBe(true)
  })

  it('makes half-open instants of a period for a point of time, and dates for a date', () => {
    expect(check({ seenAt: { within: 'thisMonth' } })).toMatchObject({
      of: [
        { cmp: 'gte', value: '2026-02-28T23:00:00.000Z' },
        { cmp: 'lt', value: '2026-03-31T22:00:00.000Z' },
      ],
    })
    expect(check({ dueOn: { within: 'thisMonth' } })).toMatchObject({
      of: [
        { cmp: 'gte', value: '2026-03-01' },
        { cmp: 'lt', value: '2026-04-01' },
      ],
    })
  })

  it('resolves relative times by the calendar of the zone', () => {
    expect(check({ seenAt: { gt: { ahead: { months: 1, hours: 1 } } } })).toMatchObject({
      value: '2026-04-15T09:00:00.000Z',
    })
    expect(check({ dueOn: { lt: { ago: { weeks: 2 } } } })).toMatchObject({ value: '2026-03-01' })
    expect(check({ seenAt: 'now' })).toMatchObject({ value: CONTEXT.now })
  })

  it('fills in who asks', () => {
    const asked = checkFilter(
      model,
      'sample',
      { ownerId: { eq: { actor: 'id' } }, access: { in: { actor: 'keys' } } },
      { ...CONTEXT, actor: ACTOR },
    )
    expect(asked).toMatchObject({
      of: [{ value: 'u1' }, { op: 'someItem', of: { op: 'in', values: ['u:u1', 't:t1'] } }],
    })
  })

  it('refuses to ask for the actor where there is none', () => {
    expect(refusal({ ownerId: { eq: { actor: 'id' } } }).path).toBe('/ownerId/eq')
  })

  it.each([
    ['an unknown field', { nope: 1 }, '/nope'],
    ['an unknown field inside', { or: [{ score: 1 }, { placeId: { not: { nope: 1 } } }] }, '/or/1/placeId/not/nope'],
    ['a name with a slash and a tilde', { 'a/b~c': 1 }, '/a~1b~0c'],
    ['an unknown operator', { score: { above: 1 } }, '/score/above'],
    ['an operator of another type', { score: { contains: '1' } }, '/score/contains'],
    ['a range of a relation', { placeId: { gt: 'p1' } }, '/placeId/gt'],
    ['a value of another type', { score: '1' }, '/score'],
    ['a number that is none', { score: Number.NaN }, '/score'],
    ['an infinite number', { score: { lt: Number.POSITIVE_INFINITY } }, '/score/lt'],
    ['undefined, which would find everything', { ownerId: undefined }, '/ownerId'],
    ['undefined in an operator', { score: { gt: undefined } }, '/score/gt'],
    ['a list where a value goes', { name: ['a'] }, '/name'],
    ['a value where a list goes', { name: { in: 'a' } }, '/name/in'],
    ['null in a list', { name: { in: ['a', null] } }, '/name/in/1'],
    ['nothing at all', { score: {} }, '/score'],
    ['an unknown option', { stage: { in: ['new', 'nwe'] } }, '/stage/in/1'],
    ['an amount without a currency', { amount: { gte: { amountMinor: 1 } } }, '/amount/gte/currency'],
    ['an amount as a fraction', { amount: { amountMinor: 1.5, currency: 'EUR' } }, '/amount/amountMinor'],
    ['an amount with two meanings', { amount: { base: 1, currency: 'EUR' } }, '/amount'],
    ['a date that does not exist', { dueOn: '2026-02-30' }, '/dueOn'],
    ['an instant without an offset', { seenAt: '2026-02-01T10:00:00' }, '/seenAt'],
    ['an instant for a date', { dueOn: '2026-02-01T10:00:00Z' }, '/dueOn'],
    ['an unknown period', { dueOn: { within: 'thisMonday' } }, '/dueOn/within'],
    ['an unknown unit', { dueOn: { last: { fortnights: 1 } } }, '/dueOn/last/fortnights'],
    ['a negative length', { dueOn: { last: { days: -1 } } }, '/dueOn/last/days'],
    ['a time past the calendar', { seenAt: { gt: { ahead: { years: 9000 } } } }, '/seenAt/gt'],
    ['a text with NUL', { name: 'a\0' }, '/name'],
    ['half of a character', { name: { contains: '\ud800' } }, '/name/contains'],
    ['a comparison of JSON', { extra: { eq: 1 } }, '/extra/eq'],
    ['a value of links', { places: 'p1' }, '/places'],
    ['an unknown quantifier', { places: { any: {} } }, '/places/any'],
    ['some of what is no list', { name: { some: 'a' } }, '/name/some'],
    ['emptiness of a part', { home: { city: null } }, '/home/city'],
    ['a list where a group goes', [], ''],
    ['a text where a group goes', 'name', ''],
    ['a date object where a group goes', { not: new Date(0) }, '/not'],
    ['a map where a value goes', { name: new Map() }, '/name'],
    ['an object where a list of groups goes', { and: { name: 'a' } }, '/and'],
    ['an actor that is unknown', { ownerId: { eq: { actor: 'boss' } } }, '/ownerId/eq'],
    ['the id of the actor in a list', { ownerId: { in: { actor: 'id' } } }, '/ownerId/in'],
    ['an anniversary of a text', { name: { anniversary: 'today' } }, '/name/anniversary'],
    ['an anniversary in an unknown period', { dueOn: { anniversary: 'thisMonday' } }, '/dueOn/anniversary'],
    ['an anniversary on a day that no year has', { dueOn: { anniversary: '02-30' } }, '/dueOn/anniversary'],
    ['an anniversary with a year', { dueOn: { anniversary: '2026-05-17' } }, '/dueOn/anniversary'],
    ['days from somewhere to nowhere', { dueOn: { anniversary: { from: '05-17' } } }, '/dueOn/anniversary'],
    ['days to no day', { dueOn: { anniversary: { from: '05-17', to: 'x' } } }, '/dueOn/anniversary/to'],
    ['two lengths at once', { dueOn: { anniversary: { next: { days: 1 }, last: { days: 1 } } } }, '/dueOn/anniversary'],
    [
      'an unknown unit of an anniversary',
      { dueOn: { anniversary: { next: { moons: 1 } } } },
      '/dueOn/anniversary/next/moons',
    ],
    ['an anniversary past the calendar', { dueOn: { anniversary: { next: { years: 9000 } } } }, '/dueOn/anniversary'],
    ['a distance from a date', { dueOn: { near: { latitude: 0, longitude: 0, withinKm: 1 } } }, '/dueOn/near'],
    ['a distance from a part', { home: { city: { near: {} } } }, '/home/city/near'],
    ['a place without a longitude', { home: { near: { latitude: 0, withinKm: 1 } } }, '/home/near/longitude'],
    ['a place past the pole', { home: { near: { latitude: 91, longitude: 0, withinKm: 1 } } }, '/home/near/latitude'],
    [
      'a distance that is none',
      { home: { near: { latitude: 0, longitude: 0, withinKm: Number.NaN } } },
      '/home/near/withinKm',
    ],
    [
      'a distance below nothing',
      { home: { near: { latitude: 0, longitude: 0, withinKm: -1 } } },
      '/home/near/withinKm',
    ],
    [
      'a distance in miles',
      { home: { near: { latitude: 0, longitude: 0, withinMiles: 1 } } },
      '/home/near/withinMiles',
    ],
    ['a box upside down', { home: { inArea: { north: 0, south: 1, east: 0, west: 0 } } }, '/home/inArea'],
    ['a box with three sides', { home: { inArea: { north: 1, south: 0, east: 1 } } }, '/home/inArea/west'],
    ['an area of two corners', { home: { inArea: Array(2).fill({ latitude: 0, longitude: 0 }) } }, '/home/inArea'],
    ['an area of 101 corners', { home: { inArea: Array(101).fill({ latitude: 0, longitude: 0 }) } }, '/home/inArea'],
    ['a corner that is none', { home: { inArea: [{ latitude: 0, longitude: 0 }, {}, {}] } }, '/home/inArea/1/latitude'],
  ])('refuses %s and says where', (_, filter, path) => {
    expect(refusal(filter).path).toBe(path)
  })

  it('does not find what every object inherits', () => {
    const hostile: unknown = JSON.parse(
      '[{"__proto__":{"a":1}},{"constructor":1},{"toString":null},{"name":{"__proto__":"x"}},{"name":{"constructor":1}}]',
    )
    for (const filter of hostile as unknown[])
      expect(() => check(filter)).toThrow(expect.objectContaining({ code: 'INVALID_FILTER' }))
    expect(({} as Record<string, unknown>)['a']).toBeUndefined()
  })

  it('refuses an unknown object', () => {
    expect(() => checkFilter(model, 'toString', {}, CONTEXT)).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_OBJECT' }),
    )
  })

  it('answers for a masked field exactly as for one that does not exist', () => {
    const allow = (object: string, field: string) => !(object === 'place' && field === 'size')
    const masked = refusal({ placeId: { size: { contains: 1 } } }, { allow })
    const unknown = refusal({ placeId: { nope: { contains: 1 } } }, { allow })
    expect(masked).toEqual({ path: '/placeId/size', reason: unknown.reason })
    expect(check({ score: 1 }, { allow })).toBeDefined()
  })

  it('keeps to the fields of the record where it is told to', () => {
    expect(refusal({ placeId: { name: 'x' } }, { ownFields: true }).path).toBe('/placeId')
    expect(refusal({ places: { some: {} } }, { ownFields: true }).path).toBe('/places')
    expect(check({ placeId: 'p1' }, { ownFields: true })).toBeDefined()
  })

  it('does not change the filter', () => {
    const filter = Object.freeze({
      and: Object.freeze([Object.freeze({ placeId: Object.freeze({ ne: 'p1', name: 'x' }) })]),
    })
    expect(() => check(filter)).not.toThrow()
  })
})

describe('a saved filter', () => {
  const saved = JSON.stringify({ or: [{ stage: 'offer' }, { placeId: { size: { gt: 3 }, not: { name: 'x' } } }] })

  it('is checked when it is loaded, against the model as it is then', () => {
    expect(check(JSON.parse(saved))).toBeDefined()
    const without = (object: string, field: string) => ({
      allow: (of: string, name: string) => of !== object || name !== field,
    })
    expect(refusal(JSON.parse(saved), without('place', 'name'))).toEqual({
      path: '/or/1/placeId/not/name',
      reason: 'place has no field of this name',
    })
    expect(refusal(JSON.parse(saved), without('sample', 'stage')).path).toBe('/or/0/stage')
  })

  it('is refused at the place where somebody damaged it', () => {
    expect(refusal(JSON.parse(saved.replace('"gt":3', '"gt":"3"'))).path).toBe('/or/1/placeId/size/gt')
    expect(refusal(JSON.parse(saved.replace('"offer"', '"ofer"'))).path).toBe('/or/0/stage')
    expect(refusal(JSON.parse(saved.replace('"or":[', '"or":[null,'))).path).toBe('/or/0')
  })
})

describe('the limits of checkFilter', () => {
  const nested = (levels: number): unknown => {
    let filter: unknown = { score: 1 }
    for (let level = 1; level < levels; level++) filter = { not: filter }
    return filter
  }
  const hostile = (build: () => unknown) => {
    const filter = build()
    // The quickest of a few runs: other work of the machine is not counted.
    const times = Array.from({ length: 5 }, () => {
      const start = performance.now()
      refusal(filter)
      return performance.now() - start
    })
    expect(Math.min(...times)).toBeLessThan(50)
  }

  it('takes eight levels and refuses nine', () => {
    expect(check(nested(8))).toBeDefined()
    expect(refusal(nested(9)).path).toBe('/not'.repeat(8))
  })

  it('takes 500 conditions and refuses 501', () => {
    const many = (count: number) => ({ or: Array.from({ length: count }, (_, index) => ({ score: index })) })
    expect(check(many(499))).toBeDefined()
    expect(refusal(many(500)).path).toBe('/or/499')
  })

  it('takes 500 values of a list and refuses 501', () => {
    const list = (count: number) => ({ score: { in: Array.from({ length: count }, (_, index) => index) } })
    expect(check(list(500))).toBeDefined()
    expect(refusal(list(501)).path).toBe('/score/in')
  })

  it('counts instants in a list as conditions, since days of them become ranges', () => {
    const list = (count: number) => ({ seenAt: { in: Array.from({ length: count }, () => '2026-01-01') } })
    expect(check(list(200))).toBeDefined()
    expect(refusal(list(300)).path).toBe('/seenAt/in')
  })

  it('takes texts of 1,000 and globs of 200 characters, not more', () => {
    expect(check({ name: 'x'.repeat(1000), note: { glob: '*'.repeat(200) } })).toBeDefined()
    expect(refusal({ name: { contains: 'x'.repeat(1001) } }).path).toBe('/name/contains')
    expect(refusal({ name: { glob: 'x'.repeat(201) } }).path).toBe('/name/glob')
  })

  it('refuses a thousand levels, a circle and endless lists at once', () => {
    hostile(() => nested(100_000))
    hostile(() => {
      const circle: Record<string, unknown> = {}
      circle['not'] = circle
      return circle
    })
    hostile(() => {
      const circle: unknown[] = []
      circle.push({ and: circle, or: circle })
      return { and: circle }
    })
    hostile(() => JSON.parse(`{"placeId":${'{"partOfId":'.repeat(1000)}1${'}'.repeat(1001)}`))
    hostile(() => ({ and: Array.from({ length: 100_000 }, () => ({})) }))
    hostile(() => ({ name: { in: Array.from({ length: 1_000_000 }, () => 'x') } }))
    hostile(() => Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`f${index}`, 1])))
  })
})
