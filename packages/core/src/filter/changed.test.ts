import { describe, expect, it } from 'vitest'
import { contractModel as model } from '../testing/filter-contract/model.ts'
import { checkFilter } from './check.ts'
import { compileCondition } from './compile.ts'
import { requiredFields } from './required-fields.ts'

const CONTEXT = { now: '2026-03-15T09:00:00.000Z', zone: 'Europe/Oslo' }
const compile = (filter: unknown) => compileCondition(checkFilter(model, 'sample', filter, CONTEXT, { before: true }))
const record = (values: object) => ({ id: 's1', version: 1, ...values })
const holds = (filter: unknown, before: object | null, after: object) =>
  compile(filter)(record(after), undefined, before && record(before))

describe('changed', () => {
  it.each([
    ['another value', { stage: 'new' }, { stage: 'offer' }, true],
    ['the same value', { stage: 'new' }, { stage: 'new' }, false],
    ['a value where there was none', {}, { stage: 'new' }, true],
    ['no value where there was one', { stage: 'new' }, {}, true],
    ['nothing, however it is written', { stage: null }, { stage: '' }, false],
    ['a value of a new record', null, { stage: 'new' }, true],
    ['no value of a new record', null, {}, false],
  ])('finds %s', (_, before, after, expected) => {
    expect(holds({ stage: { changed: true } }, before, after)).toBe(expected)
    expect(holds({ stage: { changed: false } }, before, after)).toBe(!expected)
  })

  it('compares structured values and lists by what they hold', () => {
    const before = {
      amount: { amountMinor: 1, currency: 'EUR' },
      labels: ['red', 'blue'],
      emails: [{ value: 'a@x.no' }],
    }
    const same = { amount: { currency: 'EUR', amountMinor: 1 }, labels: ['red', 'blue'], emails: [{ value: 'a@x.no' }] }
    const other = {
      amount: { amountMinor: 1, currency: 'NOK' },
      labels: ['blue', 'red'],
      emails: [{ value: 'b@x.no' }],
    }
    for (const field of ['amount', 'labels', 'emails']) {
      expect([field, holds({ [field]: { changed: true } }, before, same)]).toEqual([field, false])
      expect([field, holds({ [field]: { changed: true } }, before, other)]).toEqual([field, true])
    }
  })

  it('asks what it was and what it is', () => {
    const moved = { stage: { changed: { from: 'new', to: 'offer' } } }
    expect(holds(moved, { stage: 'new' }, { stage: 'offer' })).toBe(true)
    expect(holds(moved, { stage: 'new' }, { stage: 'won' })).toBe(false)
    expect(holds(moved, { stage: 'won' }, { stage: 'offer' })).toBe(false)
    expect(holds(moved, null, { stage: 'offer' })).toBe(false)
    expect(holds({ stage: { changed: { from: null } } }, null, { stage: 'offer' })).toBe(true)
  })

  it('takes whatever may stand at the field for both sides', () => {
    const crossed = { score: { changed: { from: { lt: 50 }, to: { gte: 50 } } } }
    expect(holds(crossed, { score: 49 }, { score: 50 })).toBe(true)
    expect(holds(crossed, { score: 50 }, { score: 60 })).toBe(false)
    const tagged = { labels: { changed: { from: { none: 'red' }, to: 'red' } } }
    expect(holds(tagged, { labels: ['blue'] }, { labels: ['blue', 'red'] })).toBe(true)
    expect(holds(tagged, { labels: ['red'] }, { labels: ['blue', 'red'] })).toBe(false)
  })

  it('stands beside other conditions and inside of groups', () => {
    const filter = {
      or: [{ stage: { changed: { to: 'won' } }, score: { gt: 1 } }, { not: { name: { changed: false } } }],
    }
    expect(holds(filter, { stage: 'new', name: 'a' }, { stage: 'won', name: 'a', score: 2 })).toBe(true)
    expect(holds(filter, { stage: 'new', name: 'a' }, { stage: 'won', name: 'a', score: 1 })).toBe(false)
    expect(holds(filter, { name: 'a' }, { name: 'b' })).toBe(true)
  })

  it('says what it needs where the record before is not given', () => {
    expect(() => compile({ stage: { changed: true } })(record({}))).toThrow(TypeError)
  })

  it('names the field among those that a condition looks at', () => {
    expect(requiredFields(model, 'sample', { stage: { changed: { to: 'won' } } }, { before: true })).toEqual(['stage'])
  })

  const refusal = (filter: unknown, before = true) => {
    try {
      checkFilter(model, 'sample', filter, CONTEXT, { before })
      return 'taken'
    } catch (error) {
      const { path, reason } = (error as { details: { path: string; reason: string } }).details
      return `${path}: ${reason}`
    }
  }

  it('is refused where nobody knows what was before', () => {
    expect(refusal({ stage: { changed: true } }, false)).toBe(
      '/stage/changed: only a rule on a change knows what was before',
    )
  })

  it.each([
    [{ placeId: { size: { changed: true } } }, '/placeId/size/changed'],
    [{ places: { some: { size: { changed: true } } } }, '/places/some/size/changed'],
    [{ emails: { some: { changed: true } } }, '/emails/some/changed'],
    [{ home: { city: { changed: true } } }, '/home/city/changed'],
    [{ places: { changed: true } }, '/places/changed'],
    [{ stage: { changed: {} } }, '/stage/changed'],
    [{ stage: { changed: 'new' } }, '/stage/changed'],
    [{ stage: { changed: { form: 'new' } } }, '/stage/changed/form'],
    [{ stage: { changed: { to: 'nope' } } }, '/stage/changed/to'],
    [{ score: { changed: { to: { contains: '1' } } } }, '/score/changed/to/contains'],
    [{ stage: { changed: { to: { changed: true } } } }, '/stage/changed/to/changed'],
    [{ placeId: { changed: { from: { size: 1 } } } }, '/placeId/changed/from'],
  ])('refuses %j and says where', (filter, path) => {
    expect(refusal(filter).split(': ')[0]).toBe(path)
  })

  it('goes with a relation beside conditions on the record that it points to', () => {
    const lookup = { get: () => ({ id: 'p1', version: 1, size: 5 }), linked: () => [] }
    const filter = { placeId: { changed: true, size: { gt: 1 } } }
    expect(compile(filter)(record({ placeId: 'p1' }), lookup, record({ placeId: 'p2' }))).toBe(true)
    expect(compile(filter)(record({ placeId: 'p1' }), lookup, record({ placeId: 'p1' }))).toBe(false)
  })
})
