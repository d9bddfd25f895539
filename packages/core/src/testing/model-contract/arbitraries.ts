import type { Condition, SortKey } from '../../filter/types.ts'
import type {
  AggregateQuery,
  Batch,
  ChangeDraft,
  ChangeQuery,
  Claim,
  Expectation,
  Job,
  Query,
  RecordPut,
} from '../../ports/storage.ts'
import { fold } from '../../shared/index.ts'
import type { Arbitrary, Fc } from '../filter-contract/arbitraries.ts'
import {
  ALL,
  byId,
  COUNT,
  CURRENCY,
  DONE,
  draft,
  eq,
  ID,
  job,
  KIND,
  PRICE,
  RATIO,
  slot,
  THERE,
  TITLE,
  thing,
} from '../storage-contract/kit.ts'

/** Few of each, so that they meet. */
export const IDS = ['a', 'b', 'B', 'ä', 't10', 't9', '😀']
export const KEYS = ['k1', 'K1', 'k\u0301', '']
export const SPACES = ['thing.mail', 'slot']
export const JOB_IDS = ['j1', 'j2', 'j3', 'J1']
const TEXTS = ['Åse', 'ase', 'Łódź', 'İzmir', 'izmir', 'e\u0301', 'é', '10', '9', 'שלום', '😀', "x'; --", 'x y']
/** Beginnings of words of these texts and labels, and whole ones; folded, as a search is. */
const WORDS = ['a', 'ase', 'lodz', 'i', 'izm', 'e', '10', '9', 'של', 'x', 'y', 'bla', 'gr']
const LABELS = ['red', 'Blå', 'bla', 'grønn']
const SERIES = ['tickets', 'quotes', 'Tickets']
export const INSTANTS = ['08:00', '09:00', '09:30', '10:00', '11:00'].map((at) => `2026-03-01T${at}:00.000Z`)
const DATES = ['2024-02-29', '2026-03-01', '2026-12-31']

const SCORE = slot('score', 'value', 'real', 'number')
const DUE = slot('dueOn', 'value', 'text', 'date')
const SIZE = { ...slot('x_size', 'fold', 'text', 'text'), custom: true }
const RANK = { ...slot('x_rank', 'value', 'real', 'number'), custom: true }
const LABEL = slot('', 'fold', 'text', 'text')
const SORTED = [TITLE, COUNT, RATIO, SCORE, PRICE, DUE, DONE, KIND, RANK, SIZE, ID]

/** Everything that is asked of a store and of the model, as data. */
export function inputsOf(fc: Fc) {
  const id = fc.constantFrom(...IDS)
  const text = fc.constantFrom(...TEXTS)
  const instant = fc.constantFrom(...INSTANTS)
  const puts = putsOf(fc)
  const where = conditionsOf(fc)
  const sort: Arbitrary<SortKey> = fc.record({
    ref: fc.constantFrom(...SORTED),
    direction: fc.constantFrom('asc' as const, 'desc' as const),
  })
  const query: Arbitrary<Omit<Query, 'after'>> = fc.record({
    where,
    sort: fc.oneof(fc.constant(byId), sort),
    limit: fc.constantFrom(1, 2, 3, 50),
    search: fc.oneof(fc.constant([]), fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 2 })),
  })
  const aggregate: Arbitrary<AggregateQuery> = fc.record({
    where,
    groupBy: fc.uniqueArray(fc.constantFrom(KIND, DONE, TITLE, CURRENCY, COUNT, SIZE), { maxLength: 2 }),
    measures: fc.constant([
      { fn: 'count' },
      { fn: 'sum', ref: COUNT },
      { fn: 'sum', ref: PRICE },
      { fn: 'min', ref: TITLE },
      { fn: 'max', ref: DUE },
    ] as const),
  })
  const changes: Arbitrary<ChangeQuery> = fc.record(
    {
      after: fc.nat(12),
      limit: fc.constantFrom(1, 3, 50),
      reverse: fc.boolean(),
      of: id.map((one) => ({ object: 'thing', id: one })),
      correlation: fc.constantFrom('c1', 'c2'),
    },
    { requiredKeys: ['after', 'limit'] },
  )
  const lease = fc.record({ now: instant, leasedUntil: instant, limit: fc.constantFrom(1, 2, 9) })
  return { batch: batchesOf(fc, { id, text, instant, put: puts }), query, aggregate, changes, lease, instant, id }
}

