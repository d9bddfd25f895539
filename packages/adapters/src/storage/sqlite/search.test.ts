import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createModel, defineObject, text } from '@kith/core'
import type { Batch, Storage } from '@kith/core/storage'
import { memoryStorage } from '@kith/core/storage/memory'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { sqliteStorage } from './index.ts'

const RUNS = Number(process.env['KITH_SOAK_N'] ?? (process.env['KITH_SOAK'] ? 1_000 : 40))
const folder = mkdtempSync(join(tmpdir(), 'kith-search-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

// Without totals: their triggers would have the search index write each row by itself.
const model = createModel([
  defineObject({ name: 'thing', label: 'Thing', title: 'title', fields: { title: text({ searchable: true }) } }),
])
const WORDS = ['ann', 'anna', 'annabel', 'bo', 'common', 'åse']
const IDS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

const aTitle = fc.array(fc.constantFrom(...WORDS), { maxLength: 4 }).map((words) => words.join(' '))
const aBatch: fc.Arbitrary<Batch> = fc
  .uniqueArray(fc.record({ id: fc.constantFrom(...IDS), title: fc.option(aTitle) }), { selector: ({ id }) => id })
  .map((all) => ({
    put: all.flatMap(({ id, title }) =>
      title === null ? [] : [{ object: 'thing', record: { id, version: 1, title } }],
    ),
    remove: all.flatMap(({ id, title }) => (title === null ? [{ object: 'thing', id }] : [])),
  }))
/** Each is a commit, or several that come at once. */
const aHistory = fc.array(fc.array(aBatch, { minLength: 1, maxLength: 3 }), { maxLength: 12 })

const sort = { ref: { field: 'id', slot: 'value', kind: 'text', type: 'relation' }, direction: 'asc' } as const
const ANY = { op: 'true' } as const

async function found(storage: Storage, tenant: string): Promise<readonly (readonly string[])[]> {
  const search = (word: string) =>
    storage
      .find({ tenant }, 'thing', { where: ANY, sort, limit: 50, search: [word] })
      .then((all) => all.map(({ id }) => id))
  return Promise.all([...WORDS, 'a', 'an', 'annab', 'as'].map(search))
}

describe('the search index of sqliteStorage', () => {
  it(`finds what the memory finds after ${RUNS} histories of batches, many of them at once`, async () => {
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
  })
})
