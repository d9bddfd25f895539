import { describe, expect, it } from 'vitest'
import { followUpNewLead, standardObjects } from '../domain/index.ts'
import { createModel } from '../schema/model.ts'
import { aContext, aLead } from '../testing/builders.ts'
import { evaluate, needsOf } from './evaluate.ts'
import type { Rule, RuleState } from './types.ts'

const context = aContext({ model: createModel(standardObjects) })
const captured = { type: 'lead.captured', object: 'lead', id: 'lead-1' }
const team = (rotation: number, ...ids: string[]): RuleState => ({
  teams: { 'inside-sales': { rotation, members: ids.map((id) => ({ id })) } },
})
const rule = (over: Partial<Rule>): Rule => ({
  id: 'r',
  version: 3,
  label: 'R',
  on: 'lead.captured',
  then: [{ do: 'set-fields', set: { score: 50 } }],
  ...over,
})

describe('evaluate', () => {
  it('gives a new lead an owner in turn and a first call in one working day', () => {
    const plan = evaluate(followUpNewLead, captured, aLead(), team(1, 'ida', 'ola'), context)
    const owned = { ownerId: 'ola', teamId: 'inside-sales' }
    expect(plan).toMatchObject({ rule: { id: 'follow-up-new-lead', version: 1 }, fires: true, skipped: [] })
    expect(plan.commands).toEqual([
      { operation: 'assign', object: 'lead', id: 'lead-1', input: owned },
      { operation: 'add', object: 'team', id: 'inside-sales', field: 'rotation', by: 1 },
      {
        operation: 'logActivity',
        input: {
          ...owned,
          kind: 'task',
          subject: 'First call',
          dueAt: '2026-03-03T09:00:00.000Z',
          leadId: 'lead-1',
          ruleId: 'follow-up-new-lead@1',
        },
      },
    ])
  })

  it('does nothing for another event', () => {
    const plan = evaluate(rule({}), { ...captured, type: 'lead.converted' }, aLead(), {}, context)
    expect(plan).toEqual({ rule: { id: 'r', version: 3 }, fires: false, conditions: [], commands: [], skipped: [] })
  })

  it('says of each condition whether it held, as a sentence and with the values', () => {
    const plan = evaluate(
      rule({ if: { source: 'website', score: { gte: 40 } } }),
      captured,
      aLead({ score: 10 }),
      {},
      context,
    )
    expect(plan.fires).toBe(false)
    expect(plan.commands).toEqual([])
    expect(plan.conditions).toEqual([
      { condition: { source: 'website' }, sentence: expect.any(String), holds: true, values: { source: 'website' } },
      {
        condition: { score: { gte: 40 } },
        sentence: expect.stringContaining('40'),
        holds: false,
        values: { score: 10 },
      },
    ])
  })

  it('fires where all conditions hold, also those joined by and', () => {
    const conditions = { and: [{ source: 'website' }, { score: { gte: 40 } }] }
    const plan = evaluate(rule({ if: conditions }), captured, aLead({ score: 41 }), {}, context)
    expect(plan.conditions.map((condition) => condition.holds)).toEqual([true, true])
    expect(plan.commands).toEqual([{ operation: 'update', object: 'lead', id: 'lead-1', set: { score: 50 } }])
  })

  it('lets an action see what the actions before it do', () => {
    const then: Rule['then'] = [
      { do: 'set-fields', set: { score: 50 } },
      { do: 'set-fields', set: { score: 50 } },
    ]
    expect(evaluate(rule({ then }), captured, aLead(), {}, context)).toMatchObject({
      skipped: [{ at: 1, reason: 'no-change' }],
    })
  })

  it('still plans the activity where nobody is there to own the lead', () => {
    const plan = evaluate(followUpNewLead, captured, aLead(), {}, context)
    expect(plan.skipped).toEqual([{ at: 0, reason: 'nobody-available' }])
    expect(plan.commands.map((command) => command.operation)).toEqual(['logActivity'])
  })

  it('leaves the record and the state as they were', () => {
    const [lead, state] = [aLead(), team(0, 'ola', 'ida')]
    evaluate(followUpNewLead, captured, lead, state, context)
    expect(lead).toEqual(aLead())
    expect(state).toEqual(team(0, 'ola', 'ida'))
  })
})

describe('needsOf', () => {
  it('names each team once, and whether work is to be counted', () => {
    expect(needsOf([followUpNewLead, followUpNewLead])).toMatchObject({ teams: ['inside-sales'], load: false })
    const least = rule({ then: [{ do: 'assign-owner', strategy: 'least-loaded', team: 'support' }] })
    expect(needsOf([least])).toMatchObject({ teams: ['support'], load: true })
  })
})
