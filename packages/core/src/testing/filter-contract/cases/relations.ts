import type { FilterCase } from './filter-case.ts'

const GONE = '2026-01-01T00:00:00.000Z'
const places = {
  p1: { name: 'Øst', size: 1, partOfId: 'p2' },
  p2: { name: 'Vest', size: 2 },
  p3: { name: 'Øst', deletedAt: GONE },
}
const records = { a: { placeId: 'p1' }, b: { placeId: 'p2' }, c: { placeId: 'p3' }, d: { placeId: 'nowhere' }, e: {} }

/** Relations and links reach records that exist and are not in the recycle bin. */
export const RELATION_CASES: readonly FilterCase[] = [
  { name: 'a relation is followed', records, places, where: { placeId: { name: 'OST' } }, finds: ['a'] },
  {
    name: 'an id alone is compared, wherever it points',
    records,
    places,
    where: { placeId: { in: ['p3', 'nowhere'] } },
    finds: ['c', 'd'],
  },
  {
    name: 'not inside a relation needs the record, not outside of it does not',
    records,
    places,
    where: { placeId: { not: { name: 'Øst' } } },
    finds: ['b'],
  },
  {
    name: 'the opposite of a relation holds where there is no record',
    records,
    places,
    where: { not: { placeId: { name: 'Øst' } } },
    finds: ['b', 'c', 'd', 'e'],
  },
  {
    name: 'an empty filter of a relation asks whether the record is there',
    records,
    places,
    where: { placeId: {} },
    finds: ['a', 'b'],
  },
  {
    name: 'relations go on from record to record',
    records,
    places,
    where: { placeId: { partOfId: { size: { gte: 2 } } } },
    finds: ['a'],
  },
  {
    name: 'operators and fields of a relation hold together',
    records,
    places,
    where: { placeId: { ne: 'p2', size: { gt: 0 } } },
    finds: ['a'],
  },
  {
    name: 'a run-time relation is followed',
    records: { a: { x_placeId: 'p1' }, b: { x_placeId: 'p2' } },
    places,
    where: { x_placeId: { name: 'vest' } },
    finds: ['b'],
  },
  {
    name: 'a link joins from either end',
    records: { a: {}, b: {}, c: {} },
    places,
    links: [
      { from: 'sample/a', to: 'place/p1' },
      { from: 'place/p1', to: 'sample/b' },
      { from: 'sample/c', to: 'place/p2' },
    ],
    where: { places: { some: { name: 'Øst' } } },
    finds: ['a', 'b'],
  },
  {
    name: 'removed links and removed records are not reached',
    records: { a: {}, b: {}, c: {} },
    places,
    links: [
      { from: 'sample/a', to: 'place/p3' },
      { from: 'sample/b', to: 'place/p1', deletedAt: GONE },
      { from: 'sample/c', to: 'place/p1' },
    ],
    where: { places: { some: {} } },
    finds: ['c'],
  },
  {
    name: 'a role counts where the field names one',
    records: { a: { name: 'A' }, b: { name: 'B' }, c: { name: 'C' } },
    links: [
      { from: 'sample/a', to: 'sample/b', role: 'friend' },
      { from: 'sample/a', to: 'sample/c', role: 'owner' },
    ],
    where: { friends: { some: { name: { in: ['a', 'b', 'c'] } } } },
    finds: ['a', 'b'],
  },
  {
    name: 'none and every hold where there is no link',
    records: { a: {}, b: {}, c: {} },
    places,
    links: [
      { from: 'sample/a', to: 'place/p1' },
      { from: 'sample/b', to: 'place/p1' },
      { from: 'sample/b', to: 'place/p2' },
    ],
    where: { places: { every: { size: 1 }, none: { size: 2 } } },
    finds: ['a', 'c'],
  },
  {
    name: 'ids of other objects do not join',
    records: { p1: {}, a: {} },
    places,
    links: [{ from: 'place/p1', to: 'place/p2' }],
    where: { places: { some: {} } },
    finds: [],
  },
]
