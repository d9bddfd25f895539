import { describe, expect, it } from 'vitest'
import { defineRule } from '../../rules/define-rule.ts'
import type { Rule, RuleStep } from '../../rules/types.ts'
import { MAIN, openWorld, type World } from '../world.fixture.ts'

const task = (subject: string) => ({ do: 'create-activity', kind: 'task', subject }) as const
const wait = { wait: { hours: 1 } } as const
const rule = (id: string, over: Partial<Rule>) =>
  defineRule({ id, label: id, on: 'lead.created', then: [wait, task(id)], ...over })
const open = (rules: readonly Rule[] = []) => openWorld({ config: { rules } })
const done = async ({ ida }: World) => (await ida.list('activity')).items.map((one) => one['subject']).sort()
const anHour = async (world: World) => {
  world.clock.advance({ hours: 1 })
  await world.crm.tick()
}
const capture = async ({ ida, crm }: World) => {
  await ida.create('lead', { name: 'Kari', email: 'kari@example.com' })
  await crm.tick()
}

describe('a rule that waits', () => {
  const json = { label: 'Later', on: 'lead.created', then: [wait, task('later')] }

  it('does nothing more once it is switched off, be it from code or stored', async () => {
    const world = await open([rule('code', {})])
    const stored = await world.ida.saveRule('stored', json)
    await capture(world)
    await world.ida.saveRule('stored', { ...json, active: false }, { ifVersion: Number(stored.recordVersion) })
    await world.ida.saveRule('code', { active: false })
    await anHour(world)
    expect(await done(world)).toEqual([])
    expect(await world.crm.jobs(MAIN, 'dead')).toEqual([])
  })

  it('does nothing more once it is deleted', async () => {
    const world = await open()
    const stored = await world.ida.saveRule('stored', json)
    await capture(world)
    const service = world.crm.as({ tenant: MAIN, actor: { kind: 'service', id: 'host' }, roles: [] })
    await service.remove('rule', 'stored', { ifVersion: Number(stored.recordVersion) })
    await anHour(world)
    expect(await done(world)).toEqual([])
  })

  it('ends with the steps that it began with, whatever it says by then', async () => {
    const world = await open()
    const stored = await world.ida.saveRule('stored', json)
    await capture(world)
    const then = [wait, task('other')]
    await world.ida.saveRule('stored', { ...json, then }, { ifVersion: Number(stored.recordVersion) })
    await anHour(world)
    expect(await done(world)).toEqual(['later'])
  })

  it('asks again for the consent that it needs', async () => {
    const world = await open([rule('sales', { on: 'contact.updated', consent: { purpose: 'sales' } })])
    const { ida, crm } = world
    const agree = async (name: string) => {
      const { id, version } = await ida.create('contact', { name })
      const consent = await ida.giveConsent({ contactId: id, purpose: 'sales', text: 'Yes', method: 'phone' })
      await ida.update('contact', id, { name: `${name} Berg` }, { ifVersion: version })
      await crm.tick()
      return { id, consent }
    }
    const [kept, gone] = [await agree('Kari'), await agree('Ola')]
    await ida.withdrawConsent(gone.consent.id, {})
    await anHour(world)
    expect((await ida.list('activity')).items.map(({ contactId }) => contactId)).toEqual([kept.id])
  })

  it('for a date goes on when it comes, also where it was moved to later meanwhile', async () => {
    const meeting = { kind: 'meeting', subject: 'meeting', dueAt: '2026-03-02T12:00:00.000Z' } as const
    const then = [{ wait: { field: 'dueAt' } }, task('after')] as const
    const world = await open([rule('meetings', { on: 'activity.created', if: { kind: 'meeting' }, then })])
    const { ida, crm, clock } = world
    const { id, version } = await ida.create('activity', meeting)
    await crm.tick()
    await ida.update('activity', id, { dueAt: '2026-03-04T12:00:00.000Z' }, { ifVersion: version })
    clock.set('2026-03-03T12:00:00.000Z')
    await crm.tick()
    expect(await done(world)).toEqual(['meeting'])
    clock.set('2026-03-04T12:00:00.000Z')
    await crm.tick()
    expect(await done(world)).toEqual(['after', 'meeting'])
  })

  it('often is no loop to the rules that hear of what it does', async () => {
    const then = Array.from({ length: 12 }, (_, at): RuleStep[] => [wait, task(`step-${at}`)]).flat()
    const heard = rule('heard', { on: 'activity.created', if: { subject: 'step-11' }, then: [task('heard')] })
    const world = await open([rule('drip', { then }), heard])
    await capture(world)
    for (let hour = 0; hour < 12; hour++) await anHour(world)
    expect(await world.crm.jobs(MAIN, 'dead')).toEqual([])
    expect(await done(world)).toContain('heard')
  })
})

it('a rule that is changed between a crash and the next run of its job has done its work already', async () => {
  const world = await open()
  const { ida, crm, storage } = world
  const json = (subject: string) => ({ label: 'Once', on: 'lead.created', then: [task(subject)] })
  const saved = await ida.saveRule('once', json('first'))
  await crm.tick()
  await ida.create('lead', { name: 'Kari', email: 'kari@example.com' })
  const waiting = await storage.jobs({ tenant: MAIN }, { state: 'waiting', limit: 10 })
  await crm.tick()
  await storage.commit({ tenant: MAIN }, { jobs: { put: waiting.filter(({ kind }) => kind === 'rules') } })
  await ida.saveRule('once', json('second'), { ifVersion: Number(saved.recordVersion) })
  await crm.tick()
  expect(await done(world)).toEqual(['first'])
  expect(await crm.jobs(MAIN, 'dead')).toEqual([])
})
