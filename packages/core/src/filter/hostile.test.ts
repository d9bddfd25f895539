import { describe, expect, it } from 'vitest'
import { isKithError } from '../shared/errors.ts'
import { contractModel as model } from '../testing/filter-contract/model.ts'
import { checkFilter } from './check.ts'
import { compileCondition } from './compile.ts'
import { describeFilter } from './describe.ts'
import { globTest } from './glob-test.ts'
import { fromJsonLogic } from './json-logic/from-json-logic.ts'

const CONTEXT = { now: '2026-03-15T09:00:00.000Z', zone: 'Europe/Oslo' }
/** What the event loop may be held for. */
const MOST_MS = 50

/** Milliseconds of processor time of the quickest of a few runs: other work of the machine is not counted. */
function quickest(run: () => unknown): number {
  const times = Array.from({ length: 5 }, () => {
    const start = process.cpuUsage()
    run()
    return process.cpuUsage(start).user / 1_000
  })
  return Math.min(...times)
}

/** Anything else than an answer or a clear error is thrown. */
function answer(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    if (!isKithError(error, 'INVALID_FILTER')) throw error
    expect(error.details['path']).toEqual(expect.any(String))
    return error.details['reason']
  }
}

const nested = (levels: number, wrap: (inner: unknown) => unknown) => {
  let filter: unknown = { score: 1 }
  for (let level = 0; level < levels; level++) filter = wrap(filter)
  return filter
}
const many = <Entry>(count: number, entry: (index: number) => Entry) =>
  Array.from({ length: count }, (_, at) => entry(at))
const circle = (close: (round: Record<string, unknown>) => void) => {
  const round: Record<string, unknown> = {}
  close(round)
  return round
}
const shared = (() => {
  let filter: unknown = { score: 1 }
  for (let level = 0; level < 7; level++) filter = { and: many(400, () => filter) }
  return filter
})()

const HOSTILE: readonly (readonly [name: string, filter: unknown])[] = [
  ['a thousand levels of not', nested(1000, (not) => ({ not }))],
  ['a thousand levels of and', nested(1000, (inner) => ({ and: [inner] }))],
  ['a thousand levels of relations', nested(1000, (partOfId) => ({ placeId: { partOfId } }))],
  ['relations in a circle', circle((round) => Object.assign(round, { placeId: round }))],
  ['links in a circle', circle((round) => Object.assign(round, { friends: { some: round } }))],
  ['groups in a circle', circle((round) => Object.assign(round, { and: [round, round], or: [round], not: round }))],
  ['one group shared 400 to the 7th times', shared],
  ['100,000 groups', { or: many(100_000, (at) => ({ score: at })) }],
  ['100,000 empty groups', { and: many(100_000, () => ({})) }],
  ['empty groups within empty groups', { and: many(499, () => ({ and: many(499, () => ({})) })) }],
  ['100,000 fields', Object.fromEntries(many(100_000, (at) => [`f${at}`, at]))],
  ['100,000 operators', { score: Object.fromEntries(many(100_000, (at) => [`f${at}`, at])) }],
  ['a list of 100,000', { score: { in: many(100_000, (at) => at) } }],
  ['a list with holes', { score: { in: new Array(100_000_000) } }],
  ['an area of 100,000 corners', { home: { inArea: many(100_000, (at) => ({ latitude: at % 90, longitude: 0 })) } }],
  ['a text of ten million', { name: 'x'.repeat(10_000_000) }],
  ['a glob of ten million', { name: { glob: '*a'.repeat(5_000_000) } }],
  ['a name of ten million', { ['x'.repeat(10_000_000)]: 1 }],
  ['a length of 100,000 parts', { dueOn: { last: Object.fromEntries(many(100_000, (at) => [`f${at}`, at])) } }],
  [
    'an amount of 100,000 parts',
    { amount: Object.fromEntries([['base', 1], ...many(100_000, (at) => [`f${at}`, at])]) },
  ],
  [
    'an anniversary of 100,000 parts',
    { dueOn: { anniversary: Object.fromEntries(many(100_000, (at) => [`f${at}`, at])) } },
  ],
  ['a prototype', JSON.parse('{"__proto__":{"score":1},"constructor":{"prototype":{"x":1}}}')],
  ['a prototype behind a relation', JSON.parse('{"placeId":{"__proto__":{"size":1}}}')],
  ['a prototype of operators', JSON.parse('{"score":{"__proto__":{"gt":1}}}')],
  ['a big integer', { score: 10n }],
  ['no number', { score: { gt: Number.NaN } }],
  ['endless', { score: { in: [Number.POSITIVE_INFINITY] } }],
  ['a symbol', { name: Symbol('x') }],
  ['a symbol for a key', { [Symbol.iterator]: 1, name: Symbol.iterator }],
  ['a function', { name: () => 'x' }],
  ['a date object', { dueOn: new Date(0) }],
  ['an instance', { name: new (class Thing {})() }],
  ['a typed array', { score: { in: new Float64Array(3) } }],
  ['a map', new Map([['score', 1]])],
  ['a promise', Promise.resolve({})],
  ['bytes of half characters', { name: { contains: '\udc00\ud800' } }],
  ['a negative zero', { score: -0 }],
]

