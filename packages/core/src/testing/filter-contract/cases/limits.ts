import type { UncheckedFilter } from '../../../index.ts'
import type { FilterCase } from './filter-case.ts'

const count = (length: number) => Array.from({ length }, (_, index) => index)

/** A filter inside of itself, so often. */
function nested(
  times: number,
  wrap: (inner: UncheckedFilter) => UncheckedFilter,
  inner: UncheckedFilter,
): UncheckedFilter {
  return times === 0 ? inner : wrap(nested(times - 1, wrap, inner))
}

/** The greatest filters that are allowed must be answered: no back end's own limit may show. */
export const LIMIT_CASES: readonly FilterCase[] = [
  {
    name: '499 alternatives',
    records: { a: { score: 0 }, b: { score: 498 }, c: { score: 499 }, d: {} },
    where: { or: count(499).map((score) => ({ score })) },
    finds: ['a', 'b'],
  },
  {
    name: '160 pairs, each of them negated',
    records: { a: { score: 5, name: '5' }, b: { score: 5, name: '6' }, c: {} },
    where: { and: count(160).map((score) => ({ not: { score, name: String(score) } })) },
    finds: ['b', 'c'],
  },
  {
    name: '500 values of a list',
    records: { a: { name: 'n0' }, b: { name: 'N499' }, c: { name: 'n500' } },
    where: { name: { in: count(500).map((index) => `n${index}`) } },
    finds: ['a', 'b'],
  },
  {
    name: 'the longest text and the longest glob',
    records: {
      a: { name: 'x'.repeat(2000), note: 'ab'.repeat(100) },
      b: { name: 'x'.repeat(999), note: 'ab'.repeat(100) },
    },
    where: { name: { contains: 'x'.repeat(1000) }, note: { glob: '*b'.repeat(100) } },
    finds: ['a'],
  },
  {
    name: 'eight levels of not',
    records: { a: { score: 1 }, b: { score: 2 }, c: {} },
    where: nested(7, (inner) => ({ not: inner }), { score: 1 }),
    finds: ['b', 'c'],
  },
  {
    name: 'eight records one after another',
    records: { a: { placeId: 'p0' }, b: { placeId: 'p1' } },
    places: Object.fromEntries(count(7).map((index) => [`p${index}`, { partOfId: `p${index + 1}`, size: index }])),
    where: { placeId: nested(6, (inner) => ({ partOfId: inner }), { size: 6 }) },
    finds: ['a'],
  },
  {
    name: 'links there and back, three times',
    records: { a: { name: 'A' }, b: { name: 'B' }, c: { name: 'C' } },
    places: { p1: {}, p2: {} },
    links: [
      { from: 'sample/a', to: 'place/p1' },
      { from: 'sample/b', to: 'place/p1' },
      { from: 'sample/c', to: 'place/p2' },
    ],
    where: nested(3, (inner) => ({ places: { some: { samples: { some: inner } } } }), { name: 'b' }),
    finds: ['a', 'b'],
  },
]
