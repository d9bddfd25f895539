import { describe, expect, it } from 'vitest'
import { defineRule } from '../../rules/define-rule.ts'
import { MAIN, openWorld } from '../world.fixture.ts'

const code = (expected: string) => expect.objectContaining({ code: expected })
const call = { do: 'create-activity', kind: 'task', subject: 'Call' } as const
const hot = defineRule({
  id: 'hot',
  label: { en: 'Hot leads', nb: 'Varme leads' },
  on: 'lead.created',
  if: { score: { gte: 50 } },
  then: [{ do: 'set-fields', set: { status: 'working' } }, call],
})
const look = defineRule({
  id: 'look',
  label: 'Look',
  on: { when: 'manual', object: 'lead' },
  then: [{ ...call, subject: 'Look' }],
})
const open = () => openWorld({ config: { rules: [hot, look] } })
const tidy = { label: 'Tidy', on: 'lead.updated', then: [{ ...call, subject: 'Tidy' }] }

describe('rules', () => {
  it('are read in the language that is asked for, with how often they did something', async () => {
    const { crm, ida } = await open()
    await ida.create('lead', { name: 'Kari', email: 'kari@example.com', score: 60 })
    await crm.tick()
    const [first] = await ida.rules({ locale: 'nb' })
    expect(first).toMatchObject({ origin: 'code', active: true, runs: { count: 1 }, rule: { id: 'hot' } })
    expect(first?.said.text).toMatch(/^Når/)
    expect((await ida.rules())[0]?.said.when).toMatch(/^When/)
  })

  it('are called the same for everybody, in the language that is asked for', async () => {
    const { ola } = await open()
    expect(await ola.ruleLabels({ locale: 'nb' })).toEqual([
      { id: 'hot', label: 'Varme leads' },
      { id: 'look', label: 'Look' },
    ])
  })

  it('are for people who may configure', async () => {
    const { ola } = await open()
    await expect(ola.rules()).rejects.toThrow(code('FORBIDDEN'))
    await expect(ola.saveRule('x', tidy)).rejects.toThrow(code('FORBIDDEN'))
    await expect(ola.jobs({ state: 'dead' })).rejects.toThrow(code('FORBIDDEN'))
    await expect(ola.retryJob('x')).rejects.toThrow(code('FORBIDDEN'))
  })

  it('are taken on by another process on the same store, as the other settings are, within a second', async () => {
    const world = await open()
    const other = await openWorld({ storage: world.storage, config: { rules: [hot, look] } })
    const rules = async () => (await other.ida.rules()).map(({ rule, active }) => `${rule.id} ${active}`)
    const pass = () => other.clock.set(new Date(Date.parse(other.clock.now()) + 1_001).toISOString())
    expect(await rules()).toEqual(['hot true', 'look true'])
    const stored = await world.ida.saveRule('tidy', tidy)
    pass()
    expect(await rules()).toEqual(['hot true', 'look true', 'tidy true'])
    await world.ida.saveRule('tidy', { ...tidy, active: false }, { ifVersion: Number(stored.recordVersion) })
    pass()
    expect(await rules()).toEqual(['hot true', 'look true', 'tidy false'])
  })

  it('are stored, versioned, and run at once', async () => {
    const { crm, ida } = await open()
    const made = await ida.saveRule('tidy', tidy)
    expect(made).toMatchObject({ origin: 'stored', recordVersion: 1, rule: { id: 'tidy', version: 1 } })
    await expect(ida.saveRule('tidy', tidy)).rejects.toThrow(code('VERSION_REQUIRED'))
    await expect(ida.saveRule('tidy', tidy, { ifVersion: 9 })).rejects.toThrow(code('VERSION_CONFLICT'))
    const lead = await ida.create('lead', { name: 'Kari', email: 'kari@example.com' })
    await ida.update('lead', lead.id, { name: 'Kari Nes' }, { ifVersion: lead.version })
    await crm.tick()
    expect((await ida.list('activity')).items).toMatchObject([{ subject: 'Tidy' }])
    const off = await ida.saveRule('tidy', { ...made.rule, active: false }, { ifVersion: 1 })
    expect(off).toMatchObject({ active: false, recordVersion: 2, createdAt: made.createdAt, runs: { count: 1 } })
    const { version } = await ida.get('lead', lead.id)
    await ida.update('lead', lead.id, { name: 'Kari' }, { ifVersion: version })
    await crm.tick()
    expect((await ida.list('activity')).items).toHaveLength(1)
  })

  it('that cannot be used are refused with the path of what is wrong', async () => {
    const { ida } = await open()
    const wrong = { ...tidy, if: { nothing: 1 } }
    const path = expect.objectContaining({ details: expect.objectContaining({ path: expect.stringContaining('/if') }) })
    await expect(ida.saveRule('wrong', wrong)).rejects.toThrow(path)
    await expect(ida.describeRule(wrong)).rejects.toThrow(path)
    await expect(ida.describeRule('no')).rejects.toThrow(code('INVALID_DEFINITION'))
    expect((await ida.describeRule(tidy)).text).toContain('Tidy')
    expect(await ida.rules()).toHaveLength(2)
  })

  it('from code are switched off and on, and never edited', async () => {
    const { crm, ida } = await open()
    await expect(ida.saveRule('hot', { active: false, label: 'Other' })).rejects.toThrow(code('INVALID_DEFINITION'))
    const off = await ida.saveRule('hot', { active: false })
    expect(off).toMatchObject({ origin: 'code', active: false, recordVersion: 1 })
    await ida.create('lead', { name: 'Kari', email: 'kari@example.com', score: 60 })
    await crm.tick()
    expect((await ida.list('activity')).items).toEqual([])
    await ida.saveRule('hot', { active: true }, { ifVersion: 1 })
    await ida.create('lead', { name: 'Ola', email: 'ola@example.com', score: 60 })
    await crm.tick()
    expect((await ida.list('activity')).items).toHaveLength(1)
  })

  it('are started by people for records that they may change', async () => {
    const { crm, ida, ola, per } = await open()
    const lead = await ola.create('lead', { name: 'Kari', email: 'kari@example.com' })
    await ola.startRule('look', { object: 'lead', id: lead.id })
    await expect(per.startRule('look', { object: 'lead', id: lead.id })).rejects.toThrow(code('NOT_FOUND'))
    await expect(ola.startRule('hot', { object: 'lead', id: lead.id })).rejects.toThrow(code('NOT_FOUND'))
    await expect(ola.startRule('look', { object: 'deal', id: lead.id })).rejects.toThrow(code('INVALID_INPUT'))
    await crm.tick()
    expect((await ida.list('activity')).items).toMatchObject([{ subject: 'Look', leadId: lead.id }])
  })
})

