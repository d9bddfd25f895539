import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import {
  createCrm,
  defineCrm,
  type FullCrmApi,
  type Role,
  type Scope,
  type StoredRecord,
  type TotalsQuery,
  type TotalsRow,
} from '@kith/core'
import { fakeClock, type SeededRandom, seededRandom } from '@kith/core/testing'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { sqliteStorage } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'kith-totals-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** As the board asks, and as a report asks. */
const BOARD: TotalsQuery = {
  where: { pipelineId: 'sales' },
  groupBy: ['stageId', 'amount.currency'],
  sum: ['amount.amountMinor'],
}
const REPORT: TotalsQuery = {
  where: { not: { status: 'lost' } },
  groupBy: ['stageId', 'ownerId', 'amount.currency'],
  sum: ['amount.amountMinor', 'amount.baseMinor'],
}
const STAGES = ['enquiry', 'meeting', 'offer', 'contract', 'won', 'lost'] as const
const USERS = ['ida', 'ola', 'eva'] as const
const TEAMS = { ida: 'north', ola: 'north', eva: 'south' } as const
const MAIN = { tenant: 'main' }

const LARGE = { amount: { gte: { amountMinor: 500, currency: 'EUR' } } }
const every = { object: '*', actions: ['read', 'create', 'update', 'delete'] } as const
const roles: readonly Role[] = [
  { id: 'admin', label: 'Admin', permissions: [every], configure: true },
  { id: 'leader', label: 'Team leader', permissions: [{ ...every, where: 'team' }] },
  { id: 'seller', label: 'Seller', permissions: [{ ...every, where: 'own' }] },
  { id: 'owner', label: 'By owner', permissions: [{ ...every, where: { ownerId: { actor: 'id' } } }] },
  { id: 'large', label: 'Large deals', permissions: [{ object: 'deal', actions: ['read'], where: LARGE }] },
]

let files = 0
async function open() {
  const clock = fakeClock('2026-03-02T09:00:00.000Z')
  const storage = sqliteStorage({ file: join(folder, `${++files}.db`) })
  const crm = await createCrm({ storage, clock, jobsEveryMs: 0, config: defineCrm({ roles, rules: [] }) })
  const rates = { on: '2026-03-01', perUnit: { NOK: 0.1 } }
  const teams = ['north', 'south'].map((id) => ({ id, name: id }))
  const users = USERS.map((id) => ({ id, name: id, teamIds: [TEAMS[id]] }))
  await crm.openTenant({ id: 'main', name: 'Main', users, teams, rates })
  const as = (id: (typeof USERS)[number], role: string) =>
    crm.as({ ...MAIN, actor: { kind: 'user', id }, roles: [role], teams: [TEAMS[id]] } satisfies Scope)
  return { crm, clock, storage, as }
}

type World = Awaited<ReturnType<typeof open>>

const amountOf = (random: SeededRandom) =>
  random.next() < 0.2
    ? null
    : { amountMinor: random.below(1_000), currency: random.pick(['EUR', 'NOK', 'TRY'] as const) }

/** One thing that people do with deals; what is refused changes nothing. */
async function step({ crm, clock, storage, as }: World, random: SeededRandom, seqs: number[]): Promise<void> {
  const api = as(random.pick(USERS), 'admin')
  const { items } = await api.list('deal', { limit: 200 })
  const gone = (await api.list('deal', { limit: 200, deleted: true })).items
  const deal = items.length > 0 ? random.pick(items) : undefined
  const options = { ifVersion: deal?.version ?? 0 }
  const acts: readonly (() => Promise<unknown>)[] = [
    () => api.create('deal', { name: 'Deal', amount: amountOf(random) }),
    () => api.create('deal', { name: 'Deal', amount: amountOf(random), stageId: random.pick(STAGES.slice(0, 5)) }),
    async () => deal && api.update('deal', deal.id, { amount: amountOf(random) }, options),
    async () => deal && api.moveDeal(deal.id, { stageId: random.pick(STAGES), lostReason: 'x' }, options),
    async () => deal && api.assign('deal', deal.id, { ownerId: random.pick(USERS) }, options),
    async () => deal && api.remove('deal', deal.id, options),
    async () => gone[0] && api.restore('deal', gone[0].id, { ifVersion: gone[0].version }),
    async () => seqs.length > 0 && api.undo({ changes: [random.pick(seqs)] }),
    async () => clock.advance({ days: random.below(40) }),
    () => crm.tick(),
    () => storage.commit(MAIN, { put: [{ object: 'deal', record: imported(random) }] }),
  ]
  await random
    .pick(acts)()
    .catch(() => undefined)
  seqs.push(await storage.head(MAIN))
}

