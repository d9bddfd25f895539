import { checkFilter } from '../filter/check.ts'
import { deepFreeze } from '../schema/define-object.ts'
import type { Model } from '../schema/model.ts'
import { createRecordParser } from '../schema/record-parser.ts'
import { toIssues } from '../schema/zod-issues.ts'
import { isKithError, KithError } from '../shared/errors.ts'
import { actionKind, isActionName } from './actions/index.ts'
import { objectOf } from './triggers/event.ts'
import type { Rule, RuleAction } from './types.ts'

export type { Rule, RuleAction } from './types.ts'

/**
 * Describes a rule. The result is frozen. Its condition is checked against the model by {@link checkRule}.
 *
 * @throws KithError `INVALID_DEFINITION` with a path: an id or event that is none, an action that is not known or lacks
 * something
 * @example
 * defineRule({
 *   id: 'greet-customers',
 *   label: { en: 'Call new customers', nb: 'Ring nye kunder' },
 *   on: 'deal.won',
 *   if: { amount: { gte: { amountMinor: 1_000_000, currency: 'EUR' } } },
 *   then: [{ do: 'create-activity', kind: 'call', due: { workingDays: 2 } }],
 * })
 */
export function defineRule(rule: Rule): Rule {
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(rule.id))
    refuse(rule, '/id', 'an id is ASCII letters, digits, _, - or .')
  if (!/^[A-Za-z]+\.[A-Za-z]+$/.test(rule.on)) refuse(rule, '/on', 'an event is called as lead.captured')
  if (rule.then.length === 0) refuse(rule, '/then', 'a rule does something')
  for (const [at, action] of rule.then.entries()) checkAction(rule, action, `/then/${at}`)
  return deepFreeze({ version: 1, ...rule })
}

function checkAction(rule: Rule, action: RuleAction, path: string): void {
  if (!isActionName(action.do))
    refuse(rule, `${path}/do`, `there is no action "${String((action as { do?: unknown }).do)}"`)
  const result = actionKind(action).schema.safeParse(action)
  if (result.success) return
  const [first] = toIssues(result.error.issues, [], action)
  refuse(rule, `${path}${first?.path ?? ''}`, first?.message ?? 'it cannot be used')
}

/** Checks what a rule says of records. @throws KithError `INVALID_DEFINITION` for a condition or values that its object cannot have */
export function checkRule(rule: Rule, model: Model): void {
  const object = objectOf(rule)
  if (!model.objects.has(object)) refuse(rule, '/on', `there is no object "${object}"`)
  try {
    checkFilter(model, object, rule.if ?? {}, { now: '2000-01-01T00:00:00.000Z', zone: 'UTC' })
  } catch (error) {
    if (!isKithError(error, 'INVALID_FILTER')) throw error
    refuse(rule, `/if${error.details['path']}`, String(error.details['reason']))
  }
  for (const [at, action] of rule.then.entries())
    if (action.do === 'set-fields') checkSet(rule, action.set, object, model, at)
}

function checkSet(rule: Rule, set: Readonly<Record<string, unknown>>, object: string, model: Model, at: number): void {
  try {
    createRecordParser(model, object).parseUpdate(set)
  } catch (error) {
    if (!isKithError(error, 'INVALID_INPUT')) throw error
    const [first] = error.details.issues ?? []
    refuse(rule, `/then/${at}/set${first?.path ?? ''}`, first?.message ?? 'it cannot be used')
  }
}

function refuse(rule: Rule, path: string, reason: string): never {
  throw new KithError('INVALID_DEFINITION', { path: `/rules/${rule.id}${path}`, reason })
}
