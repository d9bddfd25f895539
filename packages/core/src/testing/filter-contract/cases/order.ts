import type { FilterCase } from './filter-case.ts'

/** By one slot, then by id in the same direction; nothing comes last both ways. */
export const ORDER_CASES: readonly FilterCase[] = [
  {
    name: 'ascending: nothing comes last, the same goes by id',
    records: { d: {}, a: { score: 2 }, c: { score: 1 }, b: { score: 2 }, e: {} },
    where: {},
    sort: 'score',
    finds: ['c', 'a', 'b', 'd', 'e'],
  },
  {
    name: 'descending: nothing comes last as well, ids descend',
    records: { d: {}, a: { score: 2 }, c: { score: 1 }, b: { score: 2 }, e: {} },
    where: {},
    sort: '-score',
    finds: ['b', 'a', 'c', 'e', 'd'],
  },
  {
    name: 'text is sorted folded, by code points',
    records: {
      a: { name: 'Zoë' },
      b: { name: 'äpfel' },
      c: { name: 'Apfel!' },
      d: { name: '😀' },
      e: { name: '\ue000' },
    },
    where: {},
    sort: 'name',
    finds: ['b', 'c', 'a', 'e', 'd'],
  },
  {
    name: 'ids are sorted by their bytes',
    records: { b: {}, B: {}, a: {}, '10': {}, '9': {}, _: {} },
    where: {},
    sort: '-id',
    finds: ['b', 'a', '_', 'B', '9', '10'],
  },
  {
    name: 'numbers are sorted as numbers, below and above zero',
    records: { a: { score: 10 }, b: { score: 9 }, c: { score: -10 }, d: { score: 0 }, e: { score: -9.5 } },
    where: {},
    sort: 'score',
    finds: ['c', 'e', 'd', 'b', 'a'],
  },
  {
    name: 'false comes before true',
    records: { a: { done: true }, b: {}, c: { done: false } },
    where: {},
    sort: 'done',
    finds: ['c', 'a', 'b'],
  },
  {
    name: 'amounts are sorted by their worth in the base currency',
    records: {
      a: { amount: { amountMinor: 1, currency: 'EUR', baseMinor: 1100 } },
      b: { amount: { amountMinor: 900, currency: 'JPY', baseMinor: 60 } },
      c: { amount: { amountMinor: 5, currency: 'EUR' } },
    },
    where: {},
    sort: '-amount',
    finds: ['a', 'b', 'c'],
  },
  {
    name: 'run-time fields are sorted as others are',
    records: { a: { x_text: 'ö' }, b: { x_text: 'N' }, c: {}, d: { x_text: 'p' } },
    where: {},
    sort: '-x_text',
    finds: ['d', 'a', 'b', 'c'],
  },
  {
    name: 'a part of an address gives an order',
    records: {
      a: { home: { city: 'Ås', country: 'NO' } },
      b: { home: { city: 'Alta' } },
      c: { home: { country: 'NO' } },
    },
    where: {},
    sort: 'home.city',
    finds: ['b', 'a', 'c'],
  },
]
