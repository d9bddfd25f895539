import { checkFilter } from '../filter/check.ts'
import type { UncheckedFilter } from '../filter/types.ts'
import type { Model } from '../schema/model.ts'
import { createRecordParser } from '../schema/record-parser.ts'
import { isKithError, KithError } from '../shared/errors.ts'
import { actionKind } from './actions/index.ts'
import type { DatePoint } from './moment.ts'
import { objectOf } from './triggers/event.ts'
import type { Rule, RuleStep } from './types.ts'
import { isWait } from './wait.ts'

/**
 * Checks what a rule says of records.
 *
 * @throws KithError `INVALID_DEFINITION` for an object or field that is not there, a condition or values that its object
 * cannot have, an action that is for another object
 */
export function checkRule(rule: Rule, model: Model): void {
  const object = objectOf(rule)
  const on = typeof rule.on === 'string' ? '/on' : '/on/object'
  if (!model.objects.has(object)) refuse(rule, on, `there is no object "${object}"`)
  if (typeof rule.on !== 'string' && 'field' in rule.on) {
    if (!model.field(object, rule.on.field)) refuse(rule, '/on/field', `there is no field "${rule.on.field}"`)
    if (rule.on.when === 'date-reached') requireDate(rule, rule.on, object, model, '/on/field')
  }
  requireFilter(rule, rule.if, object, model, '/if')
  for (const [at, step] of rule.then.entries()) checkStep(rule, step, object, model, `/then/${at}`)
}

function checkStep(rule: Rule, step: RuleStep, object: string, model: Model, path: string): void {
  if (isWait(step)) {
    requireFilter(rule, step.if, object, model, `${path}/if`)
    if ('field' in step.wait) requireDate(rule, step.wait, object, model, `${path}/wait/field`)
    return
  }
  const { only } = actionKind(step)
  if (only !== undefined && only !== object) refuse(rule, `${path}/do`, `"${step.do}" is for ${only} only`)
  if (step.do === 'set-fields') checkSet(rule, step.set, object, model, path)
  if (step.do === 'link-records' && 'field' in step.to && model.field(object, step.to.field)?.type !== 'relation')
    refuse(rule, `${path}/to/field`, 'it is a relation')
  const fields = step.do === 'call-webhook' ? (step.fields ?? []) : []
  for (const [at, field] of fields.entries())
    if (!model.field(object, field)) refuse(rule, `${path}/fields/${at}`, `there is no field "${field}"`)
}

function requireDate(rule: Rule, { field }: DatePoint, object: string, model: Model, path: string): void {
  const definition = model.field(object, field)
  const type = definition?.type === 'rollup' ? definition.of : definition?.type
  if (definition?.many === true || (type !== 'date' && type !== 'dateTime')) refuse(rule, path, 'it is a date')
}

function requireFilter(
  rule: Rule,
  filter: UncheckedFilter | undefined,
  object: string,
  model: Model,
  path: string,
): void {
  try {
    checkFilter(
      model,
      object,
      filter ?? {},
      { now: '2000-01-01T00:00:00.000Z', zone: 'UTC' },
      { before: path === '/if' },
    )
  } catch (error) {
    if (!isKithError(error, 'INVALID_FILTER')) throw error
    refuse(rule, `${path}${error.details['path']}`, String(error.details['reason']))
  }
}

function checkSet(
  rule: Rule,
  set: Readonly<Record<string, unknown>>,
  object: string,
  model: Model,
  path: string,
): void {
  try {
    createRecordParser(model, object).parseUpdate(set)
  } catch (error) {
    if (!isKithError(error, 'INVALID_INPUT')) throw error
    const [first] = error.details.issues ?? []
    refuse(rule, `${path}/set${first?.path ?? ''}`, first?.message ?? 'it cannot be used')
  }
}

function refuse(rule: Rule, path: string, reason: string): never {
  throw new KithError('INVALID_DEFINITION', { path: `/rules/${rule.id}${path}`, reason })
}
