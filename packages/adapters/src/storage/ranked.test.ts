import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createModel, defineObject, longText, text } from '@kith/core'
import type { Query, Storage } from '@kith/core/storage'
import { memoryStorage } from '@kith/core/storage/memory'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase } from './postgres/testing/database.fixture.ts'
import { sqliteStorage } from './sqlite/index.ts'

const model = createModel([
  defineObject({
    name: 'thing',
    label: 'Thing',
    title: 'title',
    fields: { title: text({ indexed: true }), note: longText({ searchable: true }) },
  }),
])
const [NORTH, SOUTH] = [{ tenant: 'north' }, { tenant: 'south' }]
const folder = mkdtempSync(join(tmpdir(), 'kith-ranked-'))
const stores: Storage[] = [
  memoryStorage(),
  sqliteStorage({ file: join(folder, 'crm.db') }),
  await (await testDatabase()).storage('ranked'),
]
const [memory, ...others] = stores

const WORDS = 'ann anna annabel lee leeds ole olsen kari karin nils ny york to two'.split(' ')
/** Texts of one to nine words, always the same. */
function titleOf(number: number): string {
  const length = 1 + (Math.imul(number, 7) % 9)
  return Array.from({ length }, (_, at) => WORDS[(Math.imul(number + at, 2_654_435_761) >>> 7) % WORDS.length]).join(
    ' ',
  )
}

beforeAll(async () => {
  for (const storage of stores) {
    await storage.open(model)
    const things = Array.from({ length: 300 }, (_, at) => ({
      id: `t${at}`,
      version: 1,
      title: titleOf(at),
      ...(at % 11 > 0 && { createdAt: `2026-0${1 + (at % 2)}-01T08:00:00.000Z` }),
    }))
    const long = {
      id: 'long',
      version: 1,
      title: 'Other',
      note: `nothing of it is about Zebulon Quux ${WORDS.join(' ')}`,
    }
    const short = { id: 'short', version: 1, title: 'Quux, Zebulon' }
    const common = Array.from({ length: 1_500 }, (_, at) => ({
      id: `c${at}`,
      version: 1,
      title: `${at % 500 === 7 ? 'Common' : 'Commonly'} ${at}${' or so'.repeat(at % 3)}`,
    }))
    const put = [...things, long, short, ...common].map((record) => ({ object: 'thing', record }))
    await storage.commit(NORTH, { put })
    await storage.commit(SOUTH, { put: [{ object: 'thing', record: { id: 'south', version: 1, title: 'Ann' } }] })
  }
})
afterAll(async () => {
  for (const storage of stores) await storage.close()
  rmSync(folder, { recursive: true, force: true })
})

const sort = { ref: { field: 'title', slot: 'fold', kind: 'text', type: 'text' }, direction: 'asc' } as const
const query = (search: readonly string[], more: Partial<Query> = {}): Query => ({
  where: { op: 'true' },
  sort,
  limit: 20,
  search,
  ranked: true,
  ...more,
})
const ID = { field: 'id', slot: 'value', kind: 'text', type: 'relation' } as const
const CREATED = { field: 'createdAt', slot: 'value', kind: 'text', type: 'dateTime' } as const
const best = async (storage: Storage | undefined, of: Query, scope = NORTH) =>
  (await storage?.find(scope, 'thing', of))?.map(({ id }) => id)

