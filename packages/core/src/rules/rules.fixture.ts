import { standardObjects } from '../domain/index.ts'
import type { DomainEvent } from '../domain/types.ts'
import { createModel } from '../schema/model.ts'
import type { StoredRecord } from '../schema/record.ts'
import { aContext, aDeal, aLead, aPipeline, aUser } from '../testing/builders.ts'
import { checkRule } from './check-rule.ts'
import { describeRule } from './describe/describe-rule.ts'
import { evaluate } from './evaluate.ts'
import { readRule } from './parse-rule.ts'
import type { RuleState } from './state.ts'
import type { Trigger } from './triggers/index.ts'
import type { Rule, RuleAction, RuleContext, RulePlan } from './types.ts'

export const model = createModel(standardObjects)
export const context: RuleContext = aContext({ model })

/** A rule that sets the score of a lead, unless told otherwise. */
export function aRule(over: Partial<Rule> = {}): Rule {
  return {
    id: 'r',
    version: 3,
    label: 'R',
    on: 'lead.captured',
    then: [{ do: 'set-fields', set: { score: 50 } }],
    ...over,
  }
}

/** What the world looks like where nothing else is said: the pipeline, Ida and her manager Eva. */
export const state: RuleState = {
  pipelines: { sales: aPipeline() },
  users: { ida: aUser({ managerId: 'eva' }), eva: aUser({ id: 'eva', name: 'Eva Lie' }) },
}

interface Tried {
  readonly object?: string
  readonly record?: StoredRecord
  readonly state?: RuleState
  readonly context?: Partial<RuleContext>
}

/** The plan of one action on a record: a lead, unless told otherwise. */
export function tryAction(action: RuleAction, tried: Tried = {}): RulePlan {
  const { object = 'lead', record = aLead(), state: more = {}, context: other = {} } = tried
  const rule = readRule(aRule({ on: `${object}.touched`, then: [action] }))
  checkRule(rule, model)
  const event: DomainEvent = { type: `${object}.touched`, object, id: record.id }
  return evaluate(rule, event, record, { ...state, ...more }, { ...context, ...other })
}

/** The path at which a rule with this action is refused. */
export function refusedAt(then: Rule['then'], on: Rule['on'] = 'lead.captured'): unknown {
  try {
    checkRule(readRule(aRule({ on, then })), model)
    return undefined
  } catch (error) {
    return (error as { details?: { path?: string } }).details?.path
  }
}

/** What an action does, in English. */
export function sayIt(action: RuleAction, object = 'lead', locale = 'en'): string {
  const options = { pipelines: { sales: aPipeline() }, nameOf }
  return describeRule(aRule({ on: `${object}.touched`, then: [action] }), model, locale, options).then[0] as string
}

/** When a trigger starts a rule, in English. */
export function sayWhen(on: Trigger, locale = 'en'): string {
  return describeRule(aRule({ on }), model, locale, { pipelines: { sales: aPipeline() }, nameOf }).when
}

/** Whether an event starts a rule with this trigger, for this record. */
export function starts(on: Trigger, event: DomainEvent, record: StoredRecord = aDeal()): boolean {
  const then: Rule['then'] = [{ do: 'create-activity', kind: 'task' }]
  return evaluate(readRule(aRule({ on, then })), event, record, state, context).fires
}

const NAMES: Readonly<Record<string, string>> = {
  'user:ida': 'Ida Berg',
  'team:inside-sales': 'Inside sales',
  'form:contact': 'Contact us',
}

function nameOf(object: string, id: string): string | undefined {
  return NAMES[`${object}:${id}`]
}