/** As it comes from another CRM. */
function imported(random: SeededRandom): StoredRecord {
  const ownerId = random.pick(USERS)
  const amount = amountOf(random)
  const placed = { pipelineId: 'sales', stageId: random.pick(STAGES), status: 'open' }
  const keys = { ownerId, teamId: TEAMS[ownerId], access: [`t:${TEAMS[ownerId]}`, `u:${ownerId}`] }
  const id = `imported-${random.below(5)}`
  return {
    id,
    version: 1,
    createdAt: '2026-01-01T00:00:00.000Z',
    name: 'Deal',
    ...placed,
    ...keys,
    ...(amount && { amount }),
  }
}

/** What comes of adding up all records that the caller sees. */
async function addedUp(api: FullCrmApi, query: TotalsQuery): Promise<readonly TotalsRow[]> {
  const rows = new Map<string, { keys: TotalsRow['keys']; count: number; sums: number[] }>()
  const read = (record: StoredRecord, path: string) => {
    const [field = '', slot] = path.split('.')
    const value = record[field] as Readonly<Record<string, string | number>> | string | undefined
    return (slot === undefined || typeof value !== 'object' ? (slot ? undefined : value) : value[slot]) ?? null
  }
  for (let cursor: string | undefined; ; ) {
    const page = await api.list('deal', { where: query.where ?? {}, limit: 200, ...(cursor && { cursor }) })
    for (const record of page.items) {
      const keys = (query.groupBy ?? []).map((path) => read(record, path)) as TotalsRow['keys']
      const row = rows.get(JSON.stringify(keys)) ?? { keys, count: 0, sums: (query.sum ?? []).map(() => 0) }
      rows.set(JSON.stringify(keys), row)
      row.count++
      for (const [at, path] of (query.sum ?? []).entries())
        row.sums[at] = (row.sums[at] ?? 0) + Number(read(record, path))
    }
    cursor = page.nextCursor
    if (cursor === undefined) return sorted([...rows.values()])
  }
}

const sorted = (rows: readonly TotalsRow[]) =>
  rows.toSorted((left, right) => (JSON.stringify(left.keys) < JSON.stringify(right.keys) ? -1 : 1))

describe('totals on SQLite', () => {
  it.each([1, 2, 3, 4])('are those of the records after any history (seed %i)', async (seed) => {
    const world = await open()
    const random = seededRandom(seed)
    const seqs: number[] = []
    let most = 0
    for (let steps = 0; steps < 60; steps++) {
      await step(world, random, seqs)
      if (steps % 6 !== 5) continue
      for (const role of ['admin', 'leader', 'seller', 'owner', 'large'])
        for (const query of [BOARD, REPORT]) {
          const api = world.as(random.pick(USERS), role)
          const rows = await addedUp(api, query)
          expect(sorted(await api.totals('deal', query))).toEqual(rows)
          most = Math.max(most, rows.length)
        }
    }
    expect(most).toBeGreaterThan(5)
    await world.crm.close()
  })

  it('are read from what is kept for administrators, team leaders and sellers, and counted for others', async () => {
    const prepare = vi.spyOn(DatabaseSync.prototype, 'prepare')
    const { crm, as } = await open()
    await as('ida', 'admin').create('deal', { name: 'Deal', amount: { amountMinor: 700, currency: 'EUR' } })
    const tables = async (role: string) => {
      const before = prepare.mock.calls.length
      for (const query of [BOARD, REPORT]) await as('ida', role).totals('deal', query)
      const texts = prepare.mock.calls.slice(before).map(([text]) => text)
      return [...new Set(texts.flatMap((text) => /FROM "(\w_deal)" t/.exec(text)?.[1] ?? []))]
    }
    for (const role of ['admin', 'leader', 'seller', 'owner']) expect(await tables(role)).toEqual(['t_deal'])
    expect(await tables('large')).toEqual(['o_deal'])
    prepare.mockRestore()
    await crm.close()
  })
})
