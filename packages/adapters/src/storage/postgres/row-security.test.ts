import { createModel, defineObject, text } from '@kith/core'
import { storageContract } from '@kith/core/testing'
import { describe, expect, it, test } from 'vitest'
import { postgresStorage } from './index.ts'
import { testDatabase } from './testing/database.fixture.ts'

const database = await testDatabase()
const model = createModel([defineObject({ name: 'lead', label: 'Lead', title: 'title', fields: { title: text() } })])
const lead = (id: string) => ({ put: [{ object: 'lead', record: { id, version: 1, title: id } }] })

/** What row security could get in the way of; the whole contract is `pnpm soak row-security`. */
const CONCERNED = /^(isolation|tenants|lifecycle|growth|jobs):/

describe('postgresStorage with row-level security', () => {
  storageContract(
    (name, run) => CONCERNED.test(name) && test(name, run),
    (folder) => database.storage(folder, { rowLevelSecurity: true }),
  )

  it('shows rows to nobody who has not said whose they are, and takes none of another tenant', async () => {
    const pool = await database.schema('secured')
    const storage = postgresStorage({ pool, rowLevelSecurity: true })
    await storage.open(model)
    await storage.commit({ tenant: 'north' }, lead('a'))
    await storage.close()
    expect((await pool.query('SELECT * FROM o_lead')).rows).toEqual([])
    const client = await pool.connect()
    await client.query("BEGIN; SELECT set_config('kith.tenant', 'south', true)")
    expect((await client.query('SELECT * FROM o_lead')).rows).toEqual([])
    await expect(client.query(`INSERT INTO o_lead ("$tenant", "id") VALUES ('north', 'b')`)).rejects.toMatchObject({
      code: '42501',
    })
    await client.query('ROLLBACK')
    client.release()
  })

  it('stays on for a storage that does not ask for it', async () => {
    const pool = await database.schema('kept')
    const first = postgresStorage({ pool, rowLevelSecurity: true })
    await first.open(model)
    await first.commit({ tenant: 'north' }, lead('a'))
    await first.close()
    const second = postgresStorage({ pool })
    await second.open(model)
    expect((await second.get({ tenant: 'north' }, 'lead', ['a']))[0]?.id).toBe('a')
    await second.close()
  })

  it('is put on a store that had it not', async () => {
    const pool = await database.schema('later')
    const before = postgresStorage({ pool })
    await before.open(model)
    await before.commit({ tenant: 'north' }, lead('a'))
    await before.close()
    const after = postgresStorage({ pool, rowLevelSecurity: true })
    await after.open(model)
    expect((await pool.query('SELECT * FROM o_lead')).rows).toEqual([])
    expect((await after.get({ tenant: 'north' }, 'lead', ['a']))[0]?.id).toBe('a')
    await after.close()
  })
})
