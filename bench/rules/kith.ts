import { createRuleMatcher, type RuleMatcher, type StoredRecord } from '@kith/core'
import { checkFilter } from '@kith/core/filter'
import { asFilter, type BenchRule } from './generate.ts'
import { BENCH_NOW, benchModel } from './model.ts'

const CONTEXT = { now: BENCH_NOW, zone: 'UTC' }

/** The rules as Kith's conditions, lowered for the bench's moment. */
export function conditionsOf(rules: readonly BenchRule[]) {
  return rules.map(({ id, test }) => ({ id, condition: checkFilter(benchModel, 'lead', asFilter(test), CONTEXT) }))
}

/** A matcher with the rules; it learns from the first leads that it meets, as in an app. */
export function kithMatcher(rules: readonly BenchRule[]): RuleMatcher {
  const matcher = createRuleMatcher()
  for (const { id, condition } of conditionsOf(rules)) matcher.add(id, condition)
  return matcher
}

/** What Kith finds is what everybody else must find. */
export function expectedOf(matcher: RuleMatcher, leads: readonly StoredRecord[]): readonly (readonly string[])[] {
  return leads.map((lead) => matcher.match(lead))
}
