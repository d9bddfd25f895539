import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fillCompany } from '../moving/world.fixture.ts'
import { testDatabase } from '../storage/postgres/testing/database.fixture.ts'
import { sqliteStorage } from '../storage/sqlite/index.ts'
import { kith, writeSettings } from './kith.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'kith-import-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string) => join(folder, name)

const database = await testDatabase()
const settings = at('crm.config.ts')
const WITH = ['--config', settings]
let file: string

beforeAll(async () => {
  writeSettings(settings)
  const storage = sqliteStorage({ file: at('main.db') })
  await fillCompany(storage, 30)
  await storage.close()
  file = (await kith(['export', at('main.db'), ...WITH])).out
  writeFileSync(at('main.ndjson'), file)
})

function killedImport(address: string, when: string): void {
  const script = join(import.meta.dirname, 'killed-import.fixture.ts')
  const { signal } = spawnSync(process.execPath, [
    '--conditions=kith-source',
    '--no-warnings',
    script,
    address,
    settings,
    at('main.ndjson'),
    when,
  ])
  expect(signal).toBe('SIGKILL')
}

function namesIn(path: string): readonly unknown[] {
  const db = new DatabaseSync(path, { readOnly: true })
  const rows = db.prepare('SELECT name FROM sqlite_schema ORDER BY name').all()
  db.close()
  return rows.map(({ name }) => name)
}

const tables = (names: readonly unknown[]) => names.filter((name) => /^t_/.test(String(name)))

describe('kith import into a new file', () => {
  it('makes indexes and totals at the end, and then the file is like any other', async () => {
    const { code, told } = await kith(['import', at('whole.db'), ...WITH], file)
    expect([code, told]).toEqual([0, expect.stringMatching(/compared and equal\nMaking indexes and totals\n$/)])
    expect(namesIn(at('whole.db'))).toEqual(namesIn(at('main.db')))
    expect(await kith(['doctor', at('whole.db'), ...WITH])).toMatchObject({ code: 0, told: 'Nothing is wrong.\n' })
    expect((await kith(['import', at('whole.db'), ...WITH], file)).told).not.toContain('Making')
  })

  it('that is killed says what is missing, and is done by the next run, wherever it was killed', async () => {
    killedImport(at('killed.db'), '0.7')
    const half = namesIn(at('killed.db'))
    expect(half.length).toBeLessThan(namesIn(at('main.db')).length - 20)
    expect(tables(half)).toEqual([])
    const found = await kith(['doctor', at('killed.db'), ...WITH])
    expect([found.code, found.out]).toEqual([1, expect.stringMatching(/PROBLEM .* lacks indexes .* kith import again/)])

    killedImport(at('killed.db'), 'Making')
    expect(namesIn(at('killed.db'))).toEqual(half)
    const again = await kith(['import', at('killed.db'), ...WITH], file)
    expect([again.code, again.told]).toEqual([0, expect.stringMatching(/from an earlier run\)\nMaking/)])
    expect(namesIn(at('killed.db'))).toEqual(namesIn(at('main.db')))
    expect(await kith(['doctor', at('killed.db'), ...WITH])).toMatchObject({ code: 0, told: 'Nothing is wrong.\n' })
  }, 30_000)

  it('that was cut is not taken for a whole one, though its indexes were made', async () => {
    const cut = at('cut.db')
    expect((await kith(['import', cut, ...WITH], file.slice(0, -200))).code).toBe(1)
    expect((await kith(['schema', cut, ...WITH, '--apply'])).code).toBe(0)
    const stopped = expect.stringMatching(/Only a part of the tenant "\w+" was imported/)
    expect(await kith(['doctor', cut, ...WITH])).toMatchObject({ code: 1, out: stopped })
    expect(await kith(['export', cut, ...WITH])).toMatchObject({ code: 1, told: stopped })
    expect((await kith(['import', cut, ...WITH], file)).code).toBe(0)
    expect(await kith(['doctor', cut, ...WITH])).toMatchObject({ code: 0, told: 'Nothing is wrong.\n' })
  })
})

describe('kith import into a new PostgreSQL', () => {
  it('that is killed says what is missing, and is done by the next run', async () => {
    killedImport(database.url, '0.7')
    const { out } = await kith(['doctor', database.url, ...WITH])
    expect(out).toMatch(/PROBLEM .* lacks indexes .* kith import again/)
    expect((await kith(['import', database.url, ...WITH], file)).told).toMatch(/from an earlier run\)\nMaking/)
    const after = await kith(['doctor', database.url, ...WITH])
    expect(after.out).not.toMatch(/PROBLEM(?! PostgreSQL runs with fsync)/)
  }, 30_000)
})
