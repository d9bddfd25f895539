import * as z from 'zod'
import { deepFreeze } from '../schema/define-object.ts'
import type { Model } from '../schema/model.ts'
import { toIssues } from '../schema/zod-issues.ts'
import { jsonPointer } from '../shared/canonical-json.ts'
import { KithError } from '../shared/errors.ts'
import { labelSchema } from './actions/action.ts'
import { actionKind, isActionName } from './actions/index.ts'
import { checkRule } from './check-rule.ts'
import { RULE_LIMITS } from './limits.ts'
import { isTriggerName, triggerKind } from './triggers/index.ts'
import type { Rule, RuleStep } from './types.ts'
import { isWait, waitSchema } from './wait.ts'

const ruleSchema = z.strictObject({
  id: z.string().max(64),
  version: z.int().min(1).exactOptional(),
  label: labelSchema,
  on: z.union([z.string().max(130), z.record(z.string(), z.unknown())]),
  if: z.record(z.string(), z.unknown()).exactOptional(),
  consent: z
    .strictObject({ purpose: z.string().min(1).max(64), channel: z.string().min(1).max(64).exactOptional() })
    .exactOptional(),
  then: z.array(z.record(z.string(), z.unknown())),
  active: z.boolean().exactOptional(),
})

/**
 * Reads a rule from outside: any JSON, also from strangers. The result is frozen.
 *
 * @param model Checks conditions and values against it as well, as {@link checkRule} does
 * @throws KithError `INVALID_DEFINITION` with the `path` (JSON Pointer, after `/rules/<id>`) of the first thing that
 * cannot be used and the `reason`
 * @example
 * parseRule(JSON.parse(text), model)
 */
export function parseRule(json: unknown, model?: Model): Rule {
  requireSane(json)
  const id = typeof json === 'object' && json !== null && 'id' in json ? String(json.id).slice(0, 64) : ''
  const rule = orRefuse(ruleSchema.safeParse(json), id, '', json) as unknown as Rule
  const read = readRule(rule)
  if (model) checkRule(read, model)
  return read
}

/**
 * Reads the rules of a configuration, each with its own id.
 *
 * @throws KithError `INVALID_DEFINITION`, as {@link parseRule}
 */
export function parseRules(rules: readonly unknown[], model: Model): readonly Rule[] {
  const known = new Set<string>()
  return rules.map((one) => {
    const rule = parseRule(one, model)
    if (known.has(rule.id)) refuseRule(rule.id, '/id', 'another rule has this id')
    known.add(rule.id)
    return rule
  })
}

/** Checks the parts of a rule and freezes it. @throws KithError `INVALID_DEFINITION` */
export function readRule(rule: Rule): Rule {
  const refuse = (path: string, reason: string): never => refuseRule(rule.id, path, reason)
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(rule.id)) refuse('/id', 'an id is ASCII letters, digits, _, - or .')
  readTrigger(rule)
  const { length } = rule.then
  if (length === 0) refuse('/then', 'a rule does something')
  if (length > RULE_LIMITS.steps) refuse('/then', `a rule has at most ${RULE_LIMITS.steps} steps`)
  for (const [at, step] of rule.then.entries()) readStep(rule, step, `/then/${at}`)
  if (isWait(rule.then[length - 1] as RuleStep)) refuse(`/then/${length - 1}`, 'nothing comes after this wait')
  return deepFreeze({ version: 1, ...rule })
}

function readTrigger({ id, on }: Rule): void {
  if (typeof on === 'string') {
    if (!/^[A-Za-z]+\.[A-Za-z]+$/.test(on)) refuseRule(id, '/on', 'an event is called as lead.captured')
    return
  }
  if (!isTriggerName(on.when)) refuseRule(id, '/on/when', `there is no trigger "${String(on.when)}"`)
  orRefuse(triggerKind(on).schema.safeParse(on), id, '/on', on)
  const problem = triggerKind(on).problem?.(on)
  if (problem) refuseRule(id, `/on${problem.path}`, problem.reason)
}

function readStep({ id }: Rule, step: RuleStep, path: string): void {
  if (isWait(step)) return void orRefuse(waitSchema.safeParse(step), id, path, step)
  if (!isActionName(step.do))
    refuseRule(id, `${path}/do`, `there is no action "${String((step as { do?: unknown }).do)}"`)
  orRefuse(actionKind(step).schema.safeParse(step), id, path, step)
}

function orRefuse<Value>(result: z.ZodSafeParseResult<Value>, id: string, path: string, input: unknown): Value {
  if (result.success) return result.data
  const [first] = toIssues(result.error.issues, [], input)
  return refuseRule(id, `${path}${first?.path ?? ''}`, first?.message ?? 'it cannot be used')
}

/** @throws KithError `INVALID_DEFINITION` */
export function refuseRule(id: string, path: string, reason: string): never {
  throw new KithError('INVALID_DEFINITION', { path: `/rules/${id}${path}`, reason })
}

const UNSAFE = new Set(['__proto__', 'constructor', 'prototype'])

/** Walks without recursion, so that no depth can break it, and counts before it looks. */
function requireSane(json: unknown): void {
  const open: { readonly value: unknown; readonly path: readonly string[] }[] = [{ value: json, path: [] }]
  for (let seen = 1; open.length > 0; ) {
    const { value, path } = open.pop() as (typeof open)[number]
    if (path.length > RULE_LIMITS.depth) refuseRule('', jsonPointer(path.slice(0, 8)), 'it is nested too deep')
    if (typeof value !== 'object' || value === null) continue
    seen += Array.isArray(value) ? value.length : Object.keys(value).length
    if (seen > RULE_LIMITS.nodes) refuseRule('', '', `a rule holds at most ${RULE_LIMITS.nodes} values`)
    for (const key of Object.keys(value)) {
      if (UNSAFE.has(key)) refuseRule('', jsonPointer([...path, key]), 'this name cannot be used')
      open.push({ value: (value as Readonly<Record<string, unknown>>)[key], path: [...path, key] })
    }
  }
}
