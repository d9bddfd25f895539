import { createModel, defineObject, text } from '@kith/core'
import type { Storage } from '@kith/core/storage'
import { storageContract } from '@kith/core/testing'
import { afterEach, describe, expect, it, onTestFinished, test } from 'vitest'
import { type PostgresPool, postgresStorage } from './index.ts'
import { testDatabase } from './testing/database.fixture.ts'

const LONG = process.env['KITH_SOAK'] !== undefined
/** What a connection that changes could get in the way of; the whole contract is `pnpm soak pooler`. */
const CONCERNED = LONG ? /./ : /^(races|readers|groups|moving|lifecycle):/

const database = await testDatabase({ through: 3 })
const NORTH = { tenant: 'north' }
const model = createModel([defineObject({ name: 'lead', label: 'Lead', title: 'title', fields: { title: text() } })])

function lead(id: string) {
  const actor = { kind: 'user', id: 'u' }
  const common = {
    at: '2026-03-01T09:00:00.000Z',
    actor,
    cause: 'test',
    correlation: id,
    configVersion: 0,
    object: 'lead',
  }
  const change = { ...common, id, subjects: [], before: null, after: { title: id }, salt: 'f'.repeat(32) }
  return { put: [{ object: 'lead', record: { id, version: 1, title: id } }], changes: [change] }
}

async function open(pool: PostgresPool, prepare: boolean): Promise<Storage> {
  const storage = postgresStorage({ pool, prepare })
  onTestFinished(() => storage.close())
  await storage.open(model)
  return storage
}

describe('postgresStorage behind a pooler that lends connections for one transaction', () => {
  let cases = 0
  afterEach(({ task }) => {
    if (task.result?.state !== 'fail') cases++
  })

  storageContract(
    (name, run) => CONCERNED.test(name) && test(name, run),
    (folder) => database.storage(folder, { prepare: false }),
  )

  it('keeps every promise of a storage without prepared statements', ({ task }) => {
    expect(cases).toBeGreaterThan(LONG ? 400 : 50)
    task.meta.report = {
      name: 'pooler',
      what: 'Cases of the storage contract that PostgreSQL passes without prepared statements behind a pooler that lends its connections for one transaction.',
      n: cases,
      figures: { passed: cases },
    }
  })

  it('hears of what another instance commits, without a connection that listens', async () => {
    const pool = await database.fresh()
    const [here, there] = [await open(pool, false), await open(pool, false)]
    const heard = new Promise<string>((resolve) => here.watch?.(resolve))
    await there.commit(NORTH, lead('a'))
    expect(await heard).toBe('north')
    await expect(pool.query('SELECT 1')).resolves.toBeDefined()
    expect([pool.totalCount, pool.idleCount]).toEqual([pool.totalCount, pool.totalCount])
  })

  it('says what to do where statements were prepared on another connection', async () => {
    const storage = await open(await database.fresh(), true)
    const reads = Array.from({ length: 20 }, () => storage.get(NORTH, 'lead', ['a']))
    await expect(Promise.all(reads)).rejects.toThrow('prepare: false')
  })
})
