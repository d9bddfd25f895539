import { equal, refused } from './assert.ts'
import {
  COUNT,
  type ContractCase,
  draft,
  eq,
  ids,
  NORTH,
  one,
  payloadOf,
  record,
  SOUTH,
  sealed,
  slot,
  thing,
} from './kit.ts'

const next = (id: string, series = 'tickets') => ({ series, object: 'thing', id, field: 'count' })
const plus = (id: string, by: number, field = 'score') => ({ object: 'thing', id, field, by })
const SCORE = slot('score', 'value', 'real', 'number')

export const counterCases: readonly ContractCase[] = [
  {
    name: 'adds to a number without reading it, and leaves the version',
    async run(kit) {
      await kit.storage.commit(NORTH, { put: [thing('a', { score: 10, version: 4 })] })
      await kit.storage.commit(NORTH, { add: [plus('a', 5), plus('a', -7)] })
      equal(await one(await kit.again(), 'a'), record('a', { score: 8, version: 4 }))
    },
  },
  {
    name: 'counts a missing number as 0',
    async run({ storage }) {
      await storage.commit(NORTH, { put: [thing('a')], add: [plus('a', 3)] })
      equal((await one(storage, 'a'))?.['score'], 3)
    },
  },
  {
    name: 'leaves out records that are not there, or not any more',
    async run({ storage }) {
      await storage.commit(NORTH, {
        put: [thing('a')],
        remove: [{ object: 'thing', id: 'a' }],
        add: [plus('a', 1), plus('nobody', 1)],
      })
      equal(await ids(storage), [])
    },
  },
  {
    name: 'loses none of fifty additions that come at once',
    async run(kit) {
      await kit.storage.commit(NORTH, { put: [thing('a')] })
      await Promise.all(Array.from({ length: 50 }, (_, at) => kit.storage.commit(NORTH, { add: [plus('a', at)] })))
      equal((await one(await kit.again(), 'a'))?.['score'], 1_225)
    },
  },
  {
    name: 'finds and sorts by a number that was added to',
    async run({ storage }) {
      await storage.commit(NORTH, { put: [thing('a', { score: 5 }), thing('b', { score: 1 })] })
      await storage.commit(NORTH, { add: [plus('b', 9)] })
      equal(await ids(storage, { where: eq(SCORE, 10) }), ['b'])
      equal(await ids(storage, { sort: { ref: SCORE, direction: 'desc' } }), ['b', 'a'])
    },
  },
  {
    name: 'adds fractions and negative amounts',
    async run({ storage }) {
      await storage.commit(NORTH, { put: [thing('a', { ratio: 0.5 })] })
      await storage.commit(NORTH, { add: [plus('a', -1.25, 'ratio')] })
      equal((await one(storage, 'a'))?.['ratio'], -0.75)
    },
  },
  {
    name: 'adds nothing to a record of another tenant',
    async run({ storage }) {
      await storage.commit(NORTH, { put: [thing('a', { score: 1 })] })
      await storage.commit(SOUTH, { add: [plus('a', 5)] })
      equal((await one(storage, 'a'))?.['score'], 1)
    },
  },
  {
    name: 'keeps what was added since a record was read that is put again',
    async run(kit) {
      await kit.storage.commit(NORTH, { put: [thing('a', { score: 1, version: 1 })] })
      await kit.storage.commit(NORTH, { add: [plus('a', 4), plus('a', 2, 'ratio')] })
      const put = { ...thing('a', { score: 1, title: 'New', version: 2 }), keep: ['score', 'ratio'] }
      await kit.storage.commit(NORTH, { expect: [{ object: 'thing', id: 'a', version: 1 }], put: [put] })
      equal(await one(await kit.again(), 'a'), record('a', { score: 5, ratio: 2, title: 'New', version: 2 }))
      equal(await ids(kit.storage, { where: eq(SCORE, 5) }), ['a'])
    },
  },
  {
    name: 'gives numbers of a series from 1, into the record and its change',
    async run(kit) {
      const batch = { number: [next('a'), next('b')], put: [thing('a'), thing('b')], changes: [draft('a'), draft('b')] }
      equal((await kit.storage.commit(NORTH, batch)).numbers, [1, 2])
      const again = await kit.again()
      equal(
        (await again.get(NORTH, 'thing', ['a', 'b'])).map((item) => item?.['count']),
        [1, 2],
      )
      equal(await ids(again, { where: eq(COUNT, 2) }), ['b'])
      await sealed(again, 2)
      const changes = await again.changes(NORTH, { after: 0, limit: 9 })
      equal(
        changes.map((change) => (payloadOf(change)['after'] as { count?: number }).count),
        [1, 2],
      )
    },
  },
  {
    name: 'keeps series apart, and tenants too',
    async run({ storage }) {
      await storage.commit(NORTH, { number: [next('a'), next('a', 'quotes')], put: [thing('a')] })
      equal(
        (await storage.commit(NORTH, { number: [next('b'), next('b', 'quotes')], put: [thing('b')] })).numbers,
        [2, 2],
      )
      equal((await storage.commit(SOUTH, { number: [next('a')], put: [thing('a')] })).numbers, [1])
    },
  },
  {
    name: 'leaves no gap where a batch with a number is refused',
    async run({ storage }) {
      await storage.commit(NORTH, { number: [next('a')], put: [thing('a')] })
      await refused(
        storage.commit(NORTH, {
          expect: [{ object: 'thing', id: 'a', version: 9 }],
          number: [next('b')],
          put: [thing('b')],
        }),
        'VERSION_CONFLICT',
      )
      const taken = [
        { space: 's', key: 'k', object: 'thing', id: 'x' },
        { space: 's', key: 'k', object: 'thing', id: 'y' },
      ]
      await refused(storage.commit(NORTH, { claim: taken, number: [next('b')], put: [thing('b')] }), 'ALREADY_EXISTS')
      equal((await storage.commit(NORTH, { number: [next('c')], put: [thing('c')] })).numbers, [2])
    },
  },
  {
    name: 'gives forty callers at once forty numbers without gap or double, though every third is refused',
    async run(kit) {
      const commits = Array.from({ length: 40 }, (_, at) =>
        kit.storage.commit(NORTH, {
          ...(at % 3 === 2 ? { expect: [{ object: 'thing', id: 'no', version: 1 }] } : {}),
          number: [next(`t${at}`)],
          put: [thing(`t${at}`)],
        }),
      )
      const numbers = (await Promise.allSettled(commits)).flatMap((outcome) =>
        outcome.status === 'fulfilled' ? outcome.value.numbers : [],
      )
      equal(
        [...numbers].sort((a, b) => a - b),
        Array.from({ length: 27 }, (_, at) => at + 1),
      )
    },
  },
  {
    name: 'goes on with a series after a restart',
    needs: 'persistence',
    async run(kit) {
      await kit.storage.commit(NORTH, { number: [next('a')], put: [thing('a')] })
      const again = await kit.restart()
      equal((await again.commit(NORTH, { number: [next('b')], put: [thing('b')] })).numbers, [2])
    },
  },
  {
    name: 'adds to what the same batch puts, after its number',
    async run(kit) {
      const batch = {
        number: [next('a')],
        put: [thing('a', { count: 50, score: 10 })],
        add: [plus('a', 5, 'count'), plus('a', 5)],
      }
      equal((await kit.storage.commit(NORTH, batch)).numbers, [1])
      equal(await one(await kit.again(), 'a'), record('a', { count: 6, score: 15 }))
    },
  },
  {
    name: 'keeps a number that was added to nothing, and none where nothing is stored',
    async run(kit) {
      await kit.storage.commit(NORTH, { put: [thing('a'), thing('b', { score: 4 })] })
      const keep = ['score']
      await kit.storage.commit(NORTH, {
        put: [
          { ...thing('a', { score: 9, version: 2 }), keep },
          { ...thing('b', { version: 2 }), keep },
          { ...thing('new', { score: 9 }), keep },
        ],
      })
      equal(await (await kit.again()).get(NORTH, 'thing', ['a', 'b', 'new']), [
        record('a', { version: 2 }),
        record('b', { version: 2, score: 4 }),
        record('new', { score: 9 }),
      ])
    },
  },
  {
    name: 'puts the number of a record that is new, though it is to be kept, whatever else must not be there',
    async run(kit) {
      await kit.storage.commit(NORTH, {
        expect: ['a', 'b'].map((id) => ({ object: 'thing', id, exists: false })),
        put: [{ ...thing('a', { score: 4 }), keep: ['score'] }],
      })
      equal(await (await kit.again()).get(NORTH, 'thing', ['a', 'b']), [record('a', { score: 4 }), undefined])
    },
  },
  {
    name: 'keeps no run-time number where none is stored',
    async run(kit) {
      const rank = { ...slot('x_rank', 'value', 'real', 'number'), custom: true }
      await kit.storage.commit(NORTH, { put: [thing('a')] })
      const custom = [{ field: 'x_rank', slot: 'value', value: 5, indexed: true }]
      await kit.storage.commit(NORTH, {
        put: [{ ...thing('a', { x_rank: 5, version: 2 }), custom, keep: ['x_rank'] }],
      })
      const again = await kit.again()
      equal(await one(again, 'a'), record('a', { version: 2 }))
      equal(await ids(again, { where: eq(rank, 5) }), [])
      equal(await ids(again, { where: { op: 'empty', field: 'x_rank', custom: true } }), ['a'])
    },
  },
  {
    name: 'keeps a run-time number too, and finds the record by it',
    async run(kit) {
      const slots = (value: number) => [{ field: 'x_rank', slot: 'value', value, indexed: true }]
      const rank = { ...slot('x_rank', 'value', 'real', 'number'), custom: true }
      await kit.storage.commit(NORTH, { put: [{ ...thing('a', { x_rank: 1 }), custom: slots(1) }] })
      await kit.storage.commit(NORTH, { add: [plus('a', 6, 'x_rank')] })
      const put = { ...thing('a', { x_rank: 1, version: 2 }), custom: slots(1), keep: ['x_rank'] }
      await kit.storage.commit(NORTH, { put: [put] })
      const again = await kit.again()
      equal((await one(again, 'a'))?.['x_rank'], 7)
      equal(await ids(again, { where: eq(rank, 7) }), ['a'])
      equal(await ids(again, { where: eq(rank, 1) }), [])
    },
  },
  {
    name: 'gives one batch several numbers of one series, in order',
    async run({ storage }) {
      const batch = {
        number: [next('a'), next('b'), next('a', 'quotes'), next('c')],
        put: ['a', 'b', 'c'].map((id) => thing(id)),
      }
      equal((await storage.commit(NORTH, batch)).numbers, [1, 2, 1, 3])
      equal((await storage.commit(NORTH, { number: [next('d')], put: [thing('d')] })).numbers, [4])
    },
  },
  {
    name: 'uses no number up for a key that was answered before',
    async run({ storage }) {
      const idempotency = { key: 'k', fingerprint: 'f', answer: 1, now: '2026-03-01T09:00:00.000Z' }
      const batch = { idempotency, number: [next('a')], put: [thing('a')] }
      await storage.commit(NORTH, batch)
      equal((await storage.commit(NORTH, batch)).numbers, [])
      equal((await storage.commit(NORTH, { number: [next('b')], put: [thing('b')] })).numbers, [2])
    },
  },
  {
    name: 'takes names of series byte by byte',
    async run({ storage }) {
      const names = [
        '',
        ' ',
        'a',
        'A',
        'å',
        'a\u030a',
        "'; --",
        '%',
        '\u{1f600}',
        '__proto__',
        'constructor',
        'x'.repeat(500),
      ]
      for (const name of names)
        equal((await storage.commit(NORTH, { number: [next('a', name)], put: [thing('a')] })).numbers, [1], name)
      for (const name of names)
        equal((await storage.commit(NORTH, { number: [next('a', name)], put: [thing('a')] })).numbers, [2], name)
    },
  },
]
