import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recordsOf } from '../testing/filter-contract/arbitraries.ts'
import { filtersOf } from '../testing/filter-contract/filters.ts'
import { contractModel } from '../testing/filter-contract/model.ts'
import { plainlyHolds } from '../testing/filter-contract/plain-reading.ts'
import { CONTEXT, lookupIn, stored, type World } from '../testing/filter-contract/world.ts'
import { checkFilter } from './check.ts'
import { compileCondition } from './compile.ts'
import type { UncheckedFilter } from './types.ts'

const { sample, place, link } = recordsOf(fc)
const worlds: fc.Arbitrary<World> = fc.record({
  sample: fc
    .array(sample, { minLength: 1, maxLength: 8 })
    .map((all) => all.map((values, index) => stored(['s1', 'S1', 's2', 'A', 'a', '0', '9', 'z'][index] ?? '', values))),
  place: fc
    .array(place, { maxLength: 3 })
    .map((all) => all.map((values, index) => stored(['p1', 'P1', 'pz'][index] ?? '', values))),
  link: fc
    .array(link, { maxLength: 8 })
    .map((all) =>
      all.map(({ from, to, ...more }, index) =>
        stored(`l${index}`, { fromObject: from.object, fromId: from.id, toObject: to.object, toId: to.id, ...more }),
      ),
    ),
})
const filters = filtersOf(fc, 'sample', 3)
const idsOf = (world: World, filter: UncheckedFilter) => {
  const matches = compileCondition(checkFilter(contractModel, 'sample', filter, CONTEXT))
  return world.sample.filter((record) => matches(record, lookupIn(world))).map((record) => record.id)
}

describe('compileCondition over checkFilter', () => {
  it('gives what the plainest reading of the filter gives', () => {
    const property = fc.property(worlds, fc.array(filters, { minLength: 5, maxLength: 5 }), (world, all) => {
      for (const filter of all) {
        const expected = world.sample
          .filter((record) => plainlyHolds(world, 'sample', record, filter))
          .map((record) => record.id)
        expect(idsOf(world, filter)).toEqual(expected)
      }
    })
    fc.assert(property, { numRuns: 400 })
  })

  it('keeps the laws of De Morgan', () => {
    const property = fc.property(worlds, filters, filters, (world, a, b) => {
      expect(idsOf(world, { not: { and: [a, b] } })).toEqual(idsOf(world, { or: [{ not: a }, { not: b }] }))
      expect(idsOf(world, { not: { or: [a, b] } })).toEqual(idsOf(world, { and: [{ not: a }, { not: b }] }))
    })
    fc.assert(property)
  })

  it('says the same when it is negated twice', () => {
    const property = fc.property(filters, (filter) => {
      const check = (one: UncheckedFilter) => checkFilter(contractModel, 'sample', one, CONTEXT)
      expect(check({ not: { not: filter } })).toEqual(check(filter))
    })
    fc.assert(property)
  })

  it('finds each record by a filter or by its opposite, never by both', () => {
    const property = fc.property(worlds, filters, (world, filter) => {
      const both = [...idsOf(world, filter), ...idsOf(world, { not: filter })]
      expect(both.sort()).toEqual(world.sample.map((record) => record.id).sort())
    })
    fc.assert(property)
  })
})
