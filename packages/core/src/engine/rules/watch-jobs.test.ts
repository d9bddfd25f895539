import { describe, expect, it } from 'vitest'
import { defineRule } from '../../rules/define-rule.ts'
import { defineScore } from '../../rules/score.ts'
import type { Rule } from '../../rules/types.ts'
import { MAIN, openWorld, type World } from '../world.fixture.ts'

const task = (subject: string) => ({ do: 'create-activity', kind: 'task', subject }) as const
const rule = (id: string, over: Partial<Rule>) =>
  defineRule({ id, label: id, on: 'lead.created', then: [task(id)], ...over })
const open = (rules: readonly Rule[]) => openWorld({ config: { rules } })
const done = async ({ ida }: World) => (await ida.list('activity')).items.map((one) => one['subject']).sort()
const pass = async (world: World, duration: Parameters<World['clock']['advance']>[0]) => {
  world.clock.advance(duration)
  await world.crm.tick()
}

describe('dates of records', () => {
  const follow = rule('follow', {
    on: { when: 'date-reached', object: 'deal', field: 'closeOn', after: { days: 2 }, at: '08:00' },
  })

  it('are waited for, moved with the record, and dropped with it', async () => {
    const world = await open([follow])
    const { ida, crm } = world
    const make = (name: string, closeOn?: string) => ida.create('deal', { name, ...(closeOn ? { closeOn } : {}) })
    const kept = await make('Kept', '2026-03-10')
    const moved = await make('Moved', '2026-03-10')
    const gone = await make('Gone', '2026-03-10')
    await make('None')
    await ida.update('deal', moved.id, { closeOn: '2026-03-20' }, { ifVersion: moved.version })
    await ida.remove('deal', gone.id, { ifVersion: gone.version })
    const waiting = async () => (await crm.jobs(MAIN, 'waiting')).filter(({ kind }) => kind === 'rule.date').length
    expect(await waiting()).toBe(2)
    await pass(world, { days: 11 })
    const { items } = await ida.list('activity')
    expect(items.map(({ dealId }) => dealId)).toEqual([kept.id])
    await pass(world, { days: 10 })
    expect((await ida.list('activity')).items.map(({ dealId }) => dealId).sort()).toEqual([kept.id, moved.id].sort())
    expect(await waiting()).toBe(0)
    await pass(world, { days: 40 })
    expect(await done(world)).toHaveLength(2)
  })

  it('come every year where they are yearly, only with the consent that they need', async () => {
    const birthday = rule('birthday', {
      on: { when: 'date-reached', object: 'contact', field: 'birthOn', yearly: true, at: '08:00' },
      consent: { purpose: 'sales' },
    })
    const world = await open([birthday])
    const { ida } = world
    const yes = await ida.create('contact', { name: 'Yes', birthOn: '1980-03-10' })
    await ida.create('contact', { name: 'No', birthOn: '1980-03-10' })
    await ida.giveConsent({ contactId: yes.id, purpose: 'sales', text: 'Yes', method: 'phone' })
    await pass(world, { days: 10 })
    expect((await ida.list('activity')).items.map(({ contactId }) => contactId)).toEqual([yes.id])
    await pass(world, { years: 1 })
    expect(await done(world)).toHaveLength(2)
  })

  it('of records that were there before the rule are found once it is saved', async () => {
    const world = await open([])
    await world.ida.create('deal', { name: 'Old', closeOn: '2026-03-10' })
    const { id: _, version: __, ...json } = follow
    await world.ida.saveRule('follow', json)
    await world.crm.tick()
    await pass(world, { days: 11 })
    expect(await done(world)).toEqual(['follow'])
  })
})