interface Pools {
  readonly id: Arbitrary<string>
  readonly text: Arbitrary<string>
  readonly instant: Arbitrary<string>
  readonly put: Arbitrary<RecordPut>
}

function putsOf(fc: Fc): Arbitrary<RecordPut> {
  const some = { requiredKeys: [] }
  const number = fc.constantFrom(0, 1, -1, 2, 100)
  const values = fc.record(
    {
      title: fc.constantFrom(...TEXTS),
      count: number,
      ratio: fc.constantFrom(0.5, -0.25, 0, 1e9),
      score: number,
      price: fc.record({ amountMinor: fc.constantFrom(0, 5, -5, 700), currency: fc.constantFrom('EUR', 'JPY') }),
      dueOn: fc.constantFrom(...DATES),
      done: fc.boolean(),
      kind: fc.constantFrom('a', 'b'),
      labels: fc.array(fc.constantFrom(...LABELS), { minLength: 1, maxLength: 3 }),
      placeId: fc.constantFrom('p1', 'p2'),
      deletedAt: fc.constantFrom(...INSTANTS),
      extra: fc.constantFrom<unknown>(0, false, { a: [null, ''] }, 'text'),
      x_size: fc.constantFrom(...TEXTS),
      x_rank: number,
    },
    some,
  )
  const keep = fc.option(fc.constantFrom(['score'], ['score', 'x_rank'], ['count']), { nil: undefined })
  return fc
    .record({ id: fc.constantFrom(...IDS), version: fc.constantFrom(1, 2, 3), values, keep })
    .map(({ id, version, values: { x_size, x_rank, ...rest }, keep: kept }) => {
      const size = x_size === undefined ? [] : [{ field: 'x_size', slot: 'fold', value: fold(x_size), indexed: true }]
      const rank = x_rank === undefined ? [] : [{ field: 'x_rank', slot: 'value', value: x_rank, indexed: false }]
      const custom = [...size, ...rank]
      const record = present({ ...rest, x_size, x_rank, version })
      return { ...thing(id, record), ...(custom.length > 0 ? { custom } : {}), ...(kept ? { keep: kept } : {}) }
    })
}

function present(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}

