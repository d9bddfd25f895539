import { randomBytes } from 'node:crypto'
import type { Model, Storage } from '@kith/core/storage'
import { Pool, type PoolConfig } from 'pg'
import { afterAll, afterEach, inject } from 'vitest'
import { type PostgresPool, type PostgresStorageOptions, postgresStorage } from '../index.ts'
import { type Pooler, startPooler } from './pooler.fixture.ts'

/** A database of a test file of its own; gone with it. */
export interface TestDatabase {
  readonly url: string
  /** A pool on it, ended with the file. */
  pool(config?: PoolConfig): Pool
  /** A pool on a new schema, as a role that is no superuser. */
  schema(name: string): Promise<Pool>
  /** The same under a name that nobody else has. */
  fresh(): Promise<Pool>
  /**
   * A storage on a part of this database: the same for the same name. A part that is done with is emptied, not made anew,
   * because a hundred tables and indexes take long. Parts of different models have names of different beginnings.
   */
  storage(name: string, options?: Omit<PostgresStorageOptions, 'pool'>): Promise<Storage>
}

interface Part {
  readonly name: string
  readonly pool: Pool
  readonly kind: string
  folder: string
  open: number
}

/**
 * Makes a database on the PostgreSQL of this test run. Pools and database go when the tests of the file are done.
 *
 * @param options `through`: pools of schemas reach it through a pooler that has so many connections.
 */
export async function testDatabase(options: { readonly through?: number } = {}): Promise<TestDatabase> {
  const answer = await fetch(inject('postgresAt'))
  if (!answer.ok) throw new Error(await answer.text())
  const server = await answer.text()
  const name = `kith_${randomBytes(6).toString('hex')}`
  const admin = new Pool({ connectionString: server, max: 1 })
  await admin.query(`CREATE DATABASE ${name} TEMPLATE template0`)
  await admin.query(`CREATE ROLE ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const pools: Pool[] = []
  const pool = (config: PoolConfig = {}) => {
    const made = new Pool({ connectionString: url.href, ...config })
    // An idle connection that breaks is replaced by the pool: what it did is told to who waits for it.
    made.on('error', () => undefined)
    pools.push(made)
    return made
  }
  const poolers: Pooler[] = []
  afterAll(async () => {
    await Promise.all(pools.map((one) => one.end()))
    await Promise.all(poolers.map((one) => one.close()))
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
    await admin.query(`DROP ROLE ${name}`)
    await admin.end()
  })
  const owner = pool({ max: 1 })
  const schema = async (part: string) => {
    await owner.query(`CREATE SCHEMA "${part}" AUTHORIZATION ${name}`)
    const own = `-c search_path="${part}" -c role=${name}`
    if (!options.through) return pool({ max: 8, options: own })
    const pooler = await startPooler({ connectionString: url.href, options: own }, options.through)
    poolers.push(pooler)
    return pool({ connectionString: pooler.url, max: 8 })
  }
  let schemas = 0
  const fresh = () => schema(`fresh_${++schemas}`)
  return { url: url.href, pool, schema, fresh, storage: parted(schema, owner) }
}

/** Opens storages, and closes each after the test that opened it. */
export function opener(model: Model): (pool: PostgresPool, of?: Model) => Promise<Storage> {
  const opened: Storage[] = []
  afterEach(async () => {
    for (const storage of opened.splice(0)) await storage.close()
  })
  return async (pool, of = model) => {
    const storage = postgresStorage({ pool })
    opened.push(storage)
    await storage.open(of)
    return storage
  }
}

function parted(schema: (name: string) => Promise<Pool>, owner: Pool): TestDatabase['storage'] {
  const parts: Part[] = []
  const partFor = async (folder: string): Promise<Part> => {
    const same = parts.find((part) => part.folder === folder)
    if (same) return same
    // Where a model grows, tables are made anew.
    const kind = folder.startsWith('growth') ? folder : (/^[a-z]+/.exec(folder)?.[0] ?? '')
    const free = parts.find((part) => part.kind === kind && part.open === 0)
    if (free) await emptied(owner, free.name)
    const fresh = `${kind}_${parts.length}`
    const part = free ?? { name: fresh, pool: await schema(fresh), kind, folder, open: 0 }
    if (!free) parts.push(part)
    part.folder = folder
    return part
  }
  return async (name, options = {}) => {
    const part = await partFor(name)
    part.open++
    const storage = postgresStorage({ pool: part.pool, ...options })
    let closed = false
    const close = async () => {
      await storage.close()
      if (!closed) part.open--
      closed = true
    }
    return { ...storage, close }
  }
}

/** Takes all rows away that a storage has written, and leaves its tables. */
async function emptied(owner: Pool, schema: string): Promise<void> {
  const tables = `SELECT relname FROM pg_class WHERE relnamespace = $1::regnamespace AND relkind = 'r' AND relname <> 'kith_meta'`
  const { rows } = await owner.query<{ relname: string }>(tables, [`"${schema}"`])
  await owner.query(rows.map(({ relname }) => `DELETE FROM "${schema}"."${relname}"`).join(';'))
}