describe('dates that no calendar has', () => {
  const before = rule('before', {
    on: { when: 'date-reached', object: 'deal', field: 'closeOn', before: { workingDays: 2 } },
  })
  const far = { years: 100_000, months: 100_000, weeks: 100_000, days: 100_000 }
  const never = rule('never', {
    on: { when: 'date-reached', object: 'deal', field: 'closeOn', after: far, at: '09:00', yearly: true },
  })
  const settings = { id: MAIN, name: 'Main', zone: 'Europe/Oslo', baseCurrency: 'EUR' }

  it('are none, and cost no record', async () => {
    const world = await open([before, never])
    const { ida, storage, crm } = world
    const [stored] = await storage.get({ tenant: MAIN }, 'tenant', [MAIN])
    const calendar = { days: [], from: '09:00', to: '17:00' }
    const record = { ...(stored as NonNullable<typeof stored>), version: 9, calendar }
    await storage.commit({ tenant: MAIN }, { put: [{ object: 'tenant', record }] })
    world.clock.advance({ minutes: 1 })
    const days = ['2026-03-20', '9999-12-31', '0001-01-01']
    for (const closeOn of days) await ida.create('deal', { name: closeOn, closeOn })
    await crm.tick()
    expect((await ida.list('deal')).items).toHaveLength(3)
  })

  it('come of no calendar that a tenant is opened with', async () => {
    const { crm } = await open([])
    const calendar = { days: [1, 2], from: '09:00', to: '17:00' }
    const wrong = [
      { days: [] },
      { days: [8] },
      { from: '17:00', to: '09:00' },
      { to: '25:00' },
      { holidays: ['17 May'] },
    ]
    for (const over of wrong)
      await expect(crm.openTenant({ ...settings, calendar: { ...calendar, ...over } })).rejects.toThrow(
        expect.objectContaining({ code: 'INVALID_INPUT' }),
      )
    await crm.openTenant({ ...settings, calendar })
  })

  it('are counted anew when the working days change', async () => {
    const world = await open([before])
    await world.ida.create('deal', { name: 'Kitchen', closeOn: '2026-03-20' })
    const dueAt = async () =>
      (await world.crm.jobs(MAIN, 'waiting')).filter(({ kind }) => kind === 'rule.date').map((job) => job.dueAt)
    expect(await dueAt()).toEqual(['2026-03-18T08:00:00.000Z'])
    const holidays = ['2026-03-19']
    await world.crm.openTenant({
      ...settings,
      calendar: { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00', holidays },
    })
    await world.crm.tick()
    expect(await dueAt()).toEqual(['2026-03-17T08:00:00.000Z'])
  })
})

describe('schedules', () => {
  it('have a budget for each record: one that finds hundreds does its work for all', async () => {
    const two = [task('one'), task('two')]
    const daily = rule('daily', { on: { when: 'schedule', object: 'lead', cron: '0 7 * * *' }, then: two })
    const world = await open([daily])
    const { ida, crm } = world
    await crm.tick()
    for (let at = 0; at < 120; at++) await ida.create('lead', { name: `L${at}`, email: `l${at}@example.com` })
    await pass(world, { days: 1 })
    expect(await crm.jobs(MAIN, 'dead')).toEqual([])
    expect((await ida.totals('activity'))[0]?.count).toBe(240)
  })

  it('run at their times for the records that meet the condition, many of them, each once', async () => {
    const weekly = rule('weekly', {
      on: { when: 'schedule', object: 'lead', cron: '0 7 * * mon' },
      if: { status: 'new' },
    })
    const world = await open([weekly])
    const { ida, crm } = world
    await crm.tick()
    for (let at = 0; at < 130; at++) await ida.create('lead', { name: `L${at}`, email: `l${at}@example.com` })
    const other = await ida.create('lead', { name: 'Other', email: 'other@example.com' })
    await ida.update('lead', other.id, { status: 'working' }, { ifVersion: other.version })
    await pass(world, { days: 6 })
    expect((await ida.totals('activity'))[0]?.count ?? 0).toBe(0)
    await pass(world, { days: 1 })
    expect((await ida.totals('activity'))[0]?.count).toBe(130)
    await pass(world, { days: 1 })
    expect((await ida.totals('activity'))[0]?.count).toBe(130)
    await pass(world, { days: 6 })
    expect((await ida.totals('activity'))[0]?.count).toBe(260)
  })
})

describe('segments', () => {
  it('tell when a record comes in and when it leaves', async () => {
    const [entered, left] = (['segment-entered', 'segment-left'] as const).map((when) =>
      rule(when, { on: { when, object: 'lead', segment: 'hot' } }),
    ) as [Rule, Rule]
    const world = await open([entered, left])
    const { ida, crm } = world
    const service = crm.as({ tenant: MAIN, actor: { kind: 'service', id: 'seed' }, roles: [] })
    const segment = await service.create('segment', { name: 'Hot', object: 'lead', where: { score: { gte: 50 } } })
    const rules = [entered, left].map(({ id, version: _, ...json }) => ({
      id: `${id}-2`,
      json: { ...json, on: { ...(json.on as object), segment: segment.id } },
    }))
    for (const { id, json } of rules) await ida.saveRule(id, json)
    const lead = await ida.create('lead', { name: 'Kari', email: 'kari@example.com', score: 60 })
    await crm.tick()
    await crm.tick()
    expect(await done(world)).toEqual(['segment-entered'])
    expect((await ida.list('segmentMember')).items).toMatchObject([{ recordId: lead.id, segmentId: segment.id }])
    const { version } = await ida.get('lead', lead.id)
    await ida.update('lead', lead.id, { score: 5 }, { ifVersion: version })
    await crm.tick()
    expect(await done(world)).toEqual(['segment-entered', 'segment-left'])
    await pass(world, { hours: 1 })
    expect(await done(world)).toHaveLength(2)
  })
})

describe('scores', () => {
  const leadScore = defineScore({
    id: 'lead-score',
    label: 'Lead score',
    object: 'lead',
    field: 'score',
    min: 0,
    max: 100,
    points: [
      { id: 'phone', label: 'Phone', if: { phone: { empty: false } }, points: 20 },
      { id: 'new', label: 'Came lately', if: {}, points: 40, decay: { field: 'createdAt', halfLifeDays: 10 } },
    ],
  })

  it('are written when a record is, and again when they have faded', async () => {
    const world = await openWorld({ config: { rules: [], scores: [leadScore] } })
    const { ida, crm } = world
    const lead = await ida.create('lead', { name: 'Kari', email: 'kari@example.com', phone: '+4722334455' })
    const total = async () => (await ida.get('lead', lead.id))['score']
    await crm.tick()
    expect(await total()).toBe(60)
    for (let day = 0; day < 10; day++) await pass(world, { days: 1 })
    expect(await total()).toBe(40)
    const waiting = (await crm.jobs(MAIN, 'waiting')).filter(({ kind }) => kind === 'score')
    expect(waiting).toHaveLength(1)
  })
})
