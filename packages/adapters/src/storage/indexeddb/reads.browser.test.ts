import { createModel, dateTime, defineObject, number, relation, select, text } from '@kith/core'
import type { Condition, SlotRef } from '@kith/core/filter'
import type { Query, Storage } from '@kith/core/storage'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { indexedDbStorage } from './index.ts'

const scope = { tenant: 'main' }
const COUNT = 2_000

const model = createModel([
  defineObject({
    name: 'note',
    label: 'Note',
    title: 'title',
    fields: {
      title: text({ indexed: true }),
      colour: text({ indexed: true }),
      state: select({ options: ['open', 'done'], indexed: true }),
      size: number({ indexed: true }),
      dueAt: dateTime({ indexed: true }),
      plain: number(),
      placeId: relation({ to: 'place' }),
    },
  }),
  defineObject({ name: 'place', label: 'Place', title: 'name', fields: { name: text({ indexed: true }) } }),
])

const ref = (field: string, slot: string, kind: SlotRef['kind'], type: SlotRef['type']): SlotRef => ({
  field,
  slot,
  kind,
  type,
})
const CREATED = ref('createdAt', 'value', 'text', 'dateTime')
const TITLE = ref('title', 'fold', 'text', 'text')
const COLOUR = ref('colour', 'fold', 'text', 'text')
const STATE = ref('state', 'value', 'text', 'select')
const SIZE = ref('size', 'value', 'real', 'number')
const PLAIN = ref('plain', 'value', 'real', 'number')
const DUE = ref('dueAt', 'value', 'text', 'dateTime')
const X_RANK: SlotRef = { ...ref('x_rank', 'value', 'real', 'number'), custom: true }

const is = (of: SlotRef, value: string | number): Condition => ({ op: 'compare', ref: of, cmp: 'eq', value })
const less = (of: SlotRef, value: string | number): Condition => ({ op: 'compare', ref: of, cmp: 'lt', value })
const both = (...of: Condition[]): Condition => ({ op: 'and', of })
const THERE: Condition = { op: 'empty', field: 'deletedAt' }
const forKeys = (...values: string[]): Condition => ({
  op: 'someItem',
  field: 'access',
  of: { op: 'in', ref: ref('', 'value', 'text', 'multiSelect'), values },
})

const instant = (at: number) => new Date(Date.UTC(2026, 0, 1) + at * 60_000).toISOString()
const idOf = (at: number) => `n${String(at).padStart(4, '0')}`

/** Every second one is open, every tenth has no size, twenty are red, every third is for u1 alone. */
const noteAt = (at: number) => ({
  object: 'note',
  record: {
    id: idOf(at),
    version: 1,
    createdAt: instant(at),
    title: `Title ${String(at).padStart(4, '0')}${at % 100 === 7 ? ' zebra' : ''}`,
    state: at % 2 === 0 ? 'open' : 'done',
    plain: COUNT - at,
    dueAt: instant(at * 60),
    placeId: at % 40 === 0 ? 'oslo' : 'bergen',
    access: at % 3 === 0 ? ['u1'] : ['u2', 'u3'],
    ...(at % 10 === 0 ? {} : { size: at % 50 }),
    ...(at % 100 === 1 ? { colour: 'red' } : { colour: 'blue' }),
    ...(at % 2 === 0 ? { x_rank: at } : {}),
  },
  ...(at % 2 === 0 ? { custom: [{ field: 'x_rank', slot: 'value', value: at, indexed: true }] } : {}),
})

let storage: Storage
let rows = 0
const undo: (() => void)[] = []

beforeAll(async () => {
  storage = indexedDbStorage({ name: 'reads' })
  await storage.open(model)
  const put = ['oslo', 'bergen'].map((id) => ({ object: 'place', record: { id, version: 1, name: id } }))
  await storage.commit(scope, { put })
  for (let at = 0; at < COUNT; at += 500)
    await storage.commit(scope, { put: Array.from({ length: 500 }, (_, more) => noteAt(at + more)) })
  for (const type of [IDBObjectStore, IDBIndex])
    for (const method of ['get', 'getAll', 'openCursor'] as const) count(type.prototype, method)
})
afterAll(async () => {
  for (const back of undo) back()
  await storage.close()
})

type Method = 'get' | 'getAll' | 'openCursor'

/** Counts the rows that reach the page, whichever way. */
function count(prototype: IDBObjectStore | IDBIndex, method: Method): void {
  const original = prototype[method] as (...args: unknown[]) => IDBRequest
  const counted = function (this: unknown, ...args: unknown[]) {
    const request = original.apply(this, args)
    request.addEventListener('success', () => {
      const { result } = request
      if ((this as IDBIndex).name === 'slots' || (this as IDBObjectStore).name === 'records')
        rows += Array.isArray(result) ? result.length : result ? 1 : 0
    })
    return request
  }
  Object.assign(prototype, { [method]: counted })
  undo.push(() => Object.assign(prototype, { [method]: original }))
}

interface Case {
  readonly name: string
  readonly query: Partial<Query>
  /** The first ids of the page. */
  readonly begins: readonly number[]
  /** Rows that may be read for a page of 20. */
  readonly most: number
}

