import { describe, expect, it } from 'vitest'
import { followUpNewLead, standardObjects } from '../domain/index.ts'
import { createModel } from '../schema/model.ts'
import { aContext, aDeal, aLead } from '../testing/builders.ts'
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

describe('assign-owner', () => {
  const ownerOf = (then: Rule['then'], state: RuleState, lead = aLead()) => {
    const [first] = evaluate(rule({ then }), captured, lead, state, context).commands
    return first?.operation === 'assign' ? first.input.ownerId : undefined
  }
  const inTurn: Rule['then'] = [{ do: 'assign-owner', strategy: 'round-robin', team: 'inside-sales' }]

  it('goes round all members in the same order, whatever order they came in', () => {
    const owners = [0, 1, 2, 3].map((turn) => ownerOf(inTurn, team(turn, 'ola', 'ida', 'per')))
    expect(owners).toEqual(['ida', 'ola', 'per', 'ida'])
  })

  it('passes over who is away or not active', () => {
    const members = [{ id: 'ida', away: true }, { id: 'ola', active: false }, { id: 'per' }]
    expect(ownerOf(inTurn, { teams: { 'inside-sales': { rotation: 0, members } } })).toBe('per')
  })

  it('leaves a record with its owner, unless it is told to reassign', () => {
    const owned = aLead({ ownerId: 'eva' })
    expect(ownerOf(inTurn, team(0, 'ida'), owned)).toBeUndefined()
    const reassign: Rule['then'] = [{ do: 'assign-owner', strategy: 'fixed', owner: 'ida', reassign: true }]
    expect(ownerOf(reassign, {}, owned)).toBe('ida')
  })

  it('gives to who has the least to do, the first of equals', () => {
    const least: Rule['then'] = [{ do: 'assign-owner', strategy: 'least-loaded', team: 'inside-sales' }]
    expect(ownerOf(least, { ...team(0, 'ida', 'ola', 'per'), load: { ida: 4, ola: 2, per: 2 } })).toBe('ola')
  })
})

describe('create-activity', () => {
  const inputOf = (then: Rule['then'], language = 'en') => {
    const moved = rule({ on: 'deal.moved', then })
    const deal = aDeal({ contactId: 'contact-1', ownerId: 'ida' })
    const [command] = evaluate(
      moved,
      { type: 'deal.moved', object: 'deal', id: deal.id },
      deal,
      {},
      { ...context, locale: language },
    ).commands
    return command?.operation === 'logActivity' ? command.input : undefined
  }

  it('is about the record and what it points to, for its owner', () => {
    expect(inputOf([{ do: 'create-activity', kind: 'task' }])).toEqual({
      kind: 'task',
      dealId: 'deal-1',
      contactId: 'contact-1',
      ownerId: 'ida',
      ruleId: 'r@3',
    })
  })

  it('is due after a length of time, with words in the language of the tenant', () => {
    const then: Rule['then'] = [
      { do: 'create-activity', kind: 'call', subject: { en: 'Call', nb: 'Ring' }, due: { hours: 2 } },
    ]
    expect(inputOf(then, 'nb')).toMatchObject({ subject: 'Ring', dueAt: '2026-03-02T11:00:00.000Z' })
  })
})

describe('needsOf', () => {
  it('names each team once, and whether work is to be counted', () => {
    expect(needsOf([followUpNewLead, followUpNewLead])).toEqual({ teams: ['inside-sales'], load: false })
    const least = rule({ then: [{ do: 'assign-owner', strategy: 'least-loaded', team: 'support' }] })
    expect(needsOf([least])).toEqual({ teams: ['support'], load: true })
  })
})
