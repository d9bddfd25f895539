import { describe, expect, it } from 'vitest'
import { checkFilter } from '../../filter/check.ts'
import { compileCondition } from '../../filter/compile.ts'
import type { Condition, UncheckedFilter } from '../../filter/types.ts'
import type { StoredRecord } from '../../schema/record.ts'
import { DATES } from '../../testing/filter-contract/arbitraries.ts'
import { contractModel as model } from '../../testing/filter-contract/model.ts'
import { CONTEXT, stored } from '../../testing/filter-contract/world.ts'
import { type SeededRandom, seededRandom } from '../../testing/seeded-random.ts'
import { forEachBit } from './bits.ts'
import { createRuleMatcher, type RuleMatcher } from './matcher.ts'

const WORDS = [
  'north',
  'south',
  'harbour',
  'bridge',
  'stone',
  'river',
  'light',
  'meadow',
  'winter',
  'summer',
  'ox',
  'øy',
]
const STAGES = ['new', 'offer', 'won']
const COLOURS = ['red', 'green', 'blue']

const numbersFrom = (from: number, count: number) => Array.from({ length: count }, (_, at) => from + at)

/** A condition on one of a few fields, with many different values. */
function piece(random: SeededRandom): UncheckedFilter {
  const word = () => random.pick(WORDS)
  const order = random.pick(['lt', 'lte', 'gt', 'gte'])
  return random.pick<() => UncheckedFilter>([
    () => ({ score: { [order]: random.below(40) } }),
    () => ({ dueOn: { [order]: random.pick(DATES) } }),
    () => ({ name: { [order]: word() } }),
    () => ({ stage: random.pick(STAGES) }),
    () => ({ stage: { in: [random.pick(STAGES), random.pick(STAGES)] } }),
    () => ({ labels: { some: { eq: random.pick(COLOURS) } } }),
    () => ({ note: { [random.pick(['contains', 'startsWith', 'endsWith'])]: word() } }),
    () => ({ note: { glob: `*${word()}*${word()}?*` } }),
    () => ({ name: `${word()} ${word()}` }),
  ])()
}

function filter(random: SeededRandom): UncheckedFilter {
  const some = () =>
    Array.from({ length: 1 + random.below(3) }, () => (random.below(4) > 0 ? piece(random) : { not: piece(random) }))
  const kind = random.below(3)
  return kind === 0 ? { and: some() } : kind === 1 ? { or: some() } : { and: [{ or: some() }, ...some()] }
}

function record(id: string, random: SeededRandom): StoredRecord {
  const text = (count: number) => Array.from({ length: count }, () => random.pick(WORDS)).join(' ')
  return stored(id, {
    ...(random.below(5) > 0 ? { score: random.below(40) } : {}),
    ...(random.below(5) > 0 ? { dueOn: random.pick(DATES), stage: random.pick(STAGES) } : {}),
    ...(random.below(3) > 0 ? { labels: [...new Set([random.pick(COLOURS), random.pick(COLOURS)])] } : {}),
    ...{ name: text(2), note: text(6) },
  })
}

describe('a matcher with many rules', () => {
  const random = seededRandom(4)
  const records = Array.from({ length: 90 }, (_, at) => record(`s${at}`, random))
  const rules = Array.from({ length: 900 }, (_, at): [string, Condition] => [
    `r${at}`,
    checkFilter(model, 'sample', filter(random), CONTEXT),
  ])
  const closures = new Map(rules.map(([id, condition]) => [id, compileCondition(condition)]))
  const expected = (ids: readonly string[], one: StoredRecord) => ids.filter((id) => closures.get(id)?.(one))

  it('answers as closures do while rules are added between records, and while they go', () => {
    const matcher = createRuleMatcher()
    const there: string[] = []
    for (const [at, [id, condition]] of rules.entries()) {
      matcher.add(id, condition)
      there.push(id)
      if (at % 4 > 0) continue
      const one = records[at % records.length] as StoredRecord
      expect(matcher.match(one)).toEqual(expected(there, one))
    }
    for (const one of records) expect(matcher.match(one)).toEqual(expected(there, one))
    for (const [at, [id]] of rules.entries()) {
      if (at % 7 === 0) continue
      matcher.remove(id)
      there.splice(there.indexOf(id), 1)
      if (at % 5 > 0) continue
      const one = records[at % records.length] as StoredRecord
      expect(matcher.match(one)).toEqual(expected(there, one))
    }
  })

  it.each<readonly [string, (at: number) => UncheckedFilter]>([
    ['more thresholds than rows are kept for', (at) => ({ score: { [at % 2 ? 'gte' : 'lt']: at / 4 } })],
    ['thresholds and equality of the same field', (at) => ({ score: at % 3 ? at % 40 : { gt: at % 40 } })],
    [
      'texts of which one must be there',
      (at) => ({ or: WORDS.slice(at % 5).map((word) => ({ note: { contains: word + (at % 7 ? '' : ' ') } })) }),
    ],
    [
      'more texts of which one must be there than a rule has places for',
      (at) =>
        at % 20
          ? { score: at % 40 }
          : { or: numbersFrom(at, 40).map((number) => ({ note: { contains: `h ${WORDS[number % 11]}` } })) },
    ],
    [
      'several texts that must be there',
      (at) => ({ and: WORDS.slice(at % 9, (at % 9) + 2).map((word) => ({ note: { contains: word } })) }),
    ],
    [
      'texts of two letters, at the beginning, at the end and with stars within',
      (at) => ({ note: { glob: ['*ox*', 'st*', '*ow', '*r*th*', 'øy*', '*er ??*'][at % 6] } }),
    ],
    [
      'a field that few rules look at',
      (at) => (at % 90 ? { score: { lt: at % 40 } } : { name: { contains: 'o' }, stage: 'won' }),
    ],
  ])('answers as closures do with %s', (_, filterOf) => {
    const conditions = numbersFrom(0, 600).map((at) => checkFilter(model, 'sample', filterOf(at), CONTEXT))
    const matcher = createRuleMatcher()
    for (const [at, condition] of conditions.entries()) matcher.add(`r${at}`, condition)
    const holds = conditions.map((condition) => compileCondition(condition))
    for (const one of [...records, ...records])
      expect(matcher.match(one)).toEqual(holds.flatMap((test, at) => (test(one) ? [`r${at}`] : [])))
  })

  it('answers as closures do for all records at once', () => {
    const found = records.map((): string[] => [])
    full().matchAll(records, (id, matched, first) => forEachBit(matched, (at) => found[first + at]?.push(id)))
    expect(found).toEqual(records.map((one) => expected([...closures.keys()], one)))
  })

  it('asks a condition that many rules have once for a record', () => {
    const matcher = createRuleMatcher()
    const condition = checkFilter(model, 'sample', { placeId: { name: 'x' } }, CONTEXT)
    for (let at = 0; at < 50; at++) matcher.add(`r${at}`, condition)
    let asked = 0
    const lookup = {
      get: () => {
        asked++
        return stored('p1', { name: 'X' })
      },
      linked: () => [],
    }
    expect(matcher.match(stored('s1', { placeId: 'p1' }), { lookup })).toHaveLength(50)
    expect(asked).toBe(1)
  })

  function full(): RuleMatcher {
    const matcher = createRuleMatcher()
    for (const [id, condition] of rules) matcher.add(id, condition)
    return matcher
  }
})
