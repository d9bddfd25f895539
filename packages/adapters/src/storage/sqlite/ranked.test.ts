import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createModel, defineObject, longText, text } from '@kith/core'
import type { Query, Storage } from '@kith/core/storage'
import { memoryStorage } from '@kith/core/storage/memory'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sqliteStorage } from './index.ts'

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
const stores: Storage[] = [memoryStorage(), sqliteStorage({ file: join(folder, 'crm.db') })]

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
    const things = Array.from({ length: 300 }, (_, at) => ({ id: `t${at}`, version: 1, title: titleOf(at) }))
    const long = {
      id: 'long',
      version: 1,
      title: 'Other',
      note: `nothing of it is about Zebulon Quux ${WORDS.join(' ')}`,
    }
    const short = { id: 'short', version: 1, title: 'Quux, Zebulon' }
    const put = [...things, long, short].map((record) => ({ object: 'thing', record }))
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

  it('gives the same records in the same order in SQLite as in memory', async () => {
    const [memory, sqlite] = stores
    const searches = [['ann'], ['an'], ['lee', 'k'], ['ol', 'ny'], ['to'], ['kar', '', 'an'], ['nobody'], ['"'], ['n']]
    for (const search of searches)
      for (const direction of ['asc', 'desc'] as const)
        for (const limit of [1, 7, 500]) {
          const of = query(search, { limit, sort: { ...sort, direction } })
          expect(await best(sqlite, of), `${search} ${direction} ${limit}`).toEqual(await best(memory, of))
        }
    expect((await best(memory, query(['an'], { limit: 500 })))?.length).toBeGreaterThan(50)
  })

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
