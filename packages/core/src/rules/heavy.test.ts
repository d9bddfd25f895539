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

const routine = fc.constantFrom<RuleAction>(
  { do: 'add-tag', tag: 'x' },
  { do: 'set-fields', set: { score: 3 } },
  { do: 'create-activity', kind: 'task' },
  { do: 'notify-user', to: [{ user: 'ida' }], text: 'x' },
)
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
const condition = fc.constantFrom<NonNullable<Rule['if']>>({}, { version: { gte: 1 } }, { createdAt: { empty: false } })
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
    fc.assert(
      fc.property(
        fc.constantFrom('lead' as const, 'deal' as const),
        fc.infiniteStream(fc.nat()),
        condition,
        (object, picks, where) => {
          const length = ((picks.next().value as number) % 8) + 1
          const pool = [...fc.sample(routine, 4), ...fc.sample(heavyOf[object], 4), ...fc.sample(wait, 2)]
          const fits = pool.filter((step) => object === 'lead' || !('set' in step && 'score' in step.set))
          const then = Array.from({ length }, () => fits[(picks.next().value as number) % fits.length] as RuleStep)
          const commands = allCommands(aRule({ on: `${object}.touched`, if: where, then }), object)
          expect(commands.filter(isHeavy)).toEqual([])
          for (const command of commands)
            if (command.operation === 'proposeReview') expect(freed(command)).toEqual(command.input.commands)
        },
      ),
      { numRuns: 400 },
    )
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
