import type { AggregateQuery, AggregateRow, Storage } from '../../ports/storage.ts'
import { equal, holds, isSame, refused } from './assert.ts'
import {
  ALL,
  COUNT,
  type ContractCase,
  CURRENCY,
  DONE,
  eq,
  KIND,
  NORTH,
  NOW,
  PRICE,
  RATIO,
  SOUTH,
  slot,
  THERE,
  TITLE,
  thing,
} from './kit.ts'

const DUE = slot('dueOn', 'value', 'text', 'date')
const sum = (ref: typeof PRICE) => ({ fn: 'sum' as const, ref })
const min = (ref: typeof PRICE) => ({ fn: 'min' as const, ref })
const max = (ref: typeof PRICE) => ({ fn: 'max' as const, ref })
const count = { fn: 'count' as const }

async function rows(storage: Storage, query: Partial<AggregateQuery>): Promise<AggregateRow[]> {
  const found = await storage.aggregate(NORTH, 'thing', { where: ALL, groupBy: [], measures: [count], ...query })
  return found.sort((left, right) => (JSON.stringify(left.keys) < JSON.stringify(right.keys) ? -1 : 1))
}

const euro = (amountMinor: number) => ({ amountMinor, currency: 'EUR' })

async function five(storage: Storage): Promise<void> {
  await storage.commit(NORTH, {
    put: [
      thing('a', { kind: 'a', price: euro(100), done: true, title: 'Øl', dueOn: '2026-01-02', ratio: 0.5 }),
      thing('b', { kind: 'a', price: { amountMinor: 7, currency: 'NOK' }, done: false, title: 'ål', ratio: -1.5 }),
      thing('c', { kind: 'b', price: euro(-30), dueOn: '2025-01-02' }),
      thing('d', { price: euro(1) }),
      thing('e', { kind: 'a', deletedAt: NOW, price: euro(1_000) }),
    ],
  })
}

