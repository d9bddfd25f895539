import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkFilter } from '../../filter/check.ts'
import { compileCondition } from '../../filter/compile.ts'
import type { Condition } from '../../filter/types.ts'
import type { StoredRecord } from '../../schema/record.ts'
import { PLACE_IDS, recordsOf, SAMPLE_IDS } from '../../testing/filter-contract/arbitraries.ts'
import { filtersOf } from '../../testing/filter-contract/filters.ts'
import { contractModel as model } from '../../testing/filter-contract/model.ts'
import { CONTEXT, lookupIn, stored, type Values, type World } from '../../testing/filter-contract/world.ts'
import { forEachBit } from './bits.ts'
import { createRuleMatcher, type RuleMatcher } from './matcher.ts'

const conditionOf = (filter: unknown) => checkFilter(model, 'sample', filter, CONTEXT)
const record = (values: Values, id = 's1') => stored(id, values)

function worlds(): fc.Arbitrary<World> {
  const { sample, place, link } = recordsOf(fc)
  const some = (values: fc.Arbitrary<Values>, ids: readonly string[]) =>
    fc
      .array(values, { minLength: ids.length, maxLength: ids.length })
      .map((all) => all.map((one, at) => stored(ids[at] as string, one)))
  const links = fc
    .array(link, { maxLength: 12 })
    .map((all) =>
      all.map(({ from, to, ...more }, at) =>
        stored(`l${at}`, { fromObject: from.object, fromId: from.id, toObject: to.object, toId: to.id, ...more }),
      ),
    )
  return fc.record({ sample: some(sample, SAMPLE_IDS), place: some(place, PLACE_IDS), link: links })
}

/** Random filters, which seldom look at the same. */
const ruleSets = (most: number) =>
  fc.array(filtersOf(fc, 'sample', 3).map(conditionOf), { minLength: 1, maxLength: most })

/** Many rules made of a few conditions, so that they share what they look at. */
function denseRuleSets(): fc.Arbitrary<Condition[]> {
  const pool = fc.array(filtersOf(fc, 'sample', 1), { minLength: 4, maxLength: 12 })
  return pool.chain((all) => {
    const one = fc.constantFrom(...all).chain((filter) => fc.constantFrom(filter, filter, { not: filter }))
    const several = fc.array(one, { minLength: 1, maxLength: 4 })
    const some = fc.tuple(several, several).map(([left, right]) => ({ and: left, or: right }))
    const rule = fc.oneof(
      several.map((and) => ({ and })),
      some,
      several.map((or) => ({ or })),
    )
    return fc.array(rule.map(conditionOf), { minLength: 80, maxLength: 120 })
  })
}

type Rules = ReadonlyMap<string, Condition>

function expected(rules: Rules, one: StoredRecord, world: World): string[] {
  const lookup = lookupIn(world)
  return [...rules].filter(([, condition]) => compileCondition(condition)(one, lookup)).map(([id]) => id)
}

const numbered = (conditions: readonly Condition[]): Rules => new Map(conditions.map((one, at) => [`r${at}`, one]))

function matcherOf(rules: Rules): RuleMatcher {
  const matcher = createRuleMatcher()
  for (const [id, condition] of rules) matcher.add(id, condition)
  return matcher
}

