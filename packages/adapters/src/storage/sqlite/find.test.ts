import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createModel, date, defineObject, text } from '@kith/core'
import type { Condition } from '@kith/core/filter'
import type { Keyset, Query, Storage, StoredRecord } from '@kith/core/storage'
import { memoryStorage } from '@kith/core/storage/memory'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sqliteStorage } from './index.ts'

const model = createModel([
  defineObject({
    name: 'thing',
    label: 'Thing',
    title: 'title',
    fields: { title: text({ indexed: true }), kind: text(), dueOn: date({ indexed: true }) },
  }),
])
const TENANT = { tenant: 'north' }
const RECORDS = 1_500
const folder = mkdtempSync(join(tmpdir(), 'kith-find-'))
const [memory, sqlite]: readonly [Storage, Storage] = [memoryStorage(), sqliteStorage({ file: join(folder, 'crm.db') })]

/** Every 2nd is common, every 97th rare, the others are plain; every 7th is due on no day, and five on the same one. */
const thing = (at: number): StoredRecord => {
  const kind = at % 97 === 0 ? 'rare' : at % 2 === 0 ? 'common' : 'plain'
  const dueOn = new Date(Date.UTC(2026, 0, 1 + Math.floor((Math.imul(at, 7_919) % RECORDS) / 5))).toISOString()
  const record = { id: `t${at}`, version: 1, title: `Thing ${at}`, kind }
  return (at % 7 === 0 ? record : { ...record, dueOn: dueOn.slice(0, 10) }) as unknown as StoredRecord
}

beforeAll(async () => {
  const put = Array.from({ length: RECORDS }, (_, at) => ({ object: 'thing', record: thing(at) }))
  for (const storage of [memory, sqlite]) {
    await storage.open(model)
    await storage.commit(TENANT, { put })
  }
})
afterAll(async () => {
  await sqlite.close()
  rmSync(folder, { recursive: true, force: true })
})

const ref = (field: string, slot: string, type: 'text' | 'date') => ({ field, slot, kind: 'text', type }) as const
const dueOn = ref('dueOn', 'value', 'date')

function isKind(value: string): Condition {
  const kind: Condition = { op: 'compare', ref: ref('kind', 'fold', 'text'), cmp: 'eq', value }
  return { op: 'and', of: [{ op: 'empty', field: 'deletedAt' }, kind] }
}

async function pages(storage: Storage, query: Omit<Query, 'after' | 'limit'>): Promise<string[][]> {
  const all: string[][] = []
  let after: Keyset | undefined
  for (;;) {
    const page = await storage.find(TENANT, 'thing', { ...query, limit: 40, ...(after ? { after } : {}) })
    all.push(page.map(({ id }) => id))
    const last = page.at(-1)
    if (!last || page.length < 40) return all
    const value = last['dueOn'] as string | undefined
    after = { id: last.id, ...(value === undefined ? {} : { value }) }
  }
}

describe('a list of sqliteStorage that is walked along an index', () => {
  it.each([
    ['asc', 'common'],
    ['desc', 'common'],
    ['asc', 'rare'],
    ['desc', 'rare'],
    ['desc', 'plain'],
    ['asc', 'of no kind'],
  ] as const)('turns the same pages as in memory: %s, %s', async (direction, kind) => {
    const query = { where: isKind(kind), sort: { ref: dueOn, direction } }
    expect(await pages(sqlite, query)).toEqual(await pages(memory, query))
  })
})
