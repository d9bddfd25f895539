import { checkFilter } from '../filter/check.ts'
import { compileCondition, type Predicate } from '../filter/compile.ts'
import type { Condition } from '../filter/types.ts'
import type { Model } from '../schema/model.ts'
import type { StoredRecord } from '../schema/record.ts'
import { globCost } from '../shared/glob.ts'
import { type Beside, createRuleMatcher, type RuleMatcher } from './matching/index.ts'
import { objectOf } from './triggers/event.ts'
import type { Rule } from './types.ts'

/** The conditions of rules, made ready to be asked for many events. */
export interface RuleConditions {
  /** The condition of a rule by itself, for an instant. @throws KithError `INVALID_FILTER` where it does not fit the model */
  of(rule: Rule, now: string): Predicate
  /** Whether a rule is among those that {@link RuleConditions.match} asks. */
  covers(rule: Rule): boolean
  /** Ids of the covered rules of an object whose conditions hold for a record. */
  match(object: string, record: StoredRecord, beside: Beside): ReadonlySet<string>
}

/** Below so many rules of an object an index saves nothing. */
export const INDEXED_FROM = 20

/**
 * What globs that look at every character of a text by themselves may cost together, as {@link globCost} counts. Rules
 * beyond are asked one by one, so that others have their turn in between.
 */
const MOST_GLOBS = 50

/** Two instants that share no part of the calendar or the clock. */
const SOME_DAY = '2001-02-03T04:05:06.789Z'
const OTHER_DAY = '2034-11-28T18:29:51.123Z'

/**
 * Makes the conditions of rules ready. Conditions that do not look at the time are lowered once; of an object that has
 * many of them they are asked together. Those that do are lowered for each instant.
 *
 * @returns in steps, one for each rule: lowering thousands takes a while
 */
export function* ruleConditions(rules: readonly Rule[], model: Model, zone: string): Generator<number, RuleConditions> {
  const lower = (rule: Rule, now: string) =>
    checkFilter(model, objectOf(rule), rule.if ?? {}, { now, zone }, { before: true })
  const timeless = new Map<Rule, Condition>()
  for (const rule of rules) {
    const condition = timelessOf(rule, lower)
    if (condition) timeless.set(rule, condition)
    yield 0
  }
  const matchers = new Map<string, RuleMatcher>()
  const covered = new Set<Rule>()
  for (const [object, some] of Map.groupBy(timeless, ([rule]) => objectOf(rule))) {
    if (some.length < INDEXED_FROM) continue
    const matcher = createRuleMatcher()
    matchers.set(object, matcher)
    let globs = 0
    for (const [rule, condition] of some) {
      const cost = costOf(condition)
      globs += cost
      if (cost > 0 && globs > MOST_GLOBS) continue
      matcher.add(rule.id, condition)
      covered.add(rule)
      yield 0
    }
  }
  const known = new Map<Rule, { readonly now: string | undefined; readonly holds: Predicate }>()
  return {
    of: (rule, now) => {
      const made = known.get(rule)
      if (made && (made.now === undefined || made.now === now)) return made.holds
      const always = timeless.get(rule)
      const holds = compileCondition(always ?? lower(rule, now))
      known.set(rule, { now: always ? undefined : now, holds })
      return holds
    },
    covers: (rule) => covered.has(rule),
    match: (object, record, beside) => new Set(matchers.get(object)?.match(record, beside)),
  }
}

function costOf(condition: Condition): number {
  switch (condition.op) {
    case 'glob':
      return globCost(condition.pattern)
    case 'and':
    case 'or':
      return condition.of.reduce((sum, part) => sum + costOf(part), 0)
    default:
      return 'of' in condition ? costOf(condition.of) : 0
  }
}

/** The condition of a rule where it is the same at all times; undefined where it is not, or does not fit the model. */
function timelessOf(rule: Rule, lower: (rule: Rule, now: string) => Condition): Condition | undefined {
  try {
    const condition = lower(rule, SOME_DAY)
    return JSON.stringify(condition) === JSON.stringify(lower(rule, OTHER_DAY)) ? condition : undefined
  } catch {
    return undefined
  }
}