const newest = { ref: CREATED, direction: 'desc' } as const
const cases: readonly Case[] = [
  { name: 'the newest', query: { where: THERE, sort: newest }, begins: [1_999, 1_998], most: 20 },
  { name: 'the oldest', query: { where: THERE, sort: { ...newest, direction: 'asc' } }, begins: [0, 1], most: 20 },
  {
    name: 'a page in the middle',
    query: { sort: { ref: TITLE, direction: 'asc' }, after: { value: 'title 1000', id: 'n1000' } },
    begins: [1_001, 1_002],
    most: 20,
  },
  {
    name: 'one of two options, newest first',
    query: { where: both(is(STATE, 'open'), THERE), sort: newest },
    begins: [1_998, 1_996],
    most: 20,
  },
  {
    name: 'one of several options, newest first',
    query: { where: { op: 'in', ref: STATE, values: ['open', 'done'] }, sort: newest },
    begins: [1_999, 1_998],
    most: 40,
  },
  {
    name: 'what somebody may see, newest first',
    query: { where: both(forKeys('u1', 'u9'), THERE), sort: newest },
    begins: [1_998, 1_995],
    most: 20,
  },
  {
    name: 'a rare value, in any order',
    query: { where: is(COLOUR, 'red'), sort: { ref: PLAIN, direction: 'asc' } },
    begins: [1_901, 1_801],
    most: 20,
  },
  {
    name: 'a rare value with a common one',
    query: { where: both(is(STATE, 'done'), is(COLOUR, 'red')), sort: newest },
    begins: [1_901, 1_801],
    most: 20,
  },
  {
    name: 'a rare word',
    query: { search: ['zeb'], sort: { ref: TITLE, direction: 'desc' } },
    begins: [1_907, 1_807],
    most: 20,
  },
  {
    name: 'a common and a rare word',
    query: { search: ['tit', 'zebra'], sort: newest },
    begins: [1_907, 1_807],
    most: 20,
  },
  { name: 'a common word', query: { search: ['tit'], sort: newest }, begins: [1_999, 1_998], most: 20 },
  {
    name: 'a range, in its order',
    query: {
      where: both(less(SIZE, 40), { op: 'compare', ref: SIZE, cmp: 'gte', value: 33 }),
      sort: { ref: SIZE, direction: 'desc' },
    },
    begins: [1_989, 1_939],
    most: 20,
  },
  {
    name: 'what is overdue, in another order',
    query: { where: less(DUE, instant(120 * 60)), sort: { ref: PLAIN, direction: 'asc' } },
    begins: [119, 118],
    most: 120,
  },
  {
    name: 'the beginning of a text',
    query: { where: { op: 'glob', ref: TITLE, pattern: 'title 000*' }, sort: newest },
    begins: [9, 8],
    most: 10,
  },
  {
    name: 'one of two options, by a number',
    query: { where: both(is(STATE, 'open'), THERE), sort: { ref: SIZE, direction: 'desc' } },
    begins: [1_998, 1_948],
    most: 70,
  },
  {
    name: 'what has nothing to sort by',
    query: { sort: { ref: SIZE, direction: 'desc' }, after: { id: 'n1000' } },
    begins: [990, 980],
    most: 20,
  },
  {
    name: 'what has nothing in a field',
    query: { where: { op: 'empty', field: 'size' }, sort: newest },
    begins: [1_990, 1_980],
    most: 200,
  },
  {
    name: 'a run-time field, in its order',
    query: { sort: { ref: X_RANK, direction: 'desc' } },
    begins: [1_998, 1_996],
    most: 20,
  },
  {
    name: 'a relation to what has a value',
    query: {
      where: { op: 'related', field: 'placeId', to: 'place', of: is(ref('name', 'fold', 'text', 'text'), 'oslo') },
      sort: { ref: TITLE, direction: 'desc' },
    },
    begins: [1_960, 1_920],
    most: 51,
  },
  {
    name: 'some ids',
    query: { where: { op: 'in', ref: ref('id', 'value', 'text', 'relation'), values: ['n0005', 'n0003', 'x'] } },
    begins: [3, 5],
    most: 2,
  },
  { name: 'nothing', query: { where: { op: 'false' } }, begins: [], most: 0 },
]

describe('a page of 20 of 2,000 records', () => {
  it.each(cases)('by $name reads at most $most of them', async ({ query, begins, most }) => {
    rows = 0
    const byId = { ref: ref('id', 'value', 'text', 'relation'), direction: 'asc' } as const
    const page = await storage.find(scope, 'note', { where: { op: 'true' }, sort: byId, limit: 20, ...query })
    expect(page.slice(0, begins.length).map(({ id }) => id)).toEqual(begins.map(idOf))
    expect(rows).toBeLessThanOrEqual(most)
  })
})

describe('search for the best', () => {
  it('puts whole words before longer ones, each in the order of the list', async () => {
    const put = ['Annabel', 'Ann', 'Anna', 'ann Ås'].map((title, at) => ({
      object: 'note',
      record: { id: `a${at}`, version: 1, title },
    }))
    const other = { tenant: 'other' }
    await storage.commit(other, { put })
    const best = async (limit: number) => {
      const query = { where: { op: 'true' }, sort: { ref: TITLE, direction: 'asc' }, search: ['ann'], limit } as const
      return (await storage.find(other, 'note', { ...query, ranked: true })).map((one) => one['title'])
    }
    expect(await best(9)).toEqual(['Ann', 'ann Ås', 'Anna', 'Annabel'])
    expect(await best(1)).toEqual(['Ann'])
  })

  it('looks at no more than the records that have the whole word, where others are many', async () => {
    rows = 0
    const query = { where: THERE, sort: newest, search: ['zebra', ''], limit: 20, ranked: true } as const
    expect((await storage.find(scope, 'note', query)).map(({ id }) => id)).toHaveLength(20)
    expect(rows).toBeLessThanOrEqual(20)
  })
})
