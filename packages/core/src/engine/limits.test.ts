import { describe, expect, it } from 'vitest'
import { createJobRunner } from './jobs.ts'
import { MAIN, openWorld } from './world.fixture.ts'

const code = (expected: string) => expect.objectContaining({ code: expected })

describe('amounts', () => {
  it('whose value in the base currency is past the safe integers are refused', async () => {
    const { crm, ida } = await openWorld()
    const rates = { on: '2026-03-01', perUnit: { KWD: 3_000, NOK: 0.1 } }
    await crm.openTenant({ id: 'other', name: 'Other', baseCurrency: 'EUR', rates })
    const api = crm.as({ tenant: 'other', actor: { kind: 'service', id: 'seed' }, roles: [] })
    const deal = (amountMinor: number, currency: string) =>
      api.create('deal', { name: 'A', pipelineId: 'sales', amount: { amountMinor, currency } })
    await expect(deal(Number.MAX_SAFE_INTEGER, 'KWD')).rejects.toThrow(code('INVALID_INPUT'))
    expect(await deal(Number.MAX_SAFE_INTEGER, 'NOK')).toHaveProperty('amount.baseMinor', 900719925474099)
    expect(await ida.list('deal')).toEqual({ items: [] })
  })
})

describe('settings of a tenant', () => {
  it.each([{ zone: 'Nowhere/At_all' }, { locale: 'not a language' }, { baseCurrency: 'euro' }])(
    'that every commit would fail by are refused at once: %o',
    async (settings) => {
      const { crm } = await openWorld()
      await expect(crm.openTenant({ id: 'x', name: 'X', ...settings })).rejects.toThrow(code('INVALID_INPUT'))
    },
  )
})

describe('totals', () => {
  it('of more groups than anybody reads are refused, with how many may be asked for', async () => {
    const { ida, storage } = await openWorld()
    const tags = Array.from({ length: 20_001 }, (_, at) => ({ id: `t${at}`, version: 1, name: `Tag ${at}` }))
    await storage.commit({ tenant: MAIN }, { put: tags.map((record) => ({ object: 'tag', record })) })
    const refusal = expect.objectContaining({ code: 'TOO_MANY_GROUPS', details: { maximum: 20_000 } })
    await expect(ida.totals('tag', { groupBy: ['name'] })).rejects.toThrow(refusal)
    expect(await ida.totals('tag')).toMatchObject([{ count: 20_001 }])
    await storage.commit({ tenant: MAIN }, { remove: [{ object: 'tag', id: 't0' }] })
    expect(await ida.totals('tag', { groupBy: ['name'] })).toHaveLength(20_000)
  })
})

describe('a search', () => {
  it('for more words than anybody types is refused', async () => {
    const { ida } = await openWorld()
    await expect(ida.list('contact', { search: 'a '.repeat(5_000) })).rejects.toThrow(code('INVALID_INPUT'))
  })
})

describe('a form', () => {
  it.each(['nb_NO', 'no-such-thing-at-all!', 'x', ''])(
    'comes in a language that it can be sent back in: "%s"',
    async (locale) => {
      const { crm, ida } = await openWorld()
      const site = crm.visitors({ tenant: MAIN })
      const form = await site.form('contact', { locale })
      const values = { name: 'Kari', email: 'kari@example.com' }
      await site.submit('contact', { values, locale: form.locale }, { idempotencyKey: 'key-0001' })
      expect((await ida.list('lead')).items).toHaveLength(1)
    },
  )
})

describe('a job', () => {
  it('that took its process down too often is given up, and shown', async () => {
    const { storage, clock } = await openWorld()
    const job = {
      id: 'j',
      kind: 'deadly',
      key: 'k',
      dueAt: clock.now(),
      attempts: 8,
      payload: null,
      state: 'waiting',
    } as const
    await storage.commit({ tenant: 'jobs' }, { jobs: { put: [job] } })
    let ran = 0
    const deadly = async () => void ran++
    const random = { bytes: (length: number) => new Uint8Array(length) }
    await createJobRunner({ storage, clock, random, handlers: { deadly }, everyMs: 0, onError: () => {} }).tick()
    expect([ran, (await storage.jobs({ tenant: 'jobs' }, { state: 'dead', limit: 5 })).length]).toEqual([0, 1])
  })
})

describe('closing', () => {
  it('waits for the jobs that were taken, not for all that are due', async () => {
    const { storage, clock } = await openWorld()
    const put = Array.from({ length: 200 }, (_, at) => {
      const rest = { kind: 'slow', dueAt: clock.now(), attempts: 0, payload: null, state: 'waiting' } as const
      return { id: `j${at}`, key: `k${at}`, ...rest }
    })
    await storage.commit({ tenant: 'jobs' }, { jobs: { put } })
    let ran = 0
    const random = { bytes: (length: number) => new Uint8Array(length) }
    const slow = async () => {
      if (++ran === 5) void runner.close()
    }
    const runner = createJobRunner({ storage, clock, random, handlers: { slow }, everyMs: 0, onError: () => {} })
    await runner.tick()
    await runner.close()
    expect(ran).toBe(20)
    expect(await storage.jobs({ tenant: 'jobs' }, { state: 'waiting', limit: 500 })).toHaveLength(180)
  })
})

describe('a move without a version', () => {
  it('is never carried out on top of what somebody else did meanwhile', async () => {
    const { ida } = await openWorld()
    for (let round = 0; round < 20; round++) {
      const { id } = await ida.create('deal', { name: `Deal ${round}`, amount: { amountMinor: 1, currency: 'EUR' } })
      const moves = await Promise.allSettled(
        ['meeting', 'offer', 'contract'].map((stageId) => ida.moveDeal(id, { stageId })),
      )
      const lost = moves.flatMap((move) => (move.status === 'rejected' ? [move.reason] : []))
      expect(lost.map((error) => error.code)).toEqual(lost.map(() => 'VERSION_CONFLICT'))
      const { version } = await ida.get('deal', id)
      expect(version - 1).toBe(moves.length - lost.length)
      expect(lost.length).toBeGreaterThan(0)
    }
  })
})
