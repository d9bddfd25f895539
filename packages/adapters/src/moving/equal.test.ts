import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCrm, crmModel, type FullCrmApi } from '@kith/core'
import type { Storage } from '@kith/core/storage'
import { memoryStorage } from '@kith/core/storage/memory'
import { fakeClock, seededRandom } from '@kith/core/testing'
import { afterAll, expect, it } from 'vitest'
import { testDatabase } from '../storage/postgres/testing/database.fixture.ts'
import { sqliteStorage } from '../storage/sqlite/index.ts'
import { Essence, exportTenant, importTenants } from './index.ts'
import { config, fillCompany, MAIN } from './world.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'kith-equal-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const database = await testDatabase()

const scope = { tenant: MAIN }
const clock = () => fakeClock('2026-03-02T09:30:00.000Z')

async function digestOf(storage: Storage): Promise<string> {
  const essence = new Essence()
  for await (const chunk of storage.dump(scope)) for (const piece of chunk) essence.add(piece)
  return essence.digest
}

/** What an administrator sees through the engine: every object's records in order, settings, history, jobs. */
async function seen(storage: Storage): Promise<unknown> {
  const crm = await createCrm({ storage, config, clock: clock(), random: seededRandom(1), jobsEveryMs: 0 })
  const api: FullCrmApi = crm.as({ ...scope, actor: { kind: 'user', id: 'ida' }, roles: ['admin'] })
  const { objects } = await api.model()
  const lists = new Map<string, unknown>()
  for (const { name } of objects)
    for (const deleted of [false, true]) {
      const { items } = await api.list(name, { limit: 200, deleted })
      lists.set(`${name} ${deleted}`, items)
    }
  const found = await api.list('contact', { search: 'kari nes', where: { x_colour: 'blå' }, sort: 'name' })
  expect(found.items.length).toBeGreaterThan(2)
  const totals = await api.totals('deal', { groupBy: ['stageId'], sum: ['amount.amountMinor'] })
  const rows = totals.map((row) => JSON.stringify(row)).sort()
  const verified = await crm.verify(MAIN)
  return { lists: [...lists], found: found.items, rows, verified, jobs: await crm.jobs(MAIN, 'waiting') }
}

/** Goes on working: a new deal, a number, an undo, a job that runs. */
async function goesOn(storage: Storage): Promise<void> {
  const crm = await createCrm({ storage, config, clock: clock(), random: seededRandom(2), jobsEveryMs: 0 })
  const api: FullCrmApi = crm.as({ ...scope, actor: { kind: 'user', id: 'ida' }, roles: ['admin'] })
  await api.create('contact', { name: 'New', x_colour: 'Rød' })
  await expect(api.create('contact', { name: 'Last' }, { idempotencyKey: 'key-0003' })).resolves.toMatchObject({
    version: 1,
    name: { full: 'Last' },
  })
  await crm.tick()
}

it('a company is the same through memory, SQLite, PostgreSQL, SQLite and memory, and goes on in the same way', async () => {
  const start = memoryStorage()
  await fillCompany(start)
  const [digest, world] = [await digestOf(start), await seen(start)]
  const route = [
    memoryStorage(),
    sqliteStorage({ file: join(folder, 'one.db') }),
    await database.storage('moved'),
    sqliteStorage({ file: join(folder, 'two.db') }),
    memoryStorage(),
  ]
  let from: Storage = start
  for (const to of route) {
    await to.open(crmModel(config))
    for await (const _ of importTenants(to, exportTenant(from, MAIN)));
    expect(await digestOf(to), `${from.name} to ${to.name}`).toBe(digest)
    expect(await seen(to), `${from.name} to ${to.name}`).toEqual(world)
    expect(await digestOf(to), 'reading changes nothing').toBe(digest)
    from = to
  }
  for (const storage of [start, ...route]) await goesOn(storage)
  const after = await Promise.all([start, ...route].map(digestOf))
  expect(new Set(after).size).toBe(1)
  expect(after[0]).not.toBe(digest)
  for (const storage of route) await storage.close()
}, 60_000)