describe('a hostile filter', () => {
  it.each(HOSTILE)('gets a clear error or an answer at once: %s', (_, filter) => {
    expect(answer(() => checkFilter(model, 'sample', filter, CONTEXT, { before: true }))).toBeDefined()
    expect(answer(() => describeFilter(model, 'sample', filter, 'en'))).toBeDefined()
    expect(answer(() => fromJsonLogic(model, 'sample', filter))).toBeDefined()
    expect(quickest(() => answer(() => checkFilter(model, 'sample', filter, CONTEXT)))).toBeLessThan(MOST_MS)
    expect(quickest(() => answer(() => fromJsonLogic(model, 'sample', filter)))).toBeLessThan(MOST_MS)
    expect(({} as Record<string, unknown>)['score']).toBeUndefined()
  })
})

describe('the largest filter that is taken', () => {
  const record = {
    id: 's1',
    version: 1,
    note: 'a'.repeat(20_000),
    home: { latitude: 59.9, longitude: 10.7 },
    seenAt: '2026-03-01T00:00:00.000Z',
  }
  it.each([
    ['49 globs with question marks over a long text', { or: many(49, (at) => ({ note: { glob: `*a?a${at}*` } })) }],
    ['8 of the longest of them', { or: many(8, (at) => ({ note: { glob: `*${'a?'.repeat(96)}${at}*` } })) }],
    ['249 globs over a long text', { or: many(249, (at) => ({ note: { glob: `*a*b${at}*` } })) }],
    [
      '90 areas of 100 corners',
      {
        or: many(90, () => ({
          home: { inArea: many(100, (at) => ({ latitude: (at * 37) % 80, longitude: (at * 53) % 90 })) },
        })),
      },
    ],
    ['249 anniversaries', { or: many(249, (at) => ({ seenAt: { anniversary: { next: { days: at + 20 } } } })) }],
  ])('is compiled and asked in time: %s', (_, filter) => {
    const matches = compileCondition(checkFilter(model, 'sample', filter, CONTEXT))
    expect(quickest(() => matches(record))).toBeLessThan(MOST_MS)
  })
})

it('question marks of globs add up: a filter that would ask too many is refused', () => {
  const filter = { or: many(50, (at) => ({ note: { glob: `*a?a${at}*` } })) }
  expect(answer(() => checkFilter(model, 'sample', filter, CONTEXT))).toBe('a filter has at most 500 conditions')
})

describe('a hostile glob', () => {
  const TEXT = 'a'.repeat(100_000)
  it.each([
    ['stars', '*a*a*a*a*b'],
    ['a hundred stars', `${'*a'.repeat(99)}*b`],
    ['question marks', `*${'a?'.repeat(98)}b*`],
    ['nothing but question marks', `*${'?'.repeat(197)}b*`],
    ['a long text', `*${'a'.repeat(198)}b*`],
    ['a long text with another in the middle', `*${'a'.repeat(99)}b${'a'.repeat(99)}*`],
    ['one question mark', `*${'a'.repeat(100)}?${'a'.repeat(90)}b*`],
  ])('takes a time that grows with the text alone: %s', (_, pattern) => {
    const matches = globTest(pattern)
    expect(matches(TEXT)).toBe(false)
    expect(quickest(() => matches(TEXT))).toBeLessThan(MOST_MS)
  })

  it('so does the longest part that may be contained', () => {
    const matches = globTest(`*${'a'.repeat(499)}b${'a'.repeat(500)}*`)
    expect(quickest(() => matches(TEXT))).toBeLessThan(MOST_MS)
  })
})
