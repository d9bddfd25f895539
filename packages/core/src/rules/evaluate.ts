import type { DomainEvent } from '../domain/types.ts'
import type { StoredRecord } from '../schema/record.ts'
import type { ActionResult, ActionStep } from './actions/action.ts'
import { actionKind } from './actions/index.ts'
import type { Command } from './commands.ts'
import { explainConditions, explainConsent } from './explain.ts'
import { joinNeeds, type RuleNeeds } from './needs.ts'
import { proposalOf } from './proposal.ts'
import type { RuleState } from './state.ts'
import { fitsRecord, isStartedBy, objectOf, recordBefore } from './triggers/event.ts'
import type {
  ConditionResult,
  ConsentNeed,
  Rule,
  RuleAction,
  RuleContext,
  RuleName,
  RulePlan,
  RuleStep,
  SkippedAction,
} from './types.ts'
import { type Continuation, isWait, type WaitStep, waitEnd } from './wait.ts'

export type { RuleNeeds } from './needs.ts'

/**
 * Decides what a rule does for an event, and says why. Nothing is carried out. What is heavy comes as `proposeReview`;
 * what stands after a wait comes as a `continuation`, for {@link resume}.
 *
 * @param record The record that the rule looks at (`subjectOf`), as it is now
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
  const times = { zone: context.zone, calendar: state.calendar }
  if (!isStartedBy(rule, event) || !fitsRecord(rule, event, record, times)) return stopped(name, [])
  const object = objectOf(rule)
  const conditions = [
    ...explainConditions(rule.if, object, record, state.lookup, context, recordBefore(event, record)),
    ...explainConsent(rule.consent, object, state.consents, context),
  ]
  if (conditions.some((condition) => !condition.holds)) return stopped(name, conditions)
  const run: Run = { object, record, event, rule: name, state, context, conditions, consent: rule.consent }
  return { rule: name, fires: true, conditions, ...runSteps(rule.then, 0, run) }
}

/**
 * Goes on with a rule after a wait: asks whether the record still meets the wait's condition and the rule's consent still
 * stands, and decides the steps after it, up to the next wait. Where it waited for a date that was moved to later meanwhile,
 * it waits on; one that is nothing by now ends the rule.
 *
 * @param record The record of the continuation, as it is now. One that is gone ends the rule: do not call this
 * @example
 * resume(job.payload, lead, { teams }, context) // { fires: false, conditions: [{ sentence: 'Status is New', holds: false, … }], … }
 */
export function resume(
  continuation: Continuation,
  record: StoredRecord,
  state: RuleState,
  context: RuleContext,
): RulePlan {
  const { rule, event, object, step, steps, run, consent, until } = continuation
  const now = { ...context, run }
  const dueAt = until ? waitEnd({ wait: until }, record, state, context) : context.now
  if (dueAt === undefined) return { ...goesOn(rule), skipped: [{ at: step - 1, reason: 'no-date' }] }
  if (dueAt > context.now) {
    const key = `${waitKey(rule, step, record, object, run)}:${dueAt}`
    return { ...goesOn(rule), continuation: { ...continuation, dueAt, key } }
  }
  const conditions = [
    ...explainConditions(continuation.if, object, record, state.lookup, now),
    ...explainConsent(consent, object, state.consents, now),
  ]
  if (conditions.some((condition) => !condition.holds)) return stopped(rule, conditions)
  const going: Run = { object, record, event, rule, state, context: now, conditions, consent }
  return { rule, fires: true, conditions, ...runSteps(steps, step, going) }
}

interface Run extends Omit<ActionStep, 'at'> {
  readonly conditions: readonly ConditionResult[]
  readonly consent: ConsentNeed | undefined
}

/** The plan of a rule that was found not to fire without explaining why. */
export const notFiring = ({ id, version }: Pick<Rule, 'id' | 'version'>): RulePlan =>
  stopped({ id, version: version ?? 1 }, [])

const goesOn = (rule: RuleName): RulePlan => ({ rule, fires: true, conditions: [], commands: [], skipped: [] })

function stopped(rule: RuleName, conditions: readonly ConditionResult[]): RulePlan {
  return { rule, fires: false, conditions, commands: [], skipped: [] }
}

function runSteps(
  steps: readonly RuleStep[],
  first: number,
  start: Run,
): Pick<RulePlan, 'commands' | 'skipped' | 'continuation'> {
  const commands: Command[] = []
  const skipped: SkippedAction[] = []
  let run = start
  for (const [index, step] of steps.entries()) {
    const at = first + index
    if (isWait(step)) {
      const continuation = waitFor(step, steps.slice(index + 1), at + 1, run)
      if (continuation) return { commands, skipped, continuation }
      return { commands, skipped: [...skipped, { at, reason: 'no-date' }] }
    }
    const result = planAction(step, { ...run, at })
    if ('skipped' in result) skipped.push({ at, reason: result.skipped })
    else {
      commands.push(...result.commands)
      run = { ...run, record: { ...run.record, ...result.set } }
    }
  }
  return { commands, skipped }
}

function planAction(action: RuleAction, step: ActionStep & Run): ActionResult {
  const kind = actionKind(action)
  if (kind.only !== undefined && kind.only !== step.object) return { skipped: 'wrong-object' }
  const result = kind.plan(action, step)
  const isHeavy = action.review !== undefined || kind.weight(action, step) === 'heavy'
  if (!isHeavy || 'skipped' in result) return result
  return { commands: [{ operation: 'proposeReview', input: proposalOf(action, result.commands, step) }] }
}

function waitFor(
  wait: WaitStep,
  steps: readonly RuleStep[],
  step: number,
  { rule, event, object, record, state, context, consent }: Run,
): Continuation | undefined {
  const dueAt = waitEnd(wait, record, state, context)
  if (dueAt === undefined) return undefined
  const run = context.run ?? context.now
  const key = waitKey(rule, step, record, object, run)
  const asked = { ...(wait.if ? { if: wait.if } : {}), ...(consent ? { consent } : {}) }
  const until = 'field' in wait.wait ? { until: wait.wait } : {}
  return { rule, event, object, id: record.id, step, steps, ...asked, ...until, dueAt, key, run }
}

function waitKey(rule: RuleName, step: number, { id }: StoredRecord, object: string, run: string): string {
  return `${rule.id}@${rule.version}:${step}:${object}:${id}:${run}`
}

/** What rules need to know beside the record. */
export function needsOf(rules: readonly Pick<Rule, 'then' | 'consent'>[]): RuleNeeds {
  const actions = rules.flatMap((rule) => rule.then.filter((step) => !isWait(step))) as readonly RuleAction[]
  const consents = rules.some((rule) => rule.consent !== undefined)
  return joinNeeds([...actions.map((action) => actionKind(action).needs?.(action) ?? {}), { consents }])
}
