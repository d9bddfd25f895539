import { describe, expect, it } from 'vitest'
import { defineRule } from '../../rules/define-rule.ts'
import { openWorld } from '../world.fixture.ts'

const code = (expected: string) => expect.objectContaining({ code: expected })
const hot = defineRule({
  id: 'hot',
  label: 'Hot',
  on: 'lead.created',
  if: { score: { gte: 50 } },
  then: [{ do: 'create-activity', kind: 'task', subject: 'Call' }],
})
const span = { from: '2026-03-02T00:00:00Z', to: '2026-03-04T00:00:00Z' }

async function open() {
  const world = await openWorld({ config: { rules: [hot] } })
  const { ida, crm, clock } = world
  const early = await ida.create('lead', { name: 'Early', email: 'early@example.com', score: 80 })
  clock.advance({ days: 1 })
  for (const score of [10, 40, 60])
    await ida.create('lead', { name: `Lead ${score}`, email: `l${score}@example.com`, score })
  await crm.tick()
  await ida.update('lead', early.id, { score: 1 }, { ifVersion: early.version })
  return world
}

describe('simulateRules', () => {
  it('says what a rule would have done, on the records as they were, and does nothing', async () => {
    const { ida, storage } = await open()
    const head = await storage.head({ tenant: 'main' })
    const report = await ida.simulateRules({ rules: ['hot'], ...span })
    expect(report.runs.map(({ title }) => title).sort()).toEqual(['Early', 'Lead 60'])
    expect(report).toMatchObject({ complete: true, more: false, tallies: [{ ruleId: 'hot', fired: 2 }] })
    expect(report.runs[0]).toMatchObject({ conditions: [{ holds: true }], review: false })
    expect(await storage.head({ tenant: 'main' })).toBe(head)
    const late = await ida.simulateRules({ rules: ['hot'], from: '2026-03-03T00:00:00Z', to: span.to })
    expect(late.runs.map(({ title }) => title)).toEqual(['Lead 60'])
  })

  it('is one at a time, and waits for one that was given up', async () => {
    const { ida } = await open()
    const input = { rules: ['hot'], ...span }
    const both = await Promise.allSettled([ida.simulateRules(input), ida.simulateRules(input)])
    expect(both).toMatchObject([{ status: 'fulfilled' }, { status: 'rejected', reason: { code: 'RATE_LIMITED' } }])
    const stop = new AbortController()
    const again = Promise.allSettled([ida.simulateRules(input, { signal: stop.signal }), ida.simulateRules(input)])
    stop.abort(new Error('enough'))
    expect(await again).toMatchObject([
      { status: 'rejected', reason: { message: 'enough' } },
      { status: 'fulfilled', value: { complete: true } },
    ])
  })

  it('says deeds without what is of one case: its name and its times', async () => {
    const { ida } = await open()
    const give = { do: 'assign-owner', strategy: 'fixed', owner: 'ola', reassign: true }
    const plan = { do: 'create-activity', kind: 'task', subject: 'Call', due: { days: 1 } }
    const { runs } = await ida.simulateRules({ rules: [{ ...hot, then: [give, plan] }], ...span })
    expect(new Set(runs.map(({ deeds }) => JSON.stringify(deeds))).size).toBe(1)
    expect(runs[0]?.deeds).toEqual([
      { said: 'a lead goes to ola', alike: 'a lead gets an owner', who: 'ola' },
      { said: 'a task “Call” is planned', alike: 'a task “Call” is planned' },
    ])
  })

  it('says in the language of the caller what was refused and which steps did nothing, with the reason', async () => {
    const { ida } = await open()
    const nobody = { do: 'assign-owner', strategy: 'fixed', owner: 'nobody', reassign: true }
    const same = { do: 'set-fields', set: { status: 'new' } }
    const { runs } = await ida.simulateRules({ rules: [{ ...hot, then: [same, nobody] }], ...span }, { locale: 'nb' })
    expect(runs[0]?.skipped).toEqual(['steg 1 gjør ingenting, fordi det er slik allerede'])
    expect(runs[0]?.deeds).toEqual([
      {
        said: 'en henvendelse går til «nobody»: ikke gjort, fordi dette ikke kan brukes: Ansvarlig',
        alike: 'en henvendelse får en ansvarlig: ikke gjort, fordi dette ikke kan brukes: Ansvarlig',
      },
    ])
  })

  it('tries a rule that is switched off as if it were on: a whole one, one in place of it, and one by its id', async () => {
    const { ida } = await open()
    const off = { ...hot, active: false }
    const titles = async (rules: readonly unknown[], instead?: readonly unknown[]) => {
      const report = await ida.simulateRules({ rules, ...(instead ? { instead } : {}), ...span })
      return [report.runs.map(({ title }) => title).sort(), report.tallies[0]?.considered, report.differences]
    }
    expect(await titles([off])).toEqual([['Early', 'Lead 60'], 4, undefined])
    expect(await titles(['hot'], [off])).toEqual([['Early', 'Lead 60'], 4, []])
    await ida.saveRule('hot', { active: false })
    expect(await titles(['hot'])).toEqual([['Early', 'Lead 60'], 4, undefined])
  })

  it('says who would have been treated differently', async () => {
    const { ida } = await open()
    const warm = { ...hot, if: { score: { gte: 40 } } }
    const { differences } = await ida.simulateRules({ rules: ['hot'], instead: [warm], ...span })
    expect(differences).toMatchObject([{ title: 'Lead 40', before: [], after: [expect.stringContaining('Call')] }])
  })

  it('is for people who may configure, one at a time, and checks what it is given', async () => {
    const { ida, ola } = await open()
    await expect(ola.simulateRules({ rules: ['hot'], ...span })).rejects.toThrow(code('FORBIDDEN'))
    await expect(ida.simulateRules({ rules: ['no'], ...span })).rejects.toThrow(code('INVALID_INPUT'))
    await expect(ida.simulateRules({ rules: [], ...span })).rejects.toThrow(code('INVALID_INPUT'))
    await expect(ida.simulateRules({ rules: [{}], ...span })).rejects.toThrow(code('INVALID_DEFINITION'))
    await expect(ida.simulateRules({ rules: ['hot'], from: 'x', to: 'y' })).rejects.toThrow(code('INVALID_INPUT'))
    const answers = await Promise.allSettled([1, 2].map(() => ida.simulateRules({ rules: ['hot'], ...span })))
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await ida.simulateRules({ rules: ['hot'], ...span })
  })
})
