import { createModel, defineObject, email, number, relation, text } from '@kith/core'
import type { Storage } from '@kith/core/storage'
import type { Pool } from 'pg'
import { describe, expect, it } from 'vitest'
import { postgresStorage } from './index.ts'
import { opener, testDatabase } from './testing/database.fixture.ts'
import { meddling } from './testing/meddling.fixture.ts'

const database = await testDatabase()
const NORTH = { tenant: 'north' }
const lead = (fields: object = {}) =>
  defineObject({ name: 'lead', label: 'Lead', title: 'title', fields: { title: text({ indexed: true }), ...fields } })
const place = defineObject({ name: 'place', label: 'Place', title: 'name', fields: { name: text() } })
const model = createModel([lead({ mails: email({ many: true }) }), place])
const grown = createModel([
  lead({
    mails: email({ many: true, indexed: true }),
    count: number({ indexed: true }),
    placeId: relation({ to: 'place' }),
  }),
  place,
  defineObject({ name: 'extra', label: 'Extra', title: 'name', fields: { name: text() } }),
])

const { fresh } = database
const open = opener(model)

const lists = async (pool: Pool, text: string) => (await pool.query<{ one: string }>(text)).rows.map((row) => row.one)
const put = { object: 'lead', record: { id: 'a', version: 1, mails: [{ value: 'a@x.org' }] } }
const sort = { ref: { field: 'id', slot: 'value', kind: 'text', type: 'relation' }, direction: 'asc' } as const
const ref = { field: '', slot: 'fold', kind: 'text', type: 'email' } as const
const mailed = { op: 'someItem', field: 'mails', of: { op: 'compare', ref, cmp: 'eq', value: 'a@x.org' } } as const
const found = (storage: Storage) => storage.find(NORTH, 'lead', { where: mailed, sort, limit: 9 })

describe('the tables of postgresStorage', () => {
  it('have the tenant first in every primary and unique key', async () => {
    const pool = await fresh()
    await open(pool, grown)
    const first = `SELECT DISTINCT a.attname AS one FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
      WHERE c.relnamespace = current_schema()::regnamespace AND i.indisunique AND c.relname <> 'kith_meta' ORDER BY 1`
    expect(await lists(pool, first)).toEqual(['$tenant', 'tenant'])
  })

  it('compare texts by bytes, whatever the language of the database', async () => {
    const pool = await fresh()
    await open(pool, grown)
    const other = `SELECT c.relname || '.' || a.attname AS one FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
      WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND c.relname <> 'kith_meta'
      AND a.attnum > 0 AND a.attcollation <> 0 AND a.attcollation <> '"C"'::regcollation`
    expect(await lists(pool, other)).toEqual([])
  })

  it('are planned as they are made, and nothing is left to plan then', async () => {
    const pool = await fresh()
    const storage = await open(pool)
    const steps = (await storage.plan?.(grown)) ?? []
    expect(steps.map((step) => step.statement)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/ADD COLUMN IF NOT EXISTS "count"/),
        expect.stringMatching(/o_extra/),
      ]),
    )
    for (const { statement } of steps) await pool.query(statement)
    await storage.open(grown)
    expect(await storage.plan?.(grown)).toEqual([])
  })

  it('are made by three processes at once, and grow by three at once', async () => {
    const pool = await fresh()
    await Promise.all([1, 2, 3].map(() => open(pool)))
    const storages = await Promise.all([1, 2, 3].map(() => open(pool)))
    await storages[0]?.commit(NORTH, { put: [put] })
    await Promise.all(storages.map((storage) => storage.open(grown)))
    expect(await found(storages[1] as Storage)).toHaveLength(1)
  })

  it('grow while others write', async () => {
    const pool = await fresh()
    const [writer, other] = [await open(pool), await open(pool)]
    const writing = Array.from({ length: 60 }, (_, at) =>
      writer.commit(NORTH, { put: [{ ...put, record: { ...put.record, id: `t${at}` } }] }),
    )
    await Promise.all([...writing, other.open(grown)])
    expect(await other.get(NORTH, 'lead', ['t0', 't59'])).toMatchObject([{ id: 't0' }, { id: 't59' }])
  })

  it('are whole after an upgrade that was killed at any statement and run again', async () => {
    for (let at = 1, whole = false; !whole; at++) {
      const pool = await fresh()
      const storage = await open(pool)
      await storage.commit(NORTH, { put: [put] })
      const { pool: killed, meddle } = meddling(pool)
      let statements = 0
      meddle((_, go) => (++statements === at ? Promise.reject(new Error('killed')) : go()))
      whole = await postgresStorage({ pool: killed })
        .open(grown)
        .then(() => true)
        .catch(() => false)
      const again = await open(pool, grown)
      expect(await found(again), `killed at statement ${at}`).toHaveLength(1)
      expect(await again.plan?.(grown)).toEqual([])
    }
  }, 60_000)

  it('are refused when a newer program wrote them, and left as they were', async () => {
    const pool = await fresh()
    await (await open(pool)).close()
    await pool.query("UPDATE kith_meta SET value = '99' WHERE key = 'version'")
    await expect(open(pool)).rejects.toMatchObject({ code: 'STORAGE_TOO_NEW', details: { found: 99, known: 1 } })
    expect(await lists(pool, "SELECT value AS one FROM kith_meta WHERE key = 'version'")).toEqual(['99'])
  })

  it('refuse a field that would hold something else', async () => {
    const pool = await fresh()
    await (await open(pool, createModel([lead({ nick: text() })]))).close()
    for (const nick of [number(), text({ many: true })])
      await expect(open(pool, createModel([lead({ nick })]))).rejects.toMatchObject({ code: 'INVALID_DEFINITION' })
  })
})

describe('what postgresStorage finds out about itself', () => {
  const codes = async (storage: Storage, without: readonly string[] = ['DURABILITY']) =>
    (await storage.inspect?.())?.map(({ code }) => code).filter((code) => !without.includes(code))

  it('is nothing where all is well, but that this server promises no durability', async () => {
    const pool = await fresh()
    const storage = await open(pool)
    expect(await codes(storage)).toEqual([])
    const [fsync] = await lists(pool, "SELECT current_setting('fsync') AS one")
    const told = (await storage.inspect?.())?.filter(({ message }) => message.includes('fsync'))
    expect(told).toHaveLength(fsync === 'off' ? 1 : 0)
  })

  it('names an index that is missing', async () => {
    const pool = await fresh()
    const storage = await open(pool)
    await pool.query('DROP INDEX "i_lead_title$fold"')
    expect(await codes(storage)).toEqual(['MISSING_INDEX'])
  })

  it('notices a log that lacks an entry', async () => {
    const pool = await fresh()
    const storage = await open(pool)
    const actor = { kind: 'user', id: 'u' }
    const change = {
      at: '2026-03-01T09:00:00.000Z',
      actor,
      cause: 'x',
      correlation: 'c',
      configVersion: 0,
      object: 'lead',
      id: 'a',
    }
    const draft = { ...change, subjects: [], before: null, after: {}, salt: 'f'.repeat(32) }
    await storage.commit(NORTH, { changes: [draft, draft] })
    expect(await storage.head(NORTH)).toBe(2)
    await pool.query('DELETE FROM kith_log WHERE seq = 2')
    expect(await codes(storage)).toEqual(['DAMAGED'])
  })
})
