import { createModel, defineObject, text } from '@kith/core'
import type { Pool } from 'pg'
import { describe, expect, it } from 'vitest'
import { postgresStorage } from './index.ts'
import { testDatabase } from './testing/database.fixture.ts'

const database = await testDatabase()
const SCOPE = { tenant: 'north' }
const modelOf = (indexed: boolean) =>
  createModel([defineObject({ name: 'thing', label: 'Thing', title: 'name', fields: { name: text({ indexed }) } })])
const pieces = Array.from({ length: 20 }, (_, at) => ({
  kind: 'record' as const,
  object: 'thing',
  record: { id: `t${at}`, version: 1, name: `Thing ${at}` },
}))

/** Columns of the things of which the planner knows something. */
const known = async (pool: Pool) =>
  Number((await pool.query("SELECT count(*) FROM pg_stats WHERE tablename = 'o_thing'")).rows[0]?.count)

describe('what the planner of PostgreSQL goes by', () => {
  it('is there once a store that was loaded is closed', async () => {
    const pool = await database.fresh()
    const storage = postgresStorage({ pool })
    await storage.open(modelOf(false))
    await storage.load(SCOPE, pieces)
    expect(await known(pool)).toBe(0)
    await storage.close()
    expect(await known(pool)).toBeGreaterThan(2)
  })

  it('is there after indexes were made for records that came before', async () => {
    const pool = await database.fresh()
    const storage = postgresStorage({ pool })
    await storage.open(modelOf(false))
    const put = pieces.map(({ object, record }) => ({ object, record }))
    await storage.commit(SCOPE, { put })
    await storage.open(modelOf(true))
    expect(await known(pool)).toBeGreaterThan(2)
    await storage.close()
  })
})
