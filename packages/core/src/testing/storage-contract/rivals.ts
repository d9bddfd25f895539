import type { Batch, RecordPut } from '../../ports/storage.ts'
import { type ContractCase, draft, job, record } from './kit.ts'
import { endAsInOneOrder, type Rivals } from './one-order.ts'

/** One keeps totals, the other does not: a store may write them in different ways. */
const OBJECTS = ['thing', 'place'] as const
type Name = (typeof OBJECTS)[number]

/** A record that says by everything it is found by who wrote it. */
function written(object: Name, by: 0 | 1 | 2, id = 'a'): RecordPut {
  const price = { amountMinor: by * 100, currency: 'EUR', baseMinor: by * 100, rateOn: '2026-03-01' }
  const own = object === 'thing' ? { title: `w${by}`, kind: ['c', 'a', 'b'][by], count: by, price } : { name: `w${by}` }
  const common = { labels: [`w${by}`], access: [`u:w${by}`], x_tags: [`w${by}`], x_rank: by }
  const custom = [
    { field: 'x_tags', slot: '', value: [{ fold: `w${by}` }], indexed: true },
    { field: 'x_rank', slot: 'value', value: by, indexed: true },
  ]
  return { object, record: record(id, { ...own, ...common }), custom }
}

const changed = (by: number, id = 'a') => draft(id, { after: { by } })
const put = (object: Name, by: 1 | 2, id = 'a'): Batch => ({
  put: [written(object, by, id)],
  changes: [changed(by, id)],
})
const absent = (object: Name, id = 'a') => ({ object, id, exists: false })

/** Batches that write one record of an object. */
function recordRivals(object: Name): readonly Rivals[] {
  const known = { put: [written(object, 0)] }
  const gone: Batch = { remove: [{ object, id: 'a' }], changes: [draft('a', { before: {}, after: null })] }
  const number = object === 'thing' ? 'count' : 'size'
  const plus = (by: number): Batch => ({ add: ['x_rank', number].map((field) => ({ object, id: 'a', field, by })) })
  const one = put(object, 1)
  const two = put(object, 2)
  return [
    { name: 'two puts of a new record', batches: [one, two] },
    { name: 'two puts of a known record', before: known, batches: [one, two] },
    {
      name: 'two puts of two new records, each in its own order',
      batches: [
        { put: [written(object, 1, 'a'), written(object, 1, 'b')], changes: [changed(1)] },
        { put: [written(object, 2, 'b'), written(object, 2, 'a')], changes: [changed(2)] },
      ],
    },
    { name: 'a put of a new record and one that relies on none', batches: [one, { expect: [absent(object)], ...two }] },
    {
      name: 'two puts of a new record that both rely on none',
      batches: [
        { expect: [absent(object)], ...one },
        { expect: [absent(object)], ...two },
      ],
    },
    {
      name: 'a put of a new record and one of another that relies on none',
      batches: [one, { expect: [absent(object)], ...put(object, 2, 'b') }],
    },
    { name: 'a put of a new record and its removal', batches: [one, gone] },
    { name: 'a put of a known record and its removal', before: known, batches: [one, gone] },
    {
      name: 'a put that relies on a version and a removal',
      before: known,
      batches: [{ expect: [{ object, id: 'a', version: 1 }], ...one }, gone],
    },
    { name: 'two removals', before: known, batches: [gone, gone] },
    { name: 'a put of a new record and an addition to it', batches: [one, plus(5)] },
    { name: 'a put of a known record and an addition to it', before: known, batches: [one, plus(5)] },
    { name: 'two additions', before: known, batches: [plus(5), plus(3)] },
    { name: 'a removal and an addition', before: known, batches: [gone, plus(5)] },
  ]
}

const claim = (id: string, key = 'k') => ({ space: 'slot', key, object: 'place', id })
const release = (id: string, key = 'k') => ({ space: 'slot', key, id })
const next = (id: string) => ({ series: 'tickets', object: 'place', id, field: 'size' })
const same = (id: string) => job(id, { key: 'same' })
const about = (person: string, id: string) => draft(id, { subjects: [`person:${person}`] })
const [one, two] = [put('place', 1), put('place', 2)]
const another = put('place', 2, 'b')

