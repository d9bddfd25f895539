import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { approveReview, type Review } from '../domain/index.ts'
import { proposeReview } from '../domain/review/review.operations.ts'
import { afterPlan } from '../testing/after-plan.ts'
import { aContext, aDeal, aLead, aUser } from '../testing/builders.ts'
import type { Command } from './commands.ts'
import { evaluate, resume } from './evaluate.ts'
import { aRule, context, model, state } from './rules.fixture.ts'
import type { Rule, RuleAction, RulePlan, RuleStep } from './types.ts'

const anywhere: readonly RuleAction[] = [
  { do: 'add-tag', tag: 'x' },
  { do: 'create-activity', kind: 'task' },
  { do: 'notify-user', to: [{ user: 'ida' }], text: 'x' },
]
const routineOf = {
  lead: fc.constantFrom<RuleAction>(...anywhere, { do: 'set-fields', set: { score: 3 } }),
  deal: fc.constantFrom<RuleAction>(...anywhere),
}
const heavyOf = {
  lead: fc.constantFrom<RuleAction>(
    { do: 'set-fields', set: { status: 'dismissed' } },
    { do: 'set-fields', set: { status: 'dismissed', score: 0 } },
    { do: 'run-function', name: 'closeAccount' },
    { do: 'call-webhook', url: 'https://example.com', review: 'required' },
    { do: 'convert-lead', review: { by: 'manager' } },
  ),
  deal: fc.constantFrom<RuleAction>(
    { do: 'move-deal', stage: 'lost', lostReason: 'x' },
    { do: 'move-deal', stage: 'won' },
    { do: 'run-function', name: 'closeAccount' },
    { do: 'set-fields', set: { closeOn: '2026-01-01' }, review: 'required' },
  ),
}
const wait = fc.constantFrom<RuleStep>({ wait: { hours: 1 } }, { wait: { workingDays: 2 }, if: {} })
const conditionOf = {
  lead: fc.constantFrom<NonNullable<Rule['if']>>(
    {},
    { score: { lt: 20 } },
    { or: [{ score: 4 }, { score: { gte: 90 } }] },
    { createdAt: { empty: false } },
  ),
  deal: fc.constantFrom<NonNullable<Rule['if']>>({}, { version: { gte: 1 } }, { createdAt: { empty: false } }),
}
const anyRule = fc.constantFrom('lead' as const, 'deal' as const).chain((object) =>
  fc.record({
    object: fc.constant(object),
    if: conditionOf[object],
    then: fc.array(fc.oneof(routineOf[object], heavyOf[object], wait), { minLength: 1, maxLength: 8 }),
  }),
)
const records = { lead: aLead({ score: 4, ownerId: 'ida' }), deal: aDeal({ ownerId: 'ida' }) }

/** Whether a command decides about somebody. */
function isHeavy(command: Command): boolean {
  if (command.operation === 'update') return command.set['status'] === 'dismissed' || 'closeOn' in command.set
  return ['moveDeal', 'convertLead', 'runFunction', 'callWebhook'].includes(command.operation)
}

function allCommands(rule: Rule, object: 'lead' | 'deal'): readonly Command[] {
  const given = { ...state, functions: { closeAccount: { weight: 'heavy' } } } as const
  let plan: RulePlan = evaluate(
    rule,
    { type: `${object}.touched`, object, id: records[object].id },
    records[object],
    given,
    context,
  )
  const commands = [...plan.commands]
  while (plan.continuation) {
    plan = resume(plan.continuation, records[object], given, context)
    commands.push(...plan.commands)
  }
  return commands
}

describe('a heavy action', () => {
  it('never becomes a command without an approval, in any rule', () => {
    let proposed = 0
    fc.assert(
      fc.property(anyRule, ({ object, ...rule }) => {
        const commands = allCommands(aRule({ on: `${object}.touched`, ...rule }), object)
        expect(commands.filter(isHeavy)).toEqual([])
        for (const command of commands) {
          if (command.operation !== 'proposeReview') continue
          proposed++
          expect(freed(command)).toEqual(command.input.commands)
        }
      }),
      { numRuns: 1_000 },
    )
    expect(proposed).toBeGreaterThan(300)
  })

  it('is not freed by the owner whom it serves', () => {
    const rule = aRule({ on: 'deal.touched', then: [{ do: 'move-deal', stage: 'won' }] })
    const [command] = allCommands(rule, 'deal')
    expect(() => freed(command as Command, 'ida')).toThrow(expect.objectContaining({ code: 'REVIEW_NOT_YOURS' }))
  })

  it('goes on with the steps after it, which see the record as it is', () => {
    const then: Rule['then'] = [
      { do: 'set-fields', set: { status: 'dismissed' } },
      { do: 'set-fields', set: { status: 'new' } },
      { do: 'add-tag', tag: 'proposed' },
    ]
    const plan = evaluate(
      aRule({ then }),
      { type: 'lead.captured', object: 'lead', id: 'lead-1' },
      aLead(),
      state,
      context,
    )
    expect(plan.commands.map(({ operation }) => operation)).toEqual(['proposeReview', 'addTag'])
    expect(plan.skipped).toEqual([{ at: 1, reason: 'no-change' }])
  })
})

/** The commands that an approval of somebody gives out. */
function freed(command: Command, by = 'eva'): readonly object[] {
  if (command.operation !== 'proposeReview') return []
  const plan = proposeReview({}, command.input, aContext({ model }))
  const review = { version: 1, ...afterPlan<Review>(plan, 'review')[0] } as Review
  const decider = aUser({ id: by, roles: ['manager'] })
  const actor = { kind: 'user', id: by } as const
  return approveReview(
    { review: { ...review, commands: review.commands ?? [] }, decider },
    { lookedSeconds: 5 },
    aContext({ model, actor }),
  ).commands
}