describe('ranked search', () => {
  it.each(stores.map((storage) => [storage.name, storage] as const))(
    'gives what consists of the words before what has them in a long text, and whole words before longer ones: %s',
    async (_, storage) => {
      expect(await best(storage, query(['quux', 'zebulon']))).toEqual(['short', 'long'])
      expect(await best(storage, query(['quu', 'zeb']))).toEqual(['short', 'long'])
      const found = await storage.find(NORTH, 'thing', query(['ann'], { limit: 200 }))
      const whole = found.map(({ title }) => / ann /.test(` ${title} `))
      expect(whole.lastIndexOf(true)).toBeLessThan(whole.indexOf(false))
    },
  )

  it.each(others.map((storage) => [storage.name, storage] as const))(
    'gives the same records in the same order as the memory does: %s',
    async (_, storage) => {
      const searches = [
        ['ann'],
        ['an'],
        ['lee', 'k'],
        ['ol', 'ny'],
        ['to'],
        ['kar', '', 'an'],
        ['nobody'],
        ['"'],
        ['n'],
      ]
      for (const search of searches)
        for (const direction of ['asc', 'desc'] as const)
          for (const limit of [1, 7, 500]) {
            const of = query(search, { limit, sort: { ...sort, direction } })
            expect(await best(storage, of), `${search} ${direction} ${limit}`).toEqual(await best(memory, of))
          }
      expect((await best(memory, query(['an'], { limit: 500 })))?.length).toBeGreaterThan(50)
    },
  )

  it.each(others.map((storage) => [storage.name, storage] as const))(
    'gives of equal ones the newest first, or the oldest, by id where they were made at once: %s',
    async (_, storage) => {
      const wanted = { op: 'in', ref: ID, values: Array.from({ length: 20 }, (_, at) => `t${at * 13}`) } as const
      for (const where of [{ op: 'true' }, wanted] as const)
        for (const search of [['ann'], ['an'], ['ol', 'ny'], ['to']])
          for (const direction of ['asc', 'desc'] as const)
            for (const limit of [1, 7, 30]) {
              const of = query(search, { where, limit, sort: { ref: CREATED, direction } })
              expect(await best(storage, of), `${search} ${direction} ${limit}`).toEqual(await best(memory, of))
            }
    },
  )

  it.each(others.map((storage) => [storage.name, storage] as const))(
    'takes a condition as large as one may be: %s',
    async (_, storage) => {
      const of = Array.from(
        { length: 498 },
        (_, at) => ({ op: 'compare', ref: ID, cmp: 'eq', value: `t${at}` }) as const,
      )
      for (const direction of ['asc', 'desc'] as const) {
        const large = query(['an'], { where: { op: 'or', of }, sort: { ref: CREATED, direction } })
        expect(await best(storage, large)).toEqual(await best(memory, large))
      }
    },
  )

  it.each(others.map((storage) => [storage.name, storage] as const))(
    'gives as many as were asked for, also more than are compared first: %s',
    async (_, storage) => {
      const where = { op: 'glob', ref: sort.ref, pattern: '*or so*' } as const
      for (const limit of [300, 501, 900]) {
        const of = query(['com'], { where, limit, sort: { ref: CREATED, direction: 'desc' } })
        expect((await best(storage, of))?.length, `${limit}`).toBe(limit)
      }
    },
  )

  it.each(others.map((storage) => [storage.name, storage] as const))(
    'knows at once when a record is said to have been made at another time: %s',
    async (_, storage) => {
      const of = query(['moved'], { sort: { ref: CREATED, direction: 'desc' } })
      const moved = (id: string, day: number) =>
        storage.commit(NORTH, {
          put: [
            { object: 'thing', record: { id, version: 1, title: 'Moved', createdAt: `2026-01-0${day}T08:00:00.000Z` } },
          ],
        })
      await moved('m1', 1)
      await moved('m2', 2)
      expect(await best(storage, of)).toEqual(['m2', 'm1'])
      await moved('m1', 3)
      expect(await best(storage, of)).toEqual(['m1', 'm2'])
    },
  )

  it.each(others.map((storage) => [storage.name, storage] as const))(
    'finds the few that are wanted among more matches than are compared first: %s',
    async (_, storage) => {
      const where = { op: 'in', ref: ID, values: ['c3', 'c1490', 'c507', 'c1499', 't1'] } as const
      expect(await best(storage, query(['com'], { where }))).toEqual(await best(memory, query(['com'], { where })))
      expect(await best(storage, query(['common'], { limit: 3 }))).toEqual(['c507', 'c1007', 'c7'])
      expect(await best(storage, query(['common'], { where }))).toEqual(['c507', 'c3', 'c1490', 'c1499'])
    },
  )

  it.each(others.map((storage) => [storage.name, storage] as const))(
    'gives a full page of words that many have, and all of a letter behind a word: %s',
    async (_, storage) => {
      for (const search of ['commonly', 'commonl']) {
        const found = await storage.find(NORTH, 'thing', query([search], { limit: 9 }))
        expect(new Set(found.map(({ id }) => id)).size).toBe(9)
        expect(found.every(({ title }) => String(title).startsWith('Commonly '))).toBe(true)
      }
      const letter = query(['comm', '7'], { limit: 200 })
      expect(await best(storage, letter)).toEqual(await best(memory, letter))
      expect(await best(storage, query(['commonly', 'x']))).toEqual([])
    },
  )

  it('asks the condition of each, and finds nobody of another tenant', async () => {
    for (const storage of stores) {
      const where = {
        op: 'compare',
        ref: { ...sort.ref, field: 'id', slot: 'value', type: 'relation' },
        cmp: 'eq',
        value: 'long',
      } as const
      expect(await best(storage, query(['zeb'], { where }))).toEqual(['long'])
      expect(await best(storage, query(['ann']), SOUTH)).toEqual(['south'])
    }
  })
})
