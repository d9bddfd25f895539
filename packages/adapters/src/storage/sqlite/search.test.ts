import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createModel, defineObject, text } from '@kith/core'
import type { Batch, Query, Storage } from '@kith/core/storage'
import { memoryStorage } from '@kith/core/storage/memory'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { sqliteStorage } from './index.ts'

const RUNS = Number(process.env['KITH_SOAK_N'] ?? (process.env['KITH_SOAK'] ? 1_000 : 40))
const folder = mkdtempSync(join(tmpdir(), 'kith-search-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

// Without totals: their triggers would have the search index write each row by itself.
const model = createModel([
  defineObject({
    name: 'thing',
    label: 'Thing',
    title: 'title',
    fields: { title: text({ searchable: true }), rank: text(), row: text() },
  }),
])
const WORDS = ['ann', 'anna', 'annabel', 'bo', 'common', 'åse']
const IDS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

const aTitle = fc.array(fc.constantFrom(...WORDS), { maxLength: 4 }).map((words) => words.join(' '))
const aTime = fc.constantFrom(
  ...['2026-03-01T08:00:00.000Z', '2026-03-01T08:00:00.001Z', '1969-12-31T23:59:59.999Z'],
  ...['1969-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z', null],
)
const aThing = fc.record({ id: fc.constantFrom(...IDS), title: fc.option(aTitle), createdAt: aTime })
const aBatch: fc.Arbitrary<Batch> = fc.uniqueArray(aThing, { selector: ({ id }) => id }).map((all) => ({
  put: all.flatMap(({ id, title, createdAt }) =>
    title === null ? [] : [{ object: 'thing', record: { id, version: 1, title, ...(createdAt && { createdAt }) } }],
  ),
  remove: all.flatMap(({ id, title }) => (title === null ? [{ object: 'thing', id }] : [])),
}))
/** Each is a commit, or several that come at once. */
const aHistory = fc.array(fc.array(aBatch, { minLength: 1, maxLength: 3 }), { maxLength: 12 })

const sort = { ref: { field: 'id', slot: 'value', kind: 'text', type: 'relation' }, direction: 'asc' } as const
const ANY = { op: 'true' } as const

const CREATED = {
  ref: { field: 'createdAt', slot: 'value', kind: 'text', type: 'dateTime' },
  direction: 'desc',
} as const
const SEARCHES = [...WORDS, 'a', 'an', 'annab', 'as']
const QUERIES: readonly Pick<Query, 'sort' | 'limit' | 'ranked'>[] = [
  { sort, limit: 50 },
  { sort: CREATED, limit: 1, ranked: true },
  { sort: CREATED, limit: 3, ranked: true },
  { sort: { ...CREATED, direction: 'asc' }, limit: 3, ranked: true },
  { sort, limit: 3, ranked: true },
]

async function found(storage: Storage, tenant: string): Promise<readonly (readonly string[])[]> {
  const asked = SEARCHES.flatMap((word) => QUERIES.map((query) => ({ ...query, where: ANY, search: [word] })))
  const all = await Promise.all(asked.map((query) => storage.find({ tenant }, 'thing', query)))
  return all.map((records) => records.map(({ id }) => id))
}

describe('the search index of sqliteStorage', () => {
  it(`finds what the memory finds, in its order, after ${RUNS} histories of batches, many of them at once`, async () => {
    const storage = sqliteStorage({ file: join(folder, 'crm.db') })
    await storage.open(model)
    let runs = 0
    const property = fc.asyncProperty(aHistory, async (history) => {
      const memory = memoryStorage()
      await memory.open(model)
      const tenant = `run${runs++}`
      for (const batches of history) {
        await Promise.all(batches.map((batch) => storage.commit({ tenant }, batch)))
        for (const batch of batches) await memory.commit({ tenant }, batch)
        expect(await found(storage, tenant)).toEqual(await found(memory, tenant))
      }
    })
    await fc.assert(property, { numRuns: RUNS })
    expect((await storage.inspect?.())?.filter(({ level }) => level !== 'fact')).toEqual([])
    await storage.close()
    const db = new DatabaseSync(join(folder, 'crm.db'))
    const rows = (table: string) => db.prepare(`SELECT rowid AS "row" FROM ${table} ORDER BY rowid`).all()
    expect(rows('r_thing')).toEqual(rows('s_thing'))
    db.close()
  }, 120_000)

  it('finds a record that it does not know the rank of', async () => {
    const file = join(folder, 'unranked.db')
    const storage = sqliteStorage({ file })
    await storage.open(model)
    const put = IDS.map((id) => ({ object: 'thing', record: { id, version: 1, title: 'Ann' } }))
    await storage.commit({ tenant: 'north' }, { put })
    const db = new DatabaseSync(file)
    db.exec('DELETE FROM r_thing WHERE "row" IN (2, 5)')
    db.close()
    const query = { where: ANY, sort: CREATED, limit: 50, search: ['ann'], ranked: true } as const
    const all = await storage.find({ tenant: 'north' }, 'thing', query)
    expect(all.map(({ id }) => id).toSorted()).toEqual(IDS)
    await storage.close()
  })
})