export const aggregateCases: readonly ContractCase[] = [
  {
    name: 'counts everything, what matches, and nothing',
    async run({ storage }) {
      await five(storage)
      equal(await rows(storage, {}), [{ keys: [], values: [5] }])
      equal(await rows(storage, { where: eq(KIND, 'a') }), [{ keys: [], values: [3] }])
      equal(await rows(storage, { where: eq(KIND, 'c') }), [{ keys: [], values: [0] }])
      equal(await rows(storage, { where: { op: 'false' } }), [{ keys: [], values: [0] }])
    },
  },
  {
    name: 'groups by a slot, and what has nothing there is a group of its own',
    async run({ storage }) {
      await five(storage)
      equal(await rows(storage, { where: THERE, groupBy: [KIND] }), [
        { keys: ['a'], values: [2] },
        { keys: ['b'], values: [1] },
        { keys: [undefined], values: [1] },
      ])
    },
  },
  {
    name: 'groups by several slots and sums each group',
    async run({ storage }) {
      await five(storage)
      equal(await rows(storage, { where: THERE, groupBy: [KIND, CURRENCY], measures: [count, sum(PRICE)] }), [
        { keys: ['a', 'EUR'], values: [1, 100] },
        { keys: ['a', 'NOK'], values: [1, 7] },
        { keys: ['b', 'EUR'], values: [1, -30] },
        { keys: [undefined, 'EUR'], values: [1, 1] },
      ])
    },
  },
  {
    name: 'gives no row for a grouping of nothing',
    async run({ storage }) {
      await five(storage)
      equal(await rows(storage, { where: eq(KIND, 'c'), groupBy: [KIND] }), [])
    },
  },
  {
    name: 'gives booleans as booleans, in keys and in measures',
    async run({ storage }) {
      await five(storage)
      const found = await rows(storage, { groupBy: [DONE], measures: [count, max(DONE)] })
      equal(found, [
        { keys: [false], values: [1, false] },
        { keys: [undefined], values: [3, undefined] },
        { keys: [true], values: [1, true] },
      ])
    },
  },
  {
    name: 'sums nothing to 0, and has no smallest of nothing',
    async run({ storage }) {
      await five(storage)
      equal(await rows(storage, { where: eq(KIND, 'c'), measures: [sum(PRICE), min(PRICE), max(TITLE)] }), [
        { keys: [], values: [0, undefined, undefined] },
      ])
    },
  },
  {
    name: 'finds the smallest and largest number, folded text and date',
    async run({ storage }) {
      await five(storage)
      equal(await rows(storage, { measures: [min(PRICE), max(PRICE), min(TITLE), max(TITLE), min(DUE), max(RATIO)] }), [
        { keys: [], values: [-30, 1_000, 'al', 'ol', '2025-01-02', 0.5] },
      ])
    },
  },
  {
    name: 'groups text by how it is folded',
    async run({ storage }) {
      await storage.commit(NORTH, {
        put: [thing('a', { title: 'Ål' }), thing('b', { title: 'al' }), thing('c', { title: 'AL' })],
      })
      equal(await rows(storage, { groupBy: [TITLE] }), [{ keys: ['al'], values: [3] }])
    },
  },
  {
    name: 'adds fractions up',
    async run({ storage }) {
      await storage.commit(NORTH, { put: Array.from({ length: 10 }, (_, at) => thing(`t${at}`, { ratio: 0.1 })) })
      const [row] = await rows(storage, { measures: [sum(RATIO)] })
      holds(Math.abs((row?.values[0] as number) - 1) < 1e-12, `0.1 ten times is 1, not ${row?.values[0]}`)
    },
  },
  {
    name: 'adds amounts exactly up to the largest safe integer',
    async run({ storage }) {
      await storage.commit(NORTH, {
        put: [thing('a', { price: euro(Number.MAX_SAFE_INTEGER - 1) }), thing('b', { price: euro(1) })],
      })
      equal(await rows(storage, { measures: [sum(PRICE)] }), [{ keys: [], values: [Number.MAX_SAFE_INTEGER] }])
    },
  },
  {
    name: 'refuses a sum that is no longer exact',
    async run({ storage }) {
      const put = Array.from({ length: 3 }, (_, at) => thing(`t${at}`, { price: euro(Number.MAX_SAFE_INTEGER) }))
      await storage.commit(NORTH, { put })
      await refused(rows(storage, { measures: [sum(PRICE)] }), 'SUM_TOO_LARGE')
      equal(await rows(storage, { measures: [max(PRICE)] }), [{ keys: [], values: [Number.MAX_SAFE_INTEGER] }])
    },
  },
  {
    name: 'gives an exact sum whose parts on the way are too large',
    async run({ storage }) {
      const amounts = [
        Number.MAX_SAFE_INTEGER,
        Number.MAX_SAFE_INTEGER,
        Number.MIN_SAFE_INTEGER,
        Number.MIN_SAFE_INTEGER,
        3,
      ]
      await storage.commit(NORTH, { put: amounts.map((amount, at) => thing(`t${at}`, { price: euro(amount) })) })
      equal(await rows(storage, { measures: [sum(PRICE)] }), [{ keys: [], values: [3] }])
    },
  },
  {
    name: 'sums what was added to',
    async run({ storage }) {
      await storage.commit(NORTH, { put: [thing('a', { count: 1 }), thing('b')] })
      await storage.commit(NORTH, { add: [{ object: 'thing', id: 'b', field: 'count', by: 4 }] })
      equal(await rows(storage, { measures: [sum(COUNT)] }), [{ keys: [], values: [5] }])
    },
  },
  {
    name: 'adds up nothing of another tenant',
    async run({ storage }) {
      await five(storage)
      equal(await storage.aggregate(SOUTH, 'thing', { where: ALL, groupBy: [], measures: [count, sum(PRICE)] }), [
        { keys: [], values: [0, 0] },
      ])
    },
  },
  {
    name: 'gives no more rows than the limit, each of them whole',
    async run({ storage }) {
      await five(storage)
      const all = await rows(storage, { groupBy: [KIND] })
      const two = await rows(storage, { groupBy: [KIND], limit: 2 })
      equal(two.length, 2)
      for (const row of two)
        holds(
          all.some((known) => isSame(known, row)),
          `${JSON.stringify(row)} is a row of all`,
        )
      equal((await rows(storage, { groupBy: [KIND], limit: 99 })).length, all.length)
    },
  },
  {
    name: 'keeps currencies and signs apart where amounts are the same',
    async run({ storage }) {
      const prices = [
        ['EUR', 100],
        ['JPY', 100],
        ['EUR', -100],
        ['KWD', 100],
        ['JPY', 0],
      ] as const
      const put = prices.map(([currency, amountMinor], at) => thing(`t${at}`, { price: { amountMinor, currency } }))
      await storage.commit(NORTH, { put })
      equal(await rows(storage, { groupBy: [CURRENCY], measures: [count, sum(PRICE), min(PRICE)] }), [
        { keys: ['EUR'], values: [2, 0, -100] },
        { keys: ['JPY'], values: [2, 100, 0] },
        { keys: ['KWD'], values: [1, 100, 100] },
      ])
      const yen = { op: 'and' as const, of: [eq(CURRENCY, 'JPY'), eq(PRICE, 100)] }
      equal(await rows(storage, { where: yen }), [{ keys: [], values: [1] }])
    },
  },
  {
    name: 'groups by a number, a date and a boolean of its kind, 0 and false apart from nothing',
    async run({ storage }) {
      await storage.commit(NORTH, {
        put: [thing('a', { count: 0, done: false, dueOn: '2024-02-29' }), thing('b', { count: 0 }), thing('c')],
      })
      equal(await rows(storage, { groupBy: [COUNT] }), [
        { keys: [0], values: [2] },
        { keys: [undefined], values: [1] },
      ])
      equal(await rows(storage, { groupBy: [DONE, DUE] }), [
        { keys: [false, '2024-02-29'], values: [1] },
        { keys: [undefined, undefined], values: [2] },
      ])
    },
  },
  {
    name: 'totals follow every way a record changes: put, added to, binned, restored, removed',
    async run({ storage }) {
      const totals = async () => (await rows(storage, { where: THERE, measures: [count, sum(COUNT)] }))[0]?.values
      await storage.commit(NORTH, { put: [thing('a', { count: 1 }), thing('b', { count: 10 })] })
      equal(await totals(), [2, 11])
      await storage.commit(NORTH, { put: [thing('a', { count: 5, version: 2 })] })
      equal(await totals(), [2, 15])
      await storage.commit(NORTH, { add: [{ object: 'thing', id: 'b', field: 'count', by: -3 }] })
      equal(await totals(), [2, 12])
      await storage.commit(NORTH, { put: [thing('a', { count: 5, version: 3, deletedAt: NOW })] })
      equal(await totals(), [1, 7])
      await storage.commit(NORTH, { put: [thing('a', { version: 4 })] })
      equal(await totals(), [2, 7])
      await storage.commit(NORTH, { remove: [{ object: 'thing', id: 'b' }] })
      equal(await totals(), [1, 0])
    },
  },
  {
    name: 'groups and sums by a run-time field',
    async run({ storage }) {
      const put = (id: string, size: string, rank: number) => ({
        ...thing(id, { x_size: size, x_rank: rank }),
        custom: [
          { field: 'x_size', slot: 'fold', value: size.toLowerCase(), indexed: true },
          { field: 'x_rank', slot: 'value', value: rank, indexed: false },
        ],
      })
      await storage.commit(NORTH, { put: [put('a', 'Stor', 2), put('b', 'stor', 3), put('c', 'Liten', 4), thing('d')] })
      const size = { ...slot('x_size', 'fold', 'text', 'text'), custom: true }
      const rank = { ...slot('x_rank', 'value', 'real', 'number'), custom: true }
      equal(await rows(storage, { groupBy: [size], measures: [count, { fn: 'sum', ref: rank }] }), [
        { keys: ['liten'], values: [1, 4] },
        { keys: ['stor'], values: [2, 5] },
        { keys: [undefined], values: [1, 0] },
      ])
    },
  },
]
