import type { StoredRecord } from '@kith/core'
import { compileCondition } from '@kith/core/filter'
import { plainFacts } from './facts.ts'
import type { BenchRule } from './generate.ts'
import { conditionsOf, kithMatcher } from './kith.ts'
import type { Contestant } from './peers/contestant.ts'
import { jsonLogicEngine, jsonLogicJs } from './peers/json-logic.ts'
import { jsonRulesEngine } from './peers/json-rules-engine.ts'
import { zenEngine } from './peers/zen-engine.ts'

/** Leads of a race: so many that hardly a text comes again soon. */
export const LEADS = 10_000

/** Ids of the rules that hold for a lead, by its number. */
type Match = (lead: number) => readonly string[] | Promise<readonly string[]>
type Make = (rules: readonly BenchRule[], leads: readonly StoredRecord[]) => Match | Promise<Match>

/** Peers get their facts before anything is timed. */
const peer =
  (make: (rules: readonly BenchRule[]) => Contestant | Promise<Contestant>): Make =>
  async (rules, leads) => {
    const contestant = await make(rules)
    const facts = leads.map(plainFacts)
    return (lead) => contestant.match(facts[lead] as (typeof facts)[number])
  }

/** Everybody who takes part, by name: Kith, its own closures one for each rule, and the peers. */
export const CONTESTANTS: Readonly<Record<string, Make>> = {
  kith: (rules, leads) => {
    const matcher = kithMatcher(rules)
    return (lead) => matcher.match(leads[lead] as StoredRecord)
  },
  'closures of kith': (rules, leads) => {
    const all = conditionsOf(rules).map(({ id, condition }) => ({ id, holds: compileCondition(condition) }))
    return (lead) => all.filter(({ holds }) => holds(leads[lead] as StoredRecord)).map(({ id }) => id)
  },
  'json-logic-engine': peer(jsonLogicEngine),
  'json-logic-js': peer(jsonLogicJs),
  'json-rules-engine': peer(jsonRulesEngine),
  '@gorules/zen-engine': peer(zenEngine),
}
