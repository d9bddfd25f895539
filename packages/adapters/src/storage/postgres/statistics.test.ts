import { createModel, defineObject, text } from '@kith/core'
import type { Pool, PoolClient } from 'pg'
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

  it('does not matter to what fills a store: no table is read through for each batch', async () => {
    const pool = await database.fresh()
    const connections: PoolClient[] = []
    pool.on('connect', (connection) => {
      connections.push(connection)
      // As it is for a plan of a table that was empty: to look into an index seems dearer than to read all of it.
      connection.query('SET random_page_cost = 1000000')
    })
    const storage = postgresStorage({ pool })
    await storage.open(modelOf(false))
    for (let batch = 0; batch < 10; batch++) {
      const renamed = pieces.map((piece) => ({
        ...piece,
        record: { ...piece.record, id: `${batch}-${piece.record.id}` },
      }))
      await storage.load(SCOPE, renamed)
    }
    for (const connection of connections) await connection.query('SELECT pg_stat_force_next_flush()')
    const { rows } = await pool.query("SELECT seq_tup_read AS read FROM pg_stat_user_tables WHERE relname = 'o_thing'")
    expect(Number(rows[0]?.read)).toBe(0)
    await storage.close()
  })
})
