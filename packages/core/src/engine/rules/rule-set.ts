import type { RuleRecord } from '../../domain/rule/rule.schema.ts'
import type { DomainEvent } from '../../domain/types.ts'
import { type RuleConditions, ruleConditions } from '../../rules/conditions.ts'
import { ruleOf } from '../../rules/save-rule.ts'
import { eventsOf, isStartedBy } from '../../rules/triggers/event.ts'
import type { Rule } from '../../rules/types.ts'
import type { Model } from '../../schema/model.ts'
import type { StoredRecord } from '../../schema/record.ts'
import { isKithError } from '../../shared/errors.ts'
import { type DateRule, isDateRule } from './watches.ts'

/** A rule of a tenant, and where it is from. */
export interface KnownRule {
  readonly rule: Rule
  readonly origin: 'code' | 'stored'
  /** The stored rule; of a rule from code the record that switches it. */
  readonly record?: StoredRecord
  /** Why it cannot run: the model has changed since it was stored. */
  readonly problem?: string
}

/** The rules of a tenant by what starts them. */
export interface RuleSet {
  readonly all: readonly KnownRule[]
  get(id: string): KnownRule | undefined
  /** Rules that an event starts, as far as the event tells. */
  startedBy(event: DomainEvent): readonly Rule[]
  listensTo(event: DomainEvent): boolean
  /** The conditions of all rules that run, made ready in steps by whoever asks first. */
  conditions(zone: string): Generator<number, RuleConditions>
  /** Rules that wait for dates of records of an object. */
  dated(object: string): readonly DateRule[]
  /** Ids of the segments of an object that rules listen to. */
  watchedSegments(object: string): readonly string[]
}

/** Rules from code, then stored ones. A record with the id of a rule from code says only whether that is switched on. */
export function createRuleSet(code: readonly Rule[], records: readonly StoredRecord[], model: Model): RuleSet {
  const byId = new Map(records.map((record) => [record.id, record]))
  const own = new Set(code.map(({ id }) => id))
  const all = [
    ...code.map((rule) => fromCode(rule, byId.get(rule.id))),
    ...records.filter(({ id }) => !own.has(id)).map((record) => fromRecord(record, model)),
  ]
  const known = new Map(all.map((one) => [one.rule.id, one]))
  const byEvent = new Map<string, Rule[]>()
  const dated = new Map<string, DateRule[]>()
  const segments = new Map<string, Set<string>>()
  for (const { rule, problem } of all) {
    if (problem !== undefined || rule.active === false) continue
    if (isDateRule(rule)) dated.set(rule.on.object, [...(dated.get(rule.on.object) ?? []), rule])
    if (typeof rule.on === 'object' && 'segment' in rule.on)
      segments.set(rule.on.object, (segments.get(rule.on.object) ?? new Set()).add(rule.on.segment))
    for (const type of eventsOf(rule)) byEvent.set(type, [...(byEvent.get(type) ?? []), rule])
  }
  const heard = (event: DomainEvent) => byEvent.get(event.type) ?? []
  let made: { readonly zone: string; readonly conditions: RuleConditions } | undefined
  return {
    all,
    get: (id) => known.get(id),
    *conditions(zone) {
      if (made?.zone !== zone) {
        const running = all.flatMap(({ rule, problem }) =>
          problem === undefined && rule.active !== false ? [rule] : [],
        )
        made = { zone, conditions: yield* ruleConditions(running, model, zone) }
      }
      return made.conditions
    },
    startedBy: (event) => heard(event).filter((rule) => isStartedBy(rule, event)),
    dated: (object) => dated.get(object) ?? [],
    watchedSegments: (object) => [...(segments.get(object) ?? [])],
    listensTo: (event) => heard(event).some((rule) => isStartedBy(rule, event)),
  }
}

function fromCode(rule: Rule, record: StoredRecord | undefined): KnownRule {
  if (!record) return { rule, origin: 'code' }
  return { rule: { ...rule, active: record['active'] === true }, origin: 'code', record }
}

function fromRecord(record: StoredRecord, model: Model): KnownRule {
  try {
    return { rule: ruleOf(record as unknown as RuleRecord, model), origin: 'stored', record }
  } catch (error) {
    if (!isKithError(error)) throw error
    const { id, version, definition } = record as unknown as RuleRecord
    const rule = { ...(definition as Rule), id, version, active: false }
    return { rule, origin: 'stored', record, problem: error.message }
  }
}
