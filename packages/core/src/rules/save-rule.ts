import { create, event, NOTHING, updateIfNeeded } from '../domain/plan.ts'
import type { RuleRecord } from '../domain/rule/rule.schema.ts'
import { tidyText } from '../domain/touch.ts'
import type { OperationContext, Plan } from '../domain/types.ts'
import type { Model } from '../schema/model.ts'
import { labelText } from '../shared/locale.ts'
import { parseRule } from './parse-rule.ts'
import { objectOf } from './triggers/event.ts'
import type { Rule } from './types.ts'

/**
 * Stores a rule that was written in the back office: a new one, or the next version of one that is there. The same rule
 * again is no change. Its id is that of the record, whatever the JSON says.
 *
 * @param json Any JSON, also from strangers
 * @throws KithError `INVALID_DEFINITION` as {@link parseRule}
 * @example
 * saveRule({}, { label: 'Tag offers', on: 'deal.moved', then: [{ do: 'add-tag', tag: 'offer' }] }, context)
 */
export function saveRule(
  state: { readonly rule?: RuleRecord | undefined },
  json: Readonly<Record<string, unknown>>,
  context: OperationContext,
): Plan {
  const { id: _id, version: _version, ...given } = json
  const id = state.rule?.id ?? context.newId()
  const { id: _, version: _v, active = true, ...definition } = parseRule({ ...given, id }, context.model)
  const values = {
    name: tidyText(labelText(definition.label, context.locale), 200),
    object: objectOf(definition),
    active,
    definition,
  }
  if (!state.rule) {
    return { writes: [create('rule', { ...values, id })], events: [event('rule.saved', 'rule', id)] }
  }
  const writes = updateIfNeeded('rule', state.rule, values)
  return writes.length === 0 ? NOTHING : { writes, events: [event('rule.saved', 'rule', id)] }
}

/**
 * The rule of a record, checked again: the model may have changed since it was stored.
 *
 * @throws KithError `INVALID_DEFINITION`
 */
export function ruleOf(record: RuleRecord, model: Model): Rule {
  const { id, version, active, definition } = record
  return parseRule({ ...definition, id, version, active: active === true }, model)
}