describe('a matcher answers as the closures of its rules do', () => {
  it.each([
    ['a few rules of every kind', ruleSets(12), 40],
    ['many rules of every kind', ruleSets(60), 30],
    ['many rules that share what they look at', denseRuleSets(), 12],
  ])('with %s', (_, sets, numRuns) => {
    fc.assert(
      fc.property(sets, worlds(), (conditions, world) => {
        const rules = numbered(conditions)
        const matcher = matcherOf(rules)
        for (const one of world.sample)
          expect(matcher.match(one, { lookup: lookupIn(world) })).toEqual(expected(rules, one, world))
      }),
      { numRuns },
    )
  })

  it('before and after it has learnt from records what is worth a look', () => {
    fc.assert(
      fc.property(denseRuleSets(), worlds(), (conditions, world) => {
        const rules = numbered(conditions)
        const matcher = matcherOf(rules)
        const lookup = lookupIn(world)
        for (let round = 0; round < 20; round++)
          for (const one of world.sample) expect(matcher.match(one, { lookup })).toEqual(expected(rules, one, world))
      }),
      { numRuns: 6 },
    )
  })

  it('while rules come, go and change', () => {
    const steps = fc.array(fc.tuple(fc.nat(40), fc.option(filtersOf(fc, 'sample', 2))), {
      minLength: 60,
      maxLength: 120,
    })
    fc.assert(
      fc.property(steps, worlds(), (all, world) => {
        const matcher = createRuleMatcher()
        const rules = new Map<string, Condition>()
        for (const [at, filter] of all) {
          const id = `r${at}`
          expect(rules.delete(id) || matcher.remove(id) === false).toBe(true)
          if (filter === null) matcher.remove(id)
          else {
            rules.set(id, conditionOf(filter))
            matcher.add(id, conditionOf(filter))
          }
        }
        expect(matcher.size).toBe(rules.size)
        for (const one of world.sample)
          expect(matcher.match(one, { lookup: lookupIn(world) })).toEqual(expected(rules, one, world))
      }),
      { numRuns: 15 },
    )
  })

  it('for many records at once, also past the end of a block', () => {
    fc.assert(
      fc.property(
        fc.oneof(ruleSets(40), denseRuleSets()),
        worlds(),
        fc.constantFrom(1, 7, 300),
        (conditions, world, times) => {
          const rules = numbered(conditions)
          const records = Array.from({ length: times }, () => world.sample).flat()
          const found = records.map((): string[] => [])
          matcherOf(rules).matchAll(
            records,
            (id, matched, first) => forEachBit(matched, (at) => found[first + at]?.push(id)),
            { lookup: lookupIn(world) },
          )
          const each = new Map(world.sample.map((one) => [one.id, expected(rules, one, world)]))
          expect(found).toEqual(records.map((one) => each.get(one.id)))
        },
      ),
      { numRuns: 15 },
    )
  })
})

describe('a matcher', () => {
  it('gives the rules in the order in which they were added', () => {
    const matcher = createRuleMatcher()
    for (const id of ['b', 'c', 'a']) matcher.add(id, conditionOf({ done: true }))
    expect(matcher.match(record({ done: true }))).toEqual(['b', 'c', 'a'])
  })

  it('puts a rule that is added again at the end, with its new condition', () => {
    const matcher = createRuleMatcher()
    matcher.add('a', conditionOf({ done: false }))
    matcher.add('b', conditionOf({}))
    matcher.add('a', conditionOf({ done: true }))
    expect(matcher.match(record({ done: true }))).toEqual(['b', 'a'])
  })

  it('forgets a rule that was removed, and says whether there was one', () => {
    const matcher = createRuleMatcher()
    matcher.add('a', conditionOf({}))
    expect([matcher.remove('a'), matcher.remove('a'), matcher.size]).toEqual([true, false, 0])
    expect(matcher.match(record({}))).toEqual([])
  })

  it('answers for values of another type than the field has as closures do', () => {
    const filters = [{ score: { gt: 1 } }, { score: { lte: 5 } }, { name: { lt: 'm' } }, { score: 3 }, { done: true }]
    const rules = numbered(Array.from({ length: 5 }, () => filters.map(conditionOf)).flat())
    const odd = [{ score: '3' }, { score: Number.NaN }, { name: 'a', score: true }, { done: 'true', score: -0 }].map(
      (one) => record(one),
    )
    const world: World = { sample: [], place: [], link: [] }
    const matcher = matcherOf(rules)
    const found = odd.map((): string[] => [])
    matcher.matchAll(odd, (id, matched) => forEachBit(matched, (at) => found[at]?.push(id)))
    expect(odd.map((one) => matcher.match(one))).toEqual(odd.map((one) => expected(rules, one, world)))
    expect(found).toEqual(odd.map((one) => expected(rules, one, world)))
  })

  it('answers for what is not a number among the values of a list as closures do', () => {
    const ref = { field: 'score', slot: 'value', kind: 'real', type: 'number' } as const
    const three: Condition[] = [
      { op: 'in', ref, values: [Number.NaN] },
      { op: 'not', of: { op: 'in', ref, values: [0] } },
      { op: 'compare', ref, cmp: 'gt', value: Number.NEGATIVE_INFINITY },
    ]
    const rules = numbered(Array.from({ length: 20 }, () => three).flat())
    const world: World = { sample: [], place: [], link: [] }
    const matcher = matcherOf(rules)
    for (const score of [2.5, 0, 7]) {
      const one = record({ score })
      expect(matcher.match(one), `${score}`).toEqual(expected(rules, one, world))
    }
  })

  it('needs a lookup for relations, and says so', () => {
    const matcher = createRuleMatcher()
    matcher.add('a', conditionOf({ placeId: { name: 'x' } }))
    expect(() => matcher.match(record({ placeId: 'p1' }))).toThrow(TypeError)
    expect(matcher.match(record({}))).toEqual([])
  })
})
