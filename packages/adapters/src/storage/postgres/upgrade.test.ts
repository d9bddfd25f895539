import type { Storage } from '@kith/core/storage'
import type { Pool, PoolClient } from 'pg'
import { describe, expect, it } from 'vitest'
import { Essence } from '../../moving/index.ts'
import { fillOld, grown, NORTH, old } from '../sqlite/testing/upgraded.ts'
import { postgresStorage } from './index.ts'
import type { PostgresPool } from './pool.ts'
import { testDatabase } from './testing/database.fixture.ts'

const STRIDE = process.env['KITH_SOAK'] ? 1 : 6
const database = await testDatabase()

/** A schema of its own with a store of the old model in it. */
async function oldStore(name: string): Promise<Pool> {
  const pool = database.pool({ max: 4, options: `-c search_path="${name}"` })
  await pool.query(`CREATE SCHEMA "${name}"`)
  const storage = postgresStorage({ pool })
  await storage.open(old)
  await fillOld(storage)
  await storage.close()
  return pool
}

/** A pool whose process dies before the message with this number: connections break, and there are no new ones. */
function dying(pool: Pool, stop: number): PostgresPool & { readonly died: () => boolean } {
  let sent = 0
  const broken = () => Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' })
  return {
    died: () => sent > stop,
    async connect() {
      if (sent > stop) throw broken()
      const client = await pool.connect()
      const query = client.query.bind(client) as (statement: unknown) => Promise<unknown>
      return Object.assign(Object.create(client) as PoolClient, {
        query(statement: unknown): Promise<unknown> {
          if (sent++ < stop) return query(statement)
          client.release(true)
          return Promise.reject(broken())
        },
        release: (error?: Error | boolean) => (sent > stop ? undefined : client.release(error)),
      })
    },
  }
}

/** Columns, indexes and notes of a schema; and what the tenant comes to. */
async function contents(pool: Pool, storage: Storage): Promise<unknown> {
  const ask = async (text: string) => (await pool.query(text)).rows as unknown[]
  const essence = new Essence()
  for await (const chunk of storage.dump(NORTH)) for (const piece of chunk) essence.add(piece)
  return {
    columns: await ask(
      'SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY 1, 2',
    ),
    indexes: await ask(
      "SELECT indexname, replace(indexdef, schemaname || '.', '') AS text FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1",
    ),
    notes: await ask('SELECT key, value FROM kith_meta ORDER BY 1'),
    values: await ask('SELECT object, field, slot, id FROM field_value ORDER BY 1, 2, 3, 4'),
    digest: essence.digest,
    counts: essence.counts,
  }
}

async function upgraded(pool: Pool): Promise<unknown> {
  const storage = postgresStorage({ pool })
  await storage.open(grown)
  expect(await storage.plan?.(grown)).toEqual([])
  const found = await contents(pool, storage)
  await storage.close()
  return found
}

async function indexesIn(pool: Pool, schema: string): Promise<string[]> {
  const text = 'SELECT indexdef FROM pg_indexes WHERE schemaname = $1 ORDER BY indexname'
  const { rows } = await pool.query<{ indexdef: string }>(text, [schema])
  return rows.map(({ indexdef }) => indexdef.replaceAll(` ${schema}.`, ' '))
}

describe('an upgrade of postgresStorage', () => {
  it('makes indexes and keys that were left for later, after which the schema is like any other', async () => {
    const pool = database.pool({ max: 4, options: '-c search_path="later"' })
    await pool.query('CREATE SCHEMA "later"')
    const filling = postgresStorage({ pool, indexes: 'later' })
    await filling.open(old)
    await fillOld(filling)
    const lacking = (await filling.inspect?.())?.filter(({ code }) => code === 'MISSING_INDEX') ?? []
    expect(lacking.length).toBeGreaterThan(5)
    await filling.close()
    const storage = postgresStorage({ pool })
    await storage.open(old)
    const whole = postgresStorage({ pool: await oldStore('usual') })
    await whole.open(old)
    const usual = (await whole.inspect?.()) ?? []
    expect(await storage.inspect?.()).toEqual(usual)
    expect(await indexesIn(pool, 'later')).toEqual(await indexesIn(pool, 'usual'))
    await storage.close()
    await whole.close()
  })

  it(
    'ends the same wherever its process dies: same schema, same rows, nothing lost or done twice',
    async ({ task }) => {
      const whole = await upgraded(await oldStore('whole'))
      let stops = 0
      for (let stop = 0; ; stop += STRIDE) {
        const pool = await oldStore(`stop_${stop}`)
        const dead = dying(pool, stop)
        const storage = postgresStorage({ pool: dead })
        await storage.open(grown).catch(() => undefined)
        await storage.close().catch(() => undefined)
        if (!dead.died()) break
        expect(await upgraded(pool), `dead before message ${stop}`).toEqual(whole)
        stops++
      }
      expect(stops).toBeGreaterThan(1)
      task.meta.report = {
        name: 'upgrade-postgres',
        what: 'Upgrades of a PostgreSQL store whose process dies before a message to the server; then done again and compared with one that did not.',
        n: stops,
        figures: { differences: 0 },
      }
    },
    60_000 * (7 - STRIDE),
  )

  it('says which fields have left the model, and refuses a dump without the records of an object that left', async () => {
    const pool = await oldStore('gone')
    const storage = postgresStorage({ pool })
    await storage.open(grown)
    await storage.commit(NORTH, { put: [{ object: 'gadget', record: { id: 'g', version: 1, name: 'G' } }] })
    const reasons = (await storage.plan?.(old))?.map(({ reason }) => reason)
    expect(reasons).toContain('The model no longer has lead.size; what is stored there stays.')
    await storage.open(old)
    const dump = storage.dump(NORTH)[Symbol.asyncIterator]()
    await expect(dump.next()).rejects.toMatchObject({ code: 'UNKNOWN_OBJECT' })
    await storage.close()
  })
})