describe('why', () => {
  it('tells which rule did what, with its conditions as they were then', async () => {
    const { crm, ida } = await open()
    const lead = await ida.create('lead', { name: 'Kari', email: 'kari@example.com', score: 60 })
    await crm.tick()
    const { version } = await ida.get('lead', lead.id)
    await ida.update('lead', lead.id, { score: 5 }, { ifVersion: version })
    const [entry, ...others] = await ida.why('lead', lead.id)
    expect(others).toEqual([])
    expect(entry).toMatchObject({
      ruleId: 'hot',
      label: 'Hot leads',
      conditions: [{ holds: true, values: { score: 60 } }],
      did: expect.arrayContaining([
        expect.objectContaining({ object: 'lead', field: 'status', before: 'new', after: 'working' }),
        expect.objectContaining({ object: 'activity' }),
      ]),
    })
    const [task] = (await ida.list('activity')).items
    expect(await ida.why('activity', String(task?.id))).toMatchObject([
      { ruleId: 'hot', conditions: [{ holds: true, values: { score: 60 } }] },
    ])
  })

  it('tells of the version of the rule that was there then, and nothing of what is masked', async () => {
    const { crm, ida, eva } = await open()
    const rank = { label: 'Rank', on: 'deal.created', if: { amount: { empty: false } }, then: [call] }
    await ida.saveRule('rank', rank)
    const deal = await ida.create('deal', { name: 'Kitchen', amount: { amountMinor: 700, currency: 'EUR' } })
    await crm.tick()
    await ida.saveRule('rank', { ...rank, label: 'Other', then: [{ ...call, subject: 'Later' }] }, { ifVersion: 1 })
    expect(await ida.why('deal', deal.id)).toMatchObject([{ label: 'Rank', ruleVersion: 1 }])
    const [task] = (await ida.list('activity')).items
    const [full] = await ida.why('activity', String(task?.id))
    expect(full).toMatchObject({ label: 'Rank', ruleVersion: 1, conditions: [{ holds: true }] })
    expect(full?.said.text).toContain('Call')
    const [less] = await eva.why('activity', String(task?.id))
    expect(JSON.stringify(less)).not.toContain('700')
    expect(less?.conditions).toEqual([])
  })

  it('is for who may see the record', async () => {
    const { ida, per } = await open()
    const lead = await ida.create('lead', { name: 'Kari', email: 'kari@example.com' })
    await expect(per.why('lead', lead.id)).rejects.toThrow(code('NOT_FOUND'))
  })
})

describe('jobs', () => {
  it('that gave up are listed with what they are about, and done when they are put again', async () => {
    const broken = defineRule({
      id: 'broken',
      label: 'Broken',
      on: 'lead.created',
      then: [{ do: 'assign-owner', strategy: 'fixed', owner: 'nobody', reassign: true }],
    })
    const { crm, clock, ida } = await openWorld({ config: { rules: [broken] } })
    const lead = await ida.create('lead', { name: 'Kari', email: 'kari@example.com' })
    for (let hour = 0; hour < 12; hour++) {
      await crm.tick()
      clock.advance({ hours: 1 })
    }
    const { items } = await ida.jobs({ state: 'dead' })
    expect(items).toMatchObject([{ ruleId: 'broken', object: 'lead', recordId: lead.id, attempts: 8, state: 'dead' }])
    await crm.openTenant({ id: MAIN, name: 'Main', users: [{ id: 'nobody', name: 'Nora' }] })
    await ida.retryJob(String(items[0]?.id))
    await crm.tick()
    expect(await ida.get('lead', lead.id)).toMatchObject({ ownerId: 'nobody' })
    expect(await ida.jobs({ state: 'dead' })).toEqual({ items: [] })
    await expect(ida.retryJob('no-such-job')).rejects.toThrow(code('NOT_FOUND'))
  })
})
