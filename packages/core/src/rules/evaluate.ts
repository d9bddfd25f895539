import type { DomainEvent } from '../domain/types.ts'
import type { StoredRecord } from '../schema/record.ts'
import type { ActionStep } from './actions/action.ts'
import { actionKind } from './actions/index.ts'
import { explainConditions } from './explain.ts'
import { isStartedBy } from './triggers/event.ts'
import type { Command, Rule, RuleContext, RulePlan, RuleState, SkippedAction } from './types.ts'

/**
 * Decides what a rule does for an event, and says why. Nothing is carried out.
 *
 * @param record The record of the event, as it is now
 * @throws KithError `INVALID_FILTER` when the condition does not fit the model any more
 * @example
 * evaluate(rule, { type: 'lead.captured', object: 'lead', id: lead.id }, lead, { teams }, context)
 * // { fires: true, commands: [{ operation: 'assign', … }, { operation: 'logActivity', … }], conditions: [], … }
 */
export function evaluate(
  rule: Rule,
  event: DomainEvent,
  record: StoredRecord,
  state: RuleState,
  context: RuleContext,
): RulePlan {
  const name = { id: rule.id, version: rule.version ?? 1 }
  if (!isStartedBy(rule, event)) return { rule: name, fires: false, conditions: [], commands: [], skipped: [] }
  const conditions = explainConditions(rule.if, event.object, record, state.lookup, context)
  if (conditions.some((condition) => !condition.holds))
    return { rule: name, fires: false, conditions, commands: [], skipped: [] }
  return {
    rule: name,
    fires: true,
    conditions,
    ...runActions(rule, { object: event.object, record, rule: name, state, context }),
  }
}

function runActions(rule: Rule, first: ActionStep): Pick<RulePlan, 'commands' | 'skipped'> {
  const commands: Command[] = []
  const skipped: SkippedAction[] = []
  let step = first
  for (const [at, action] of rule.then.entries()) {
    const result = actionKind(action).plan(action, step)
    if ('skipped' in result) skipped.push({ at, reason: result.skipped })
    else {
      commands.push(...result.commands)
      step = { ...step, record: { ...step.record, ...result.set } }
    }
  }
  return { commands, skipped }
}

/** What is to be read before some rules are evaluated. */
export interface RuleNeeds {
  /** Ids of teams. */
  readonly teams: readonly string[]
  /** Who has how much to do. */
  readonly load: boolean
}

/** What rules need to know beside the record. */
export function needsOf(rules: readonly Rule[]): RuleNeeds {
  const actions = rules.flatMap((rule) => rule.then)
  const teams = actions.flatMap((action) => actionKind(action).team?.(action) ?? [])
  return { teams: [...new Set(teams)], load: actions.some((action) => actionKind(action).load?.(action) === true) }
}
