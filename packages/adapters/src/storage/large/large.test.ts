import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createCrm,
  createRecordParser,
  type FullCrmApi,
  type ListQuery,
  type StoredRecord,
  type TotalsRow,
  type UncheckedFilter,
} from '@kith/core'
import type { Storage } from '@kith/core/storage'
import { memoryStorage } from '@kith/core/storage/memory'
import { type SeededRandom, seededRandom } from '@kith/core/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Essence } from '../../moving/essence.ts'
import { postgresStorage } from '../postgres/index.ts'
import { testDatabase } from '../postgres/testing/database.fixture.ts'
import { sha256 } from '../sql/sha256.ts'
import { sqliteStorage } from '../sqlite/index.ts'
import { type Built, buildLargeStore } from './build.fixture.ts'
import { STAGES } from './families.fixture.ts'
import { measure } from './measure.fixture.ts'
import { GIVEN, INDUSTRIES, STEMS } from './names.fixture.ts'
import { ADMIN, NOW, officeFor, sellerScope, TENANT } from './office.fixture.ts'
import { fullScans, sqlitePlans, watchStatements } from './plans.fixture.ts'
import { QUESTIONS, TOTALS_QUERY } from './questions.fixture.ts'

const CONTACTS = 2_500
const SEED = 11
const office = officeFor(CONTACTS)
const folder = mkdtempSync(join(tmpdir(), 'kith-large-'))
const file = join(folder, 'crm.db')
const memory = memoryStorage()
const sqlite = sqliteStorage({ file })
const database = await testDatabase()
const pool = await database.fresh()
const postgres = postgresStorage({ pool })
let built: readonly Built[]

/** Fills a new store as an import of millions would. */
async function filled(storage: Storage): Promise<Built> {
  const done = await buildLargeStore(storage, { contacts: CONTACTS, seed: SEED, office, by: 'load' })
  await storage.close()
  return done
}

/** Steps of an upgrade that are still to be done. */
const lacking = async (storage: Storage) => (await storage.plan?.((await open(storage)).model)) ?? []

beforeAll(async () => {
  built = [await buildLargeStore(memory, { contacts: CONTACTS, seed: SEED, office, by: 'commit' })]
  built = [...built, await filled(sqliteStorage({ file, indexes: 'later' }))]
  built = [...built, await filled(postgresStorage({ pool, indexes: 'later' }))]
}, 120_000)
afterAll(async () => {
  await sqlite.close()
  await postgres.close()
  rmSync(folder, { recursive: true, force: true })
})

const open = (storage: Storage) => createCrm({ storage, jobsEveryMs: 0, clock: { now: () => NOW } })

/** Lists as they may be asked for: dense, rare and impossible ones. */
function randomList(random: SeededRandom, users: readonly string[]): { object: string; query: ListQuery } {
  const at = new Date(Date.parse(NOW) - random.below(1_000) * 86_400_000).toISOString()
  const wheres = {
    contact: [
      {},
      { lifecycle: 'customer' },
      { companyId: { industry: random.pick(INDUSTRIES) } },
      { companyId: { name: { startsWith: `${random.pick(STEMS)}s` } } },
      { name: { startsWith: random.pick(GIVEN) } },
      { name: { contains: 'berg' }, openDeals: { gt: 0 } },
      { tags: { some: { name: 'vip' } } },
      { ownerId: random.pick(users), source: 'fair' },
      { createdAt: { gte: at }, nextActivityAt: { lt: 'now' } },
      { or: [{ ownerId: random.pick(users) }, { createdAt: { lt: at } }] },
      { not: { ownerId: random.pick(users) } },
      { emails: { some: { endsWith: '7@retail.example' } } },
    ],
    deal: [
      { pipelineId: 'sales', stageId: random.pick(STAGES) },
      { stageId: random.pick(STAGES), amount: { lt: { amountMinor: 300_000, currency: 'EUR' } } },
      { contacts: { some: { name: { startsWith: random.pick(GIVEN) } } } },
      { closedAt: { empty: true }, companyId: { industry: random.pick(INDUSTRIES) } },
      { contactId: { emails: { some: { startsWith: 'k' } } } },
    ],
    activity: [
      { ownerId: random.pick(users), status: 'open', kind: 'task' },
      { ownerId: random.pick(users), status: 'open', dueAt: { lt: 'now' } },
      { kind: 'note', doneAt: { gte: at } },
      { or: [{ kind: 'call' }, { status: 'open' }] },
    ],
  }
  const sorts = {
    contact: ['-createdAt', 'createdAt', 'name', '-name', 'nextActivityAt', '-lastActivityAt', 'id', '-updatedAt'],
    deal: ['-stageEnteredAt', 'closeOn', '-amount', 'createdAt', '-closedAt'],
    activity: ['dueAt', '-dueAt', '-createdAt', 'doneAt'],
  }
  const object = random.pick(['contact', 'contact', 'deal', 'activity'] as const)
  const where = random.pick<UncheckedFilter>(wheres[object])
  const search = object === 'contact' && random.next() < 0.2 ? { search: random.pick(GIVEN) } : {}
  return { object, query: { where, sort: random.pick(sorts[object]), limit: random.pick([1, 7, 50, 200]), ...search } }
}