function batchesOf(fc: Fc, { id, instant, put }: Pools): Arbitrary<Batch> {
  const few = <Value>(of: Arbitrary<Value>, maxLength = 2) => fc.array(of, { maxLength })
  const thingId = id.map((one) => ({ object: 'thing', id: one }))
  const expect: Arbitrary<Expectation> = fc.oneof(
    fc.record({ object: fc.constant('thing'), id, version: fc.constantFrom(1, 2, 3) }),
    fc.record({ object: fc.constant('thing'), id, exists: fc.boolean() }),
  )
  const space = fc.constantFrom(...SPACES)
  const key = fc.constantFrom(...KEYS)
  const claim: Arbitrary<Claim> = fc.record({ space, key, object: fc.constant('thing'), id })
  const change: Arbitrary<ChangeDraft> = fc
    .record({
      id,
      correlation: fc.constantFrom('c1', 'c2'),
      subjects: few(id),
      salt: fc.nat(1e9),
      text: fc.constantFrom(...TEXTS),
    })
    .map(({ id: of, correlation, subjects, salt, text: title }) =>
      draft(of, {
        correlation,
        subjects: subjects.map((subject) => `thing:${subject}`),
        salt: salt.toString(16).padStart(32, '0'),
        after: { title },
      }),
    )
  const work: Arbitrary<Job> = fc
    .record({
      id: fc.constantFrom(...JOB_IDS),
      key: fc.constantFrom('k', 'l', undefined),
      dueAt: instant,
      dead: fc.boolean(),
      attempts: fc.nat(3),
    })
    .map(({ id: of, key: under, dueAt, dead, attempts }) =>
      job(of, { key: under ?? of, dueAt, attempts, state: dead ? 'dead' : 'waiting' }),
    )
  const idempotency = fc.record(
    {
      key: fc.constantFrom('i1', 'i2', 'I1'),
      fingerprint: fc.constantFrom('f', 'f', 'f', 'g'),
      answer: fc.constantFrom<unknown>(0, null, { a: 1 }),
      now: instant,
      expiresAt: instant,
    },
    { requiredKeys: ['key', 'fingerprint', 'answer', 'now'] },
  )
  const number = fc.record({ series: fc.constantFrom(...SERIES), field: fc.constantFrom('count', 'ratio') })
  return fc
    .record(
      {
        idempotency,
        expect: few(expect),
        release: few(fc.record({ space, key, id })),
        claim: few(claim),
        numbered: number,
        put: few(put, 3),
        remove: few(thingId, 1),
        add: few(
          fc.record({
            object: fc.constant('thing'),
            id,
            field: fc.constantFrom('score', 'x_rank'),
            by: fc.constantFrom(1, -2, 10),
          }),
        ),
        changes: few(change),
        jobs: fc.record({ put: few(work), done: few(fc.constantFrom(...JOB_IDS), 1) }),
        eraseSubjects: few(
          id.map((one) => `thing:${one}`),
          1,
        ),
      },
      { requiredKeys: [] },
    )
    .map(({ numbered, ...batch }) => {
      const first = batch.put?.[0]
      const number = numbered && first ? [{ ...numbered, object: first.object, id: first.record.id }] : undefined
      return { ...batch, ...(number ? { number } : {}) } as Batch
    })
}

function conditionsOf(fc: Fc): Arbitrary<Condition> {
  const leaf: Arbitrary<Condition> = fc.oneof(
    fc.constantFrom(ALL, THERE, { op: 'not', of: THERE } as const),
    fc.constantFrom(...TEXTS).map((text) => eq(TITLE, fold(text))),
    fc.constantFrom(...TEXTS).map((text) => eq(SIZE, fold(text))),
    fc
      .record({
        cmp: fc.constantFrom('lt' as const, 'gt' as const, 'lte' as const, 'gte' as const),
        value: fc.constantFrom(0, 1, 5),
        ref: fc.constantFrom(COUNT, SCORE, RANK),
      })
      .map((compare) => ({ op: 'compare' as const, ...compare })),
    fc.constantFrom('a', 'b').map((kind) => eq(KIND, kind)),
    fc.boolean().map((done) => eq(DONE, done)),
    fc.constantFrom('title', 'labels', 'price', 'placeId', 'extra').map((field) => ({ op: 'empty' as const, field })),
    fc.constantFrom('*a*', 'i*', '?', '*').map((pattern) => ({ op: 'glob' as const, ref: TITLE, pattern })),
    fc
      .constantFrom(...LABELS)
      .map((label) => ({ op: 'someItem' as const, field: 'labels', of: eq(LABEL, fold(label)) })),
  )
  return fc.oneof(
    { weight: 3, arbitrary: leaf },
    { weight: 1, arbitrary: leaf.map((of) => ({ op: 'not' as const, of })) },
    {
      weight: 1,
      arbitrary: fc
        .record({
          op: fc.constantFrom('and' as const, 'or' as const),
          of: fc.array(leaf, { minLength: 1, maxLength: 3 }),
        })
        .map((node) => node),
    },
  )
}
