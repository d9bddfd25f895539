import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crmModel } from '@kith/core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { config, fillCompany } from '../moving/world.fixture.ts'
import { testDatabase } from '../storage/postgres/testing/database.fixture.ts'
import { startPooler } from '../storage/postgres/testing/pooler.fixture.ts'
import { sqliteStorage } from '../storage/sqlite/index.ts'
import { kith, writeSettings } from './kith.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'kith-cli-pg-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const { url } = await testDatabase()
const main = join(folder, 'main.db')
const WITH = ['--config', join(folder, 'crm.config.ts')]
/** What a tenant comes to, as the last line of its export says. */
const digest = (file: string) => (JSON.parse(file.trimEnd().split('\n').at(-1) as string) as { digest: string }).digest

beforeAll(async () => {
  writeSettings(join(folder, 'crm.config.ts'))
  const storage = sqliteStorage({ file: main })
  await fillCompany(storage, 8)
  await storage.close()
})

describe('kith with PostgreSQL', () => {
  it('says that there is no store yet, and changes nothing', async () => {
    expect(await kith(['export', url, ...WITH])).toMatchObject({
      code: 1,
      told: expect.stringContaining('There is no store at postgres://'),
    })
    expect((await kith(['schema', url, ...WITH])).out).toContain('kith_log')
  })

  it('moves a store there and back, and it is the same', async () => {
    const { out } = await kith(['export', main, ...WITH])
    expect(await kith(['import', url, ...WITH], out)).toMatchObject({
      code: 0,
      told: expect.stringContaining('all compared and equal'),
    })
    const there = (await kith(['export', url, ...WITH])).out
    expect(digest(there)).toBe(digest(out))
    const back = join(folder, 'back.db')
    expect(await kith(['import', back, ...WITH], there)).toMatchObject({
      code: 0,
      told: expect.stringContaining('all compared and equal'),
    })
    expect(digest((await kith(['export', back, ...WITH])).out)).toBe(digest(out))
  })

  it('refuses another configuration, and tells no password', async () => {
    const secret = new URL(url)
    const { code, told } = await kith(['export', secret.href])
    expect([code, told]).toEqual([1, expect.stringContaining('does not fit this configuration')])
    if (secret.password !== '') expect(told).not.toContain(secret.password)
  })

  it('is examined: the log is whole, and what the server of this test risks for its speed is found', async () => {
    const { code, out } = await kith(['doctor', url, ...WITH])
    expect([code, out.match(/^PROBLEM .*/gm)]).toEqual([1, [expect.stringContaining('fsync = off')]])
    expect(out).toMatch(/OK {6}main: the chain of \d+ changes is whole/)
    expect((await kith(['schema', url, ...WITH])).told).toContain('there is nothing to do')
  })

  it('is reached through a pooler that lends connections for one transaction', async () => {
    const pooler = await startPooler({ connectionString: url }, 3)
    onTestFinished(() => pooler.close())
    const [direct, pooled] = [await kith(['export', url, ...WITH]), await kith(['export', pooler.url, ...WITH])]
    expect([pooled.code, digest(pooled.out)]).toEqual([0, digest(direct.out)])
  })

  it('prints one statement a table for Citus', async () => {
    const { code, out } = await kith(['schema', url, ...WITH, '--distribute', 'citus'])
    const objects = [...crmModel(config).objects.keys()]
    expect(code).toBe(0)
    for (const object of objects) expect(out.split(`"o_${object}"`)).toHaveLength(2)
    expect(await kith(['schema', main, '--distribute', 'citus'])).toMatchObject({
      code: 1,
      told: expect.stringContaining('Only a store in PostgreSQL'),
    })
    expect(await kith(['schema', url, '--distribute', 'moon'])).toMatchObject({
      code: 1,
      told: expect.stringContaining('over citus'),
    })
  })

  it('says in a sentence that no server answers', async () => {
    const { code, told } = await kith(['doctor', 'postgres://127.0.0.1:9/none', ...WITH])
    expect([code, told]).toEqual([1, expect.stringMatching(/^The storage cannot be reached: .*\.\n$/)])
  })
})
