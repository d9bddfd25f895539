import { type Condition, createCrm, createModel, defineObject, money, select, text } from '@kith/core'
import type { AggregateQuery, RecordPut } from '@kith/core/storage'
import { seededRandom } from '@kith/core/testing'
import { describe, expect, it } from 'vitest'
import { watchedPool } from '../large/postgres-plans.fixture.ts'
import { postgresStorage } from './index.ts'
import { testDatabase } from './testing/database.fixture.ts'

const database = await testDatabase()
const SCOPE = { tenant: 'main' }
const there: Condition = { op: 'empty', field: 'deletedAt' }
const kind = { field: 'kind', slot: 'value', kind: 'text', type: 'select' } as const
const price = { field: 'price', slot: 'amountMinor', kind: 'integer', type: 'money' } as const
const always: Condition = {
  op: 'not',
  of: { op: 'compare', ref: { ...kind, field: 'id', type: 'relation' }, cmp: 'eq', value: 'x' },
}
const model = createModel([
  defineObject({
    name: 'thing',
    label: 'Thing',
    title: 'name',
    fields: { name: text(), kind: select({ options: ['a', 'b'] }), price: money() },
    totals: { by: ['kind'], sum: ['price.amountMinor'] },
  }),
])
const query = (where: Condition): AggregateQuery => ({
  where,
  groupBy: [kind],
  measures: [{ fn: 'count' }, { fn: 'sum', ref: price }],
})
const thing = (id: string, of: string, amountMinor: number): RecordPut => ({
  object: 'thing',
  record: { id, version: 1, kind: of, price: { amountMinor, currency: 'EUR' } },
})

async function open(name: string) {
  const schema = database.pool({ max: 1 })
  await schema.query(`CREATE SCHEMA ${name}`)
  const pool = database.pool({ max: 8, options: `-c search_path=${name}` })
  const watched = watchedPool(pool)
  return { pool, watched, storage: postgresStorage({ pool: watched.pool }) }
}

describe('totals on PostgreSQL', () => {
  it('are those of the records though many write them at once, and few rows are left when they are folded', async () => {
    const { pool, storage } = await open('races')
    await storage.open(model)
    const random = seededRandom(5)
    const write = () => {
      const put = thing(`t${random.below(30)}`, random.pick(['a', 'b']), random.below(1_000))
      const remove = random.next() < 0.2 ? [{ object: 'thing', id: `t${random.below(30)}` }] : []
      const change = {
        at: '2026-03-01T09:00:00.000Z',
        actor: { kind: 'user', id: 'u' },
        cause: 'test',
        correlation: 'c',
        configVersion: 0,
        object: 'thing',
        id: put.record.id,
        subjects: [],
        before: null,
        after: {},
        salt: '0'.repeat(32),
      }
      return storage.commit(SCOPE, { put: [put], remove, changes: [change] })
    }
    for (let round = 0; round < 30; round++) await Promise.all(Array.from({ length: 20 }, write))
    const by = (rows: readonly { readonly keys: readonly unknown[] }[]) =>
      rows.toSorted((l, r) => (String(l.keys) < String(r.keys) ? -1 : 1))
    const kept = await storage.aggregate(SCOPE, 'thing', query(there))
    expect(by(kept)).toEqual(by(await storage.aggregate(SCOPE, 'thing', query({ op: 'and', of: [there, always] }))))
    await storage.head(SCOPE)
    const { rows } = await pool.query('SELECT count(*)::int AS rows FROM t_thing')
    expect(rows[0].rows).toBeLessThan(520)
    expect(by(await storage.aggregate(SCOPE, 'thing', query(there)))).toEqual(by(kept))
    await storage.close()
  })

  it('are read instead of the records', async () => {
    const { watched, storage } = await open('board')
    const crm = await createCrm({ storage, jobsEveryMs: 0 })
    await crm.openTenant({ id: 'main', name: 'Main' })
    const api = crm.as({ ...SCOPE, actor: { kind: 'user', id: 'ida' }, roles: ['agent'], teams: ['north'] })
    await api.create('deal', { name: 'Deal', amount: { amountMinor: 700, currency: 'EUR' } })
    watched.take()
    const totals = { where: { pipelineId: 'sales' }, groupBy: ['stageId'], sum: ['amount.amountMinor'] }
    expect(await api.totals('deal', totals)).toMatchObject([{ keys: ['enquiry'], count: 1, sums: [700] }])
    const texts = [...watched.take().keys()]
    expect(texts.filter((one) => one.includes('"t_deal"'))).toHaveLength(1)
    expect(texts.filter((one) => one.includes('"o_deal"'))).toEqual([])
    await crm.close()
  })
})