async function pagesOf(api: FullCrmApi, { object, query }: ReturnType<typeof randomList>): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | undefined
  for (let pages = 0; pages < 3; pages++) {
    const page = await api.list(object, { ...query, ...(cursor && { cursor }) })
    ids.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor
    if (cursor === undefined) break
  }
  return ids
}

describe(`a store of ${CONTACTS} contacts`, () => {
  it('is the same for the same seed, with five changes for each contact', () => {
    expect(built.slice(1)).toEqual([built[0], built[0]])
    expect(built[0]?.contacts).toBe(CONTACTS)
    expect(built[0]?.changes).toBeGreaterThan(5 * CONTACTS)
  })

  it('is the same whether it was committed, or loaded and given its indexes later', async () => {
    const essences: Essence[] = []
    for (const storage of [sqlite, postgres]) expect(await lacking(storage)).toEqual([])
    for (const storage of [memory, sqlite, postgres]) {
      const essence = new Essence(sha256)
      for await (const chunk of storage.dump({ tenant: TENANT })) for (const piece of chunk) essence.add(piece)
      essences.push(essence)
    }
    const [committed, ...loaded] = essences.map(({ digest, counts }) => ({ digest, counts }))
    expect(loaded).toEqual([committed, committed])
    const faults = (await sqlite.inspect?.())?.filter(({ level }) => level === 'problem')
    expect(faults).toEqual([])
  }, 120_000)

  it('has the same totals and search results, committed or loaded', async () => {
    const one = await open(memory)
    const others = [await open(sqlite), await open(postgres)]
    const hits = async (api: FullCrmApi, text: string) =>
      (await api.search(text)).map(({ object, record }) => `${object}:${record.id}`)
    const sorted = (rows: readonly TotalsRow[]) => rows.map((row) => JSON.stringify(row)).sort()
    for (const scope of [ADMIN, sellerScope(office, office.users[3] as string)])
      for (const crm of others) {
        expect(sorted(await crm.as(scope).totals('deal', TOTALS_QUERY))).toEqual(
          sorted(await one.as(scope).totals('deal', TOTALS_QUERY)),
        )
        for (const text of ['kari', 'berg', 'solveig ne', 'zzz'])
          expect(await hits(crm.as(scope), text)).toEqual(await hits(one.as(scope), text))
      }
  }, 120_000)

  it('holds what the model allows, and a log that verifies', async () => {
    const crm = await open(memory)
    const api = crm.as(ADMIN)
    for (const object of ['contact', 'company', 'lead', 'deal', 'activity', 'link', 'tag']) {
      const { items } = await api.list(object, { limit: 200 })
      expect(items.length).toBeGreaterThan(4)
      for (const { id, version, ...values } of items as readonly StoredRecord[]) {
        const parsed = createRecordParser(crm.model, object, {}).parseCreate(values, { allow: 'all' })
        expect({ id, version, ...values }).toMatchObject({ id, version, ...parsed })
      }
    }
    expect(await crm.verify(TENANT)).toMatchObject({ ok: true })
  })

  it('answers every list as the memory does, page by page', async () => {
    const random = seededRandom(SEED)
    const [one, other, third] = [await open(memory), await open(sqlite), await open(postgres)]
    let found = 0
    for (let turn = 0; turn < 120; turn++) {
      const asked = randomList(random, office.users)
      const scope = random.next() < 0.5 ? ADMIN : sellerScope(office, random.pick(office.users))
      const ids = await pagesOf(one.as(scope), asked)
      for (const crm of [other, third])
        expect(await pagesOf(crm.as(scope), asked), JSON.stringify({ asked, scope })).toEqual(ids)
      found += ids.length
    }
    expect(found).toBeGreaterThan(2_000)
  }, 120_000)

  it('is asked everything without a full scan, and finds something', async () => {
    const watched = watchStatements()
    const fresh = sqliteStorage({ file })
    const measured = await measure(fresh, { office, seed: SEED, runs: 12 })
    await fresh.close()
    const statements = watched.take()
    watched.stop()
    expect(Object.keys(measured)).toEqual(Object.keys(QUESTIONS))
    for (const [name, { admin, seller }] of Object.entries(measured))
      expect([name, admin.rows > 0 || name === 'my overdue tasks', seller.rows > 0]).toEqual([name, true, true])
    expect(statements.length).toBeGreaterThan(40)
    expect(fullScans(sqlitePlans(file, statements))).toEqual([])
  }, 60_000)

  it('sweeps old answers, takes jobs and cleans up without a full scan', async () => {
    const watched = watchStatements()
    const fresh = sqliteStorage({ file })
    const crm = await open(fresh)
    const api = crm.as(ADMIN)
    const { id, version } = await api.create('contact', { name: 'Kari Nes' }, { idempotencyKey: 'k' })
    await api.remove('contact', id, { ifVersion: version, idempotencyKey: 'l' })
    await crm.tick()
    await crm.jobs(TENANT, 'dead')
    await crm.close()
    const statements = watched.take()
    watched.stop()
    expect(statements.some((one) => one.includes('DELETE FROM kith_idempotency'))).toBe(true)
    expect(statements.some((one) => one.includes('kith_job'))).toBe(true)
    expect(fullScans(sqlitePlans(file, statements))).toEqual([])
  })

  it('would notice a full scan', () => {
    const scan = 'SELECT count(*) FROM "o_contact" WHERE "title" = ?'
    expect(fullScans(sqlitePlans(file, [scan]))).toHaveLength(1)
  })
})
