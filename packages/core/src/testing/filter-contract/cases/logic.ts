import type { FilterCase } from './filter-case.ts'

const scores = { a: { score: 1 }, b: { score: 2 }, c: {} }
const eur = (amountMinor: number, baseMinor?: number) => ({
  amount: { amountMinor, currency: 'EUR', ...(baseMinor === undefined ? {} : { baseMinor }) },
})

/** Two-valued: a comparison with nothing is false, its `not` is true. Numbers are numbers, falsy values are something. */
export const LOGIC_CASES: readonly FilterCase[] = [
  { name: 'no condition finds everything', records: scores, where: {}, finds: ['a', 'b', 'c'] },
  { name: 'a comparison with nothing is false', records: scores, where: { score: { lt: 100 } }, finds: ['a', 'b'] },
  {
    name: 'the opposite of a comparison with nothing is true',
    records: scores,
    where: { not: { score: { lt: 2 } } },
    finds: ['b', 'c'],
  },
  { name: 'nothing is not equal to a value', records: scores, where: { score: { ne: 1 } }, finds: ['b', 'c'] },
  {
    name: 'nothing is in no list, and not in any',
    records: scores,
    where: { score: { nin: [1, 7] } },
    finds: ['b', 'c'],
  },
  { name: 'in of nothing finds nothing', records: scores, where: { score: { in: [] } }, finds: [] },
  {
    name: 'not in of nothing finds everything',
    records: scores,
    where: { score: { nin: [] } },
    finds: ['a', 'b', 'c'],
  },
  {
    name: 'and of nothing is true, or of nothing is false',
    records: scores,
    where: { and: [], not: { or: [] } },
    finds: ['a', 'b', 'c'],
  },
  { name: 'null asks for nothing', records: scores, where: { score: null }, finds: ['c'] },
  { name: 'not empty asks for something', records: scores, where: { score: { empty: false } }, finds: ['a', 'b'] },
  {
    name: 'zero and false are something',
    records: { a: { score: 0, done: false }, b: { score: 1, done: true }, c: {} },
    where: { score: { empty: false, lte: 0 }, done: false },
    finds: ['a'],
  },
  {
    name: 'not true is false or nothing',
    records: { a: { done: true }, b: { done: false }, c: {} },
    where: { done: { ne: true } },
    finds: ['b', 'c'],
  },
  {
    name: 'numbers compare as numbers, down to their last bit',
    records: { a: { score: 0.1 + 0.2 }, b: { score: 0.3 }, c: { score: -1e21 }, d: { score: 9 }, e: { score: 10 } },
    where: { or: [{ score: { gt: 0.3, lt: 1 } }, { score: { lt: -1 } }, { score: { gte: 10 } }] },
    finds: ['a', 'c', 'e'],
  },
  {
    name: 'the greatest amounts compare exactly',
    records: { a: eur(2 ** 53 - 1), b: eur(2 ** 53 - 2), c: eur(-(2 ** 53 - 1)) },
    where: { amount: { gt: { amountMinor: 2 ** 53 - 2, currency: 'EUR' } } },
    finds: ['a'],
  },
  {
    name: 'an amount compares within its currency',
    records: { a: eur(100), b: { amount: { amountMinor: 900, currency: 'NOK' } }, c: {} },
    where: { amount: { gte: { amountMinor: 100, currency: 'EUR' } } },
    finds: ['a'],
  },
  {
    name: 'another currency is not equal',
    records: { a: eur(100), b: { amount: { amountMinor: 100, currency: 'NOK' } }, c: {} },
    where: { amount: { ne: { amountMinor: 100, currency: 'EUR' } } },
    finds: ['b', 'c'],
  },
  {
    name: 'base amounts compare over currencies, and not where there is none',
    records: { a: eur(100, 1200), b: { amount: { amountMinor: 5, currency: 'JPY', baseMinor: 3 } }, c: eur(999) },
    where: { amount: { lt: { base: 1200 } } },
    finds: ['b'],
  },
  {
    name: 'the opposite of both is one of the opposites',
    records: { a: { score: 1, done: true }, b: { score: 1 }, c: { done: true }, d: {} },
    where: { not: { and: [{ score: 1 }, { done: true }] } },
    finds: ['b', 'c', 'd'],
  },
  {
    name: 'fields that were added at run time compare as others do',
    records: {
      a: {
        x_text: 'Ærø',
        x_score: 2,
        x_on: '2026-03-01',
        x_done: false,
        x_amount: { amountMinor: 5, currency: 'EUR' },
      },
      b: { x_text: 'aero', x_score: 10, x_on: '2025-03-01', x_done: true },
      c: {},
    },
    where: {
      x_text: 'AERO',
      x_score: { lt: 10 },
      x_on: { gte: '2026-01-01' },
      x_done: false,
      x_amount: { currency: 'EUR' },
    },
    finds: ['a'],
  },
  {
    name: 'a run-time field that holds nothing is empty',
    records: { a: { x_text: 'x' }, b: { x_words: ['x'] }, c: {} },
    where: { x_text: null, not: { x_words: null } },
    finds: ['b'],
  },
]
