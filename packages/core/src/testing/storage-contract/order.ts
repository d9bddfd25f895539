import type { SlotRef } from '../../filter/types.ts'
import type { SlotValue } from '../../schema/types.ts'
import { equal, holds } from './assert.ts'
import {
  ALL,
  byId,
  COUNT,
  type ContractCase,
  DONE,
  eq,
  ids,
  KIND,
  NORTH,
  NOW,
  one,
  PRICE,
  RATIO,
  SOUTH,
  slot,
  THERE,
  TITLE,
  thing,
  walk,
} from './kit.ts'

interface Sorted {
  readonly name: string
  readonly ref: SlotRef
  /** Values of `a`, `b`, `c`… in rising order; undefined is nothing. */
  readonly rising: readonly unknown[]
  readonly field: string
  readonly read: (value: unknown) => SlotValue | undefined
}

const same = (value: unknown) => value as SlotValue | undefined

/** For every kind of slot, values in the order in which they must come. */
const orders: readonly Sorted[] = [
  {
    name: 'text by folded letters',
    field: 'title',
    ref: TITLE,
    rising: ['', '10', '9', 'Ab', 'Åc', 'ad', 'Øl', 'Zü'],
    read: (value) => FOLDED[value as string],
  },
  {
    name: 'text beyond the basic plane by code points',
    field: 'title',
    ref: TITLE,
    rising: ['a', '\uff5e', '\u{10400}', '\u{1f600}'],
    read: (value) => FOLDED[value as string] ?? (value as string),
  },
  { name: 'numbers', field: 'ratio', ref: RATIO, rising: [-1e300, -10, -9.5, -0.1, 0, 1e-9, 2, 10, 1e300], read: same },
  {
    name: 'whole numbers',
    field: 'count',
    ref: COUNT,
    rising: [Number.MIN_SAFE_INTEGER, -1, 0, 9, 10, 100, Number.MAX_SAFE_INTEGER],
    read: same,
  },
  {
    name: 'amounts',
    field: 'price',
    ref: PRICE,
    rising: [-5, 0, 5, 50, 9_007_199_254_740_991].map((amountMinor) => ({ amountMinor, currency: 'EUR' })),
    read: (value) => (value as { amountMinor: number } | undefined)?.amountMinor,
  },
  {
    name: 'dates',
    field: 'dueOn',
    ref: slot('dueOn', 'value', 'text', 'date'),
    rising: ['0999-12-31', '2024-02-29', '2024-03-01', '2026-01-01'],
    read: same,
  },
  {
    name: 'instants',
    field: 'startAt',
    ref: slot('startAt', 'value', 'text', 'dateTime'),
    rising: ['2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.001Z', '2026-01-01T10:00:00.000Z'],
    read: same,
  },
  { name: 'booleans', field: 'done', ref: DONE, rising: [false, true], read: same },
  { name: 'options by their ids', field: 'kind', ref: KIND, rising: ['a', 'b', 'c'], read: same },
]

const FOLDED: Readonly<Record<string, string>> = {
  '': '',
  '10': '10',
  '9': '9',
  Ab: 'ab',
  Åc: 'ac',
  ad: 'ad',
  Øl: 'ol',
  Zü: 'zu',
  a: 'a',
  '\uff5e': '~',
  '\u{10400}': '\u{10428}',
}

/** Two records of each value and two with nothing, put in no order. */
async function shuffled(kit: Parameters<ContractCase['run']>[0], { rising, field }: Sorted): Promise<string[]> {
  const names = [...rising, undefined].flatMap((value, at) =>
    [1, 2].map((twin) => ({ id: `${String.fromCharCode(97 + at)}${twin}`, value })),
  )
  const put = names.map(({ id, value }) => thing(id, value === undefined ? {} : { [field]: value }))
  await kit.storage.commit(NORTH, {
    put: [...put].sort((left, right) =>
      left.record.id.slice(-1) + left.record.id < right.record.id.slice(-1) + right.record.id ? 1 : -1,
    ),
  })
  return names.map(({ id }) => id)
}

/** Descending: values fall and so do ids; what has nothing still comes last. */
function falling(rising: readonly string[]): string[] {
  const nothing = rising.slice(-2)
  return [...rising.slice(0, -2).reverse(), ...nothing.reverse()]
}