/** Batches that meet at something else than a record. */
const otherRivals: readonly Rivals[] = [
  {
    name: 'two records that claim the same keys',
    batches: [
      { claim: [claim('a'), claim('a', 'l')], ...one },
      { claim: [claim('b', 'l'), claim('b')], ...another },
    ],
  },
  {
    name: 'a record that gives a key away and one that takes it',
    before: { claim: [claim('a')] },
    batches: [
      { release: [release('a')], ...one },
      { claim: [claim('b')], ...another },
    ],
  },
  {
    name: 'a record that gives its key away and claims it again',
    before: { claim: [claim('a')] },
    batches: [
      { release: [release('a')], ...one },
      { claim: [claim('a')], ...two },
    ],
  },
  {
    name: 'a record that gives away a key that nobody holds and claims it',
    batches: [
      { release: [release('a'), release('a', 'l')], ...one },
      { claim: [claim('a', 'l'), claim('a')], ...two },
    ],
  },
  {
    name: 'a record that gives away a key that another holds, who hands it over',
    before: { claim: [claim('b')] },
    batches: [
      { release: [release('a')], ...one },
      { release: [release('b')], claim: [claim('a')], ...two },
    ],
  },
  {
    name: 'a record that gives its key away and gives it away to claim it again',
    before: { claim: [claim('a')] },
    batches: [
      { release: [release('a')], ...one },
      { release: [release('a')], claim: [claim('a')], ...two },
    ],
  },
  {
    name: 'keys that are swapped and taken away',
    before: { claim: [claim('a'), claim('b', 'l')] },
    batches: [
      { release: [release('a'), release('b', 'l')], claim: [claim('a', 'l'), claim('b')], ...one },
      { release: [release('b', 'l'), release('a')], claim: [claim('c', 'l'), claim('c')], ...two },
    ],
  },
  {
    name: 'numbers of one series',
    batches: [
      { number: [next('a')], ...one },
      {
        number: [next('b'), next('c')],
        put: [written('place', 2, 'b'), written('place', 2, 'c')],
        changes: [changed(2, 'b')],
      },
    ],
  },
  {
    name: 'numbers of one series, one of a batch that is refused where it comes second',
    batches: [
      { number: [next('a')], ...one },
      { expect: [absent('place')], number: [next('b')], ...another },
    ],
  },
  {
    name: 'jobs with one key',
    batches: [
      { jobs: { put: [same('j1')] }, ...one },
      { jobs: { put: [same('j2')] }, ...two },
    ],
  },
  {
    name: 'jobs that take the place of a dead one',
    before: { jobs: { put: [job('j0', { key: 'same', state: 'dead' })] } },
    batches: [
      { jobs: { put: [same('j1')] }, ...one },
      { jobs: { put: [same('j2')] }, ...two },
    ],
  },
  {
    name: 'a job that is done while it is put, and jobs with one key',
    batches: [{ jobs: { put: [job('j'), same('j1')] } }, { jobs: { done: ['j'], put: [same('j2')] } }],
  },
  {
    name: 'a job that is done and put anew',
    before: { jobs: { put: [job('j')] } },
    batches: [
      { jobs: { done: ['j'] }, ...one },
      { jobs: { put: [job('j', { payload: 'new' })] }, ...two },
    ],
  },
  {
    name: 'jobs with one key, of batches that have nothing else in common',
    batches: [
      { jobs: { put: [same('j1')] }, changes: [changed(1, 'a')] },
      { jobs: { put: [same('j2')] }, changes: [changed(2, 'b')] },
    ],
  },
  {
    name: 'a change about a person and the erasure of that person',
    batches: [{ changes: [about('p', 'a')] }, { eraseSubjects: ['person:p'], changes: [changed(2, 'b')] }],
  },
  {
    name: 'two persons, each of whom is erased by the batch that writes about the other',
    batches: [
      { eraseSubjects: ['person:q'], changes: [about('p', 'a')] },
      { eraseSubjects: ['person:p'], changes: [about('q', 'b')] },
    ],
  },
]

/** Committed before all else: what a tenant has from its first batch on keeps nobody waiting. */
const FIRST: Batch = { put: OBJECTS.map((object) => written(object, 0, 'first')) }

export const rivalCases: readonly ContractCase[] = [
  ...OBJECTS.flatMap((object) =>
    recordRivals(object).map((rivals) => ({ ...rivals, name: `${rivals.name} (${object})` })),
  ),
  ...otherRivals,
].map(({ name, before, batches }) => ({
  name: `come to what one order of the two gives: ${name}`,
  run: (kit) => endAsInOneOrder(kit, [FIRST, ...(before ? [before] : [])], batches),
}))
