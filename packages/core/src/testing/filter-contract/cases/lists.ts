import type { FilterCase } from './filter-case.ts'

const numbers = { a: { scores: [1, 9] }, b: { scores: [4] }, c: {} }
const mails = {
  a: {
    emails: [
      { value: 'a@x.no', kind: 'work', primary: true },
      { value: 'a@y.no', kind: 'home' },
    ],
  },
  b: {
    emails: [
      { value: 'b@y.no', kind: 'work' },
      { value: 'b@x.no', kind: 'home' },
    ],
  },
  c: {},
}

/** A test of a list asks for one entry that passes; `some`, `none`, `every` say it in full. */
export const LIST_CASES: readonly FilterCase[] = [
  { name: 'a value alone asks whether it is in the list', records: numbers, where: { scores: 9 }, finds: ['a'] },
  { name: 'ne asks that it is not in the list', records: numbers, where: { scores: { ne: 9 } }, finds: ['b', 'c'] },
  {
    name: 'two tests side by side may be passed by two entries',
    records: numbers,
    where: { scores: { gt: 5, lt: 3 } },
    finds: ['a'],
  },
  {
    name: 'tests inside some are about the same entry',
    records: numbers,
    where: { scores: { some: { gt: 3, lt: 8 } } },
    finds: ['b'],
  },
  {
    name: 'every holds for an empty list',
    records: numbers,
    where: { scores: { every: { lt: 5 } } },
    finds: ['b', 'c'],
  },
  { name: 'none holds for an empty list', records: numbers, where: { scores: { none: { lt: 3 } } }, finds: ['b', 'c'] },
  {
    name: 'value and kind inside some are of one entry',
    records: mails,
    where: { emails: { some: { value: { endsWith: '@X.no' }, kind: 'work' } } },
    finds: ['a'],
  },
  {
    name: 'an entry that does not say so is not primary',
    records: mails,
    where: { emails: { every: { primary: false } } },
    finds: ['b', 'c'],
  },
  {
    name: 'words of a list fold',
    records: { a: { words: ['Grün', 'rot'], x_words: ['Ost'] }, b: { words: ['gru'], x_words: ['ost'] }, c: {} },
    where: { words: 'GRUN', x_words: { contains: 'OS' } },
    finds: ['a'],
  },
  {
    name: 'options of a multi-select are entries',
    records: { a: { labels: ['red', 'blue'] }, b: { labels: ['green'] }, c: {} },
    where: { labels: { nin: ['green'] } },
    finds: ['a', 'c'],
  },
  {
    name: 'run-time lists of values with kinds',
    records: { a: { x_emails: [{ value: 'Å@x.no', kind: 'work' }] }, b: { x_emails: [{ value: 'a@x.no' }] }, c: {} },
    where: { x_emails: { some: { value: 'a@X.NO', kind: { ne: 'work' } } } },
    finds: ['b'],
  },
  {
    name: 'parts of addresses in a list',
    records: {
      a: { homes: [{ value: { city: 'Oslo', country: 'SE' } }, { value: { city: 'Bergen', country: 'NO' } }] },
      b: { homes: [{ value: { city: 'OSLO', country: 'NO' } }] },
    },
    where: { homes: { some: { value: { city: 'oslo', country: 'NO' } } } },
    finds: ['b'],
  },
]