const sortCases: readonly ContractCase[] = orders
  .filter(({ name }) => !name.includes('beyond'))
  .flatMap((order) => {
    const sorted = { ...order, rising: order.rising.filter((value) => value !== '') }
    return (['asc', 'desc'] as const).map((direction) => ({
      name: `sorts ${order.name} ${direction === 'asc' ? 'rising' : 'falling'}, then by id, nothing last; pages of every size give the same list`,
      async run(kit: Parameters<ContractCase['run']>[0]) {
        const rising = await shuffled(kit, sorted)
        const expected = direction === 'asc' ? rising : falling(rising)
        const sort = { ref: order.ref, direction }
        const again = await kit.again()
        equal(await ids(again, { sort }), expected)
        for (const limit of [1, 2, 3, 5, 100])
          equal(
            await walk(again, { where: ALL, sort, limit }, (item) => order.read(item[order.field])),
            expected,
            `Pages of ${limit}`,
          )
      },
    }))
  })

export const orderCases: readonly ContractCase[] = [
  ...sortCases,
  {
    name: 'sorts texts by code points, so that emoji come after all letters',
    async run({ storage }) {
      const order = orders.find(({ name }) => name.includes('beyond')) as Sorted
      await storage.commit(NORTH, { put: order.rising.map((title, at) => thing(`t${9 - at}`, { title })) })
      const wanted = ['t9', 't7', 't6']
      equal(
        (await ids(storage, { sort: { ref: TITLE, direction: 'asc' } })).filter((id) => wanted.includes(id)),
        wanted,
      )
    },
  },
  {
    name: 'pages by id alone, both ways',
    async run({ storage }) {
      await storage.commit(NORTH, { put: ['b', 'a', 'd', 'c'].map((id) => thing(id)) })
      equal(await walk(storage, { where: ALL, sort: byId, limit: 3 }, (item) => item.id), ['a', 'b', 'c', 'd'])
      equal(await walk(storage, { where: ALL, sort: { ...byId, direction: 'desc' }, limit: 3 }, (item) => item.id), [
        'd',
        'c',
        'b',
        'a',
      ])
    },
  },
  {
    name: 'pages through what a condition lets pass',
    async run({ storage }) {
      await storage.commit(NORTH, {
        put: Array.from({ length: 30 }, (_, at) =>
          thing(`t${String(at).padStart(2, '0')}`, { kind: at % 3 === 0 ? 'a' : 'b', count: 30 - at }),
        ),
      })
      const found = await walk(
        storage,
        { where: eq(KIND, 'a'), sort: { ref: COUNT, direction: 'asc' }, limit: 4 },
        (item) => item['count'] as number,
      )
      equal(found, ['t27', 't24', 't21', 't18', 't15', 't12', 't09', 't06', 't03', 't00'])
    },
  },
  {
    name: 'starts after a place whose record is gone',
    async run({ storage }) {
      await storage.commit(NORTH, { put: [thing('a', { count: 1 }), thing('c', { count: 3 })] })
      const sort = { ref: COUNT, direction: 'asc' as const }
      equal(await ids(storage, { sort, after: { value: 2, id: 'b' } }), ['c'])
      equal(await ids(storage, { sort, after: { value: 3, id: 'c' } }), [])
      equal(await ids(storage, { sort: { ...sort, direction: 'desc' }, after: { value: 2, id: 'b' } }), ['a'])
    },
  },
  {
    name: 'starts after a place with nothing, among what has nothing',
    async run({ storage }) {
      await storage.commit(NORTH, { put: [thing('a'), thing('b'), thing('c', { count: 3 })] })
      equal(await ids(storage, { sort: { ref: COUNT, direction: 'asc' }, after: { id: 'a' } }), ['b'])
      equal(await ids(storage, { sort: { ref: COUNT, direction: 'desc' }, after: { id: 'b' } }), ['a'])
    },
  },
  {
    name: 'skips and doubles nothing that stays while others come and go between pages',
    async run({ storage }) {
      const stays = Array.from({ length: 40 }, (_, at) => `s${String(at).padStart(2, '0')}`)
      await storage.commit(NORTH, { put: stays.map((id, at) => thing(id, { count: at * 2 })) })
      let round = 0
      const writes: Promise<unknown>[] = []
      const found = await walk(storage, { where: ALL, sort: { ref: COUNT, direction: 'asc' }, limit: 3 }, (item) => {
        round++
        const put = [thing(`new${round}`, { count: (round * 7) % 80 })]
        writes.push(storage.commit(NORTH, { put, remove: [{ object: 'thing', id: `new${round - 3}` }] }))
        return item['count'] as number
      })
      await Promise.all(writes)
      const kept = found.filter((id) => id.startsWith('s'))
      equal(kept, stays, 'The records that stayed')
      equal(new Set(found).size, found.length, 'Records seen')
    },
  },
  {
    name: 'gives no more than the limit, and fewer only at the end',
    async run({ storage }) {
      await storage.commit(NORTH, {
        put: Array.from({ length: 10 }, (_, at) => thing(`t${at}`, at < 5 ? { count: at } : {})),
      })
      const sort = { ref: COUNT, direction: 'asc' as const }
      equal((await ids(storage, { sort, limit: 7 })).length, 7)
      equal((await ids(storage, { sort, limit: 5 })).length, 5)
      equal((await ids(storage, { sort, limit: 11 })).length, 10)
    },
  },
  {
    name: 'finds a record at its new place, and not at its old, once it changed',
    async run({ storage }) {
      await storage.commit(NORTH, { put: [thing('a', { count: 1 }), thing('b', { count: 2 })] })
      await ids(storage, { sort: { ref: COUNT, direction: 'asc' } })
      await storage.commit(NORTH, { put: [thing('a', { count: 3, version: 2 })] })
      equal(await ids(storage, { sort: { ref: COUNT, direction: 'asc' } }), ['b', 'a'])
      equal(await ids(storage, { where: eq(COUNT, 1) }), [])
      holds((await one(storage, 'a'))?.version === 2, 'the record is the new one')
    },
  },
  {
    name: 'separates what is in the recycle bin from what is not',
    async run({ storage }) {
      await storage.commit(NORTH, { put: [thing('a'), thing('b', { deletedAt: NOW })] })
      equal(await ids(storage, { where: THERE }), ['a'])
      equal(await ids(storage, { where: { op: 'not', of: THERE } }), ['b'])
    },
  },
  {
    name: 'never shows another tenant in a page, whatever the condition',
    async run({ storage }) {
      await storage.commit(SOUTH, { put: [thing('a', { count: 1 }), thing('b')] })
      const wheres = [ALL, { op: 'not' as const, of: eq(COUNT, 2) }, { op: 'or' as const, of: [eq(COUNT, 1), ALL] }]
      for (const where of wheres) equal(await ids(storage, { where, sort: { ref: COUNT, direction: 'asc' } }), [])
    },
  },
  {
    name: 'loses none of a hundred equal values between pages, both ways, with a condition too',
    async run({ storage }) {
      const all = Array.from({ length: 100 }, (_, at) => `t${String(at).padStart(2, '0')}`)
      await storage.commit(NORTH, {
        put: all.map((id, at) => thing(id, { count: 7, kind: at % 2 === 0 ? 'a' : 'b', title: 'Same' })),
      })
      for (const ref of [COUNT, TITLE]) {
        const value = () => (ref === COUNT ? 7 : 'same')
        const pages = (direction: 'asc' | 'desc', where = ALL) =>
          walk(storage, { where, sort: { ref, direction }, limit: 9 }, value)
        equal(await pages('asc'), all)
        equal(await pages('desc'), [...all].reverse())
        equal(
          await pages('asc', eq(KIND, 'b')),
          all.filter((_, at) => at % 2 === 1),
        )
      }
    },
  },
  {
    name: 'walks falling pages by text while writers move other records across the reader',
    async run(kit) {
      const reader = await kit.again()
      const stays = Array.from({ length: 30 }, (_, at) => `s${String(at).padStart(2, '0')}`)
      await kit.storage.commit(NORTH, { put: stays.map((id) => thing(id, { title: `M ${id}` })) })
      await kit.storage.commit(NORTH, { put: [0, 1, 2, 3].map((at) => thing(`m${at}`, { title: 'A' })) })
      const moves: Promise<unknown>[] = []
      const sort = { ref: TITLE, direction: 'desc' as const }
      const found = await walk(reader, { where: ALL, sort, limit: 4 }, (item) => {
        const at = moves.length
        moves.push(
          kit.storage.commit(NORTH, {
            put: [thing(`m${at % 4}`, { title: at % 2 ? 'Z' : `M s${10 + at}`, version: at })],
          }),
        )
        return String(item['title']).toLowerCase()
      })
      await Promise.all(moves)
      equal(
        found.filter((id) => id.startsWith('s')),
        [...stays].reverse(),
      )
    },
  },
]
