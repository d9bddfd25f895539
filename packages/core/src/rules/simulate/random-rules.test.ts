import fc from 'fast-check'
import { expect, it } from 'vitest'
import { create, update } from '../../domain/plan.ts'
import { aDeal, aLead } from '../../testing/builders.ts'
import { aRule, model } from '../rules.fixture.ts'
import type { Rule, RuleStep } from '../types.ts'
import { recorder, simulated, start } from './history.fixture.ts'

const lead: readonly RuleStep[] = [
  { do: 'set-fields', set: { status: 'dismissed' } },
  { do: 'set-fields', set: { score: 90 } },
  { do: 'set-fields', set: { score: 10, status: 'working' } },
  { do: 'assign-owner', strategy: 'round-robin', team: 'inside-sales', reassign: true },
  { do: 'run-function', name: 'reject' },
  { do: 'convert-lead', review: 'required' },
  { do: 'request-review', question: 'Really?' },
]
const deal: readonly RuleStep[] = [
  { do: 'move-deal', stage: 'lost', lostReason: 'x' },
  { do: 'move-deal', stage: 'won', review: { by: 'manager' } },
  { do: 'move-deal', stage: 'offer' },
  { do: 'assign-owner', strategy: 'fixed', owner: 'ola', reassign: true },
]
const any: readonly RuleStep[] = [
  { do: 'add-tag', tag: 'x' },
  { do: 'create-activity', kind: 'task', due: { workingDays: 1 } },
  { do: 'notify-user', to: ['owner', 'manager'], text: 'x' },
  { do: 'call-webhook', url: 'https://example.com' },
  { wait: { hours: 5 } },
  { wait: { workingDays: 1 }, if: { version: { gte: 1 } } },
]

const ruleOf = (object: 'lead' | 'deal') => {
  const steps = fc.array(fc.constantFrom(...(object === 'lead' ? lead : deal), ...any), { minLength: 1, maxLength: 5 })
  const on = fc.constantFrom<Rule['on']>(
    `${object}.created`,
    `${object}.updated`,
    `${object}.assigned`,
    { when: 'field-changed', object, field: object === 'lead' ? 'score' : 'stageId' },
    { when: 'schedule', object, cron: '0 9 * * mon' },
    { when: 'date-reached', object, field: 'createdAt', after: { days: 3 } },
  )
  return fc.record({ then: steps.map((then) => [...then, any[0] as RuleStep]), on })
}
const ruleSets = fc
  .array(fc.oneof(ruleOf('lead'), ruleOf('deal')), { minLength: 1, maxLength: 8 })
  .map((rules) => rules.map((rule, at) => aRule({ id: `r${at}`, ...rule })))

const book = recorder()
book.record('create', () => ({ writes: [create('lead', aLead({ score: 5, ownerId: 'ida' }))], events: [] }))
book.record('create', () => ({ writes: [create('deal', aDeal({ ownerId: 'ida' }))], events: [] }))
book.at('2026-03-05T09:00:00.000Z')
book.record('update', () => ({ writes: [update('lead', book.get('lead', 'lead-1'), { score: 40 })], events: [] }))

it('any rules end, do the same each time, and decide about nobody', () => {
  fc.assert(
    fc.property(ruleSets, (rules) => {
      const run = () => simulated(rules, book.changes, { to: '2026-03-20T00:00:00.000Z', maxEvaluations: 5_000 })
      const result = run()
      expect(run()).toEqual(result)
      expect(result.end['lead']?.map(({ status }) => status)).not.toContain('dismissed')
      expect(result.end['lead']?.map(({ status }) => status)).not.toContain('converted')
      expect(result.end['deal']?.map(({ status }) => status)).toEqual(['open'])
      expect(result.end['review'] ?? []).toHaveLength(
        Object.values(result.rules).reduce((sum, one) => sum + one.reviews, 0),
      )
    }),
    { numRuns: 40 },
  )
})

it('no rules do nothing', () => {
  expect(simulated([], book.changes)).toMatchObject({ runs: [], stops: [], complete: true })
  expect(Object.keys(simulated([], [], { model }).end).sort()).toEqual(Object.keys(start).sort())
})
