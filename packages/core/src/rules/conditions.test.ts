import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PLACE_IDS, recordsOf, SAMPLE_IDS } from '../testing/filter-contract/arbitraries.ts'
import { filtersOf } from '../testing/filter-contract/filters.ts'
import { contractModel as model } from '../testing/filter-contract/model.ts'
import { lookupIn, stored } from '../testing/filter-contract/world.ts'
import { INDEXED_FROM, ruleConditions } from './conditions.ts'
import { lastOf } from './simulate/simulate.ts'
import type { Rule } from './types.ts'

const NOW = '2026-03-02T09:00:00.000Z'
const rule = (id: string, filter: unknown) =>
  ({ id, label: id, on: { when: 'record-updated', object: 'sample' }, if: filter, then: [] }) as unknown as Rule
const conditionsOf = (rules: readonly Rule[]) => lastOf(ruleConditions(rules, model, 'Europe/Oslo'))
const many = (filter: (at: number) => unknown) =>
  Array.from({ length: INDEXED_FROM }, (_, at) => rule(`r${at}`, filter(at)))

describe('conditions of rules', () => {
  it('hold together as they hold one by one', () => {
    const { sample, place } = recordsOf(fc)
    const filters = fc.array(filtersOf(fc, 'sample', 2), { minLength: INDEXED_FROM + 5, maxLength: 40 })
    fc.assert(
      fc.property(filters, sample, sample, place, (all, values, others, where) => {
        const rules = all.map((filter, at) => rule(`r${at}`, filter))
        const conditions = conditionsOf(rules)
        const record = stored(SAMPLE_IDS[0] as string, values)
        const before = stored(record.id, others)
        const lookup = lookupIn({
          sample: [record],
          place: PLACE_IDS.map((id) => stored(id, where)),
          link: [],
        })
        const covered = rules.filter(conditions.covers)
        const one = covered.filter((each) => conditions.of(each, NOW)(record, lookup, before)).map(({ id }) => id)
        expect([...conditions.match('sample', record, { lookup, before })]).toEqual(one)
      }),
      { numRuns: 60 },
    )
  })

  it('are asked together only where they are many and do not look at the time', () => {
    const timeless = many((at) => ({ score: { gte: at } }))
    const timely = rule('timely', { createdAt: { last: { days: 2 } } })
    const conditions = conditionsOf([...timeless, timely])
    expect([...timeless, timely].map(conditions.covers)).toEqual([...timeless.map(() => true), false])
    expect(timeless.slice(1).map(conditionsOf(timeless.slice(1)).covers)).toEqual(timeless.slice(1).map(() => false))
  })

  it('of which globs look at every character are asked one by one, where they are so many that others would wait', () => {
    const wild = many((at) => ({ note: { glob: `*${'a?'.repeat(40)}${at}*` } }))
    const plain = many((at) => ({ score: { gte: at } }))
    const { covers } = conditionsOf([...wild, ...plain])
    expect(wild.filter(covers).length).toBe(16)
    expect(plain.every(covers)).toBe(true)
  })

  it('that look at the time are those of the instant that is asked for', () => {
    const recent = rule('recent', { createdAt: { last: { days: 2 } } })
    const conditions = conditionsOf([recent])
    const record = { ...stored('s1', {}), createdAt: NOW }
    const at = (now: string) => conditions.of(recent, now)(record)
    expect([at(NOW), at('2026-03-09T09:00:00.000Z'), at(NOW)]).toEqual([true, false, true])
  })

  it('that do not fit the model keep no other from being asked', () => {
    const broken = rule('broken', { nothing: 1 })
    const conditions = conditionsOf([...many(() => ({ done: true })), broken])
    expect(conditions.covers(broken)).toBe(false)
    expect(() => conditions.of(broken, NOW)).toThrow(expect.objectContaining({ code: 'INVALID_FILTER' }))
    expect(conditions.match('sample', stored('s1', { done: true }), {}).size).toBe(INDEXED_FROM)
  })
})
