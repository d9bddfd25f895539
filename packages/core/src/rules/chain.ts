import { KithError } from '../shared/errors.ts'
import { RULE_LIMITS } from './limits.ts'
import type { RuleName, RulePlan } from './types.ts'

/** One rule that started the next: what stands in the job of a chained event. */
export interface ChainLink extends RuleName {
  /** Type of the event that started it. */
  readonly event: string
  /** It went on after a wait. */
  readonly waited?: true
}

/** The rules between a person and an event, oldest first. Carried through jobs and waits. */
export type RuleChain = readonly ChainLink[]

/** Rules that started each other until they were stopped. */
export interface RuleLoop {
  /** The rules that come again and again, in order; all of the chain where nothing repeats. */
  readonly cycle: RuleChain
  readonly length: number
}

/** The chain with one more rule. */
export function chained(chain: RuleChain, { rule }: Pick<RulePlan, 'rule'>, event: string): RuleChain {
  return [...chain, { id: rule.id, version: rule.version, event }]
}

/**
 * The chain of a rule that goes on after a wait: one more link, however often it waits. So a row of reminders is no loop, and
 * rules that start each other by way of waits still end.
 */
export function waited(chain: RuleChain, plan: Pick<RulePlan, 'rule'>, event: string): RuleChain {
  const last = chain.at(-1)
  if (last?.waited && last.id === plan.rule.id) return chain
  return [...chain, { id: plan.rule.id, version: plan.rule.version, event, waited: true }]
}

/**
 * The loop that a chain is, where it is too long.
 *
 * @example
 * loopOf([a, b, a, b, a, b, a, b, a, b, a]) // { cycle: [b, a], length: 11 }
 */
export function loopOf(chain: RuleChain, limit: number = RULE_LIMITS.chain): RuleLoop | undefined {
  if (chain.length <= limit) return undefined
  for (let length = 1; length <= chain.length / 2; length++) {
    const cycle = chain.slice(-length)
    if (repeats(chain, cycle)) return { cycle, length: chain.length }
  }
  return { cycle: chain, length: chain.length }
}

function repeats(chain: RuleChain, cycle: RuleChain): boolean {
  const before = chain.slice(-2 * cycle.length, -cycle.length)
  return cycle.every((link, at) => before[at]?.id === link.id && before[at]?.event === link.event)
}

/** Refuses a chain that is too long. @throws KithError `RULE_LOOP` with `rules`: the ids of the cycle, in order */
export function requireNoLoop(chain: RuleChain, limit?: number): void {
  const loop = loopOf(chain, limit)
  if (loop) throw new KithError('RULE_LOOP', { depth: loop.length, rules: loop.cycle.map((link) => link.id) })
}

/** What is left to be done for one event. */
export interface RuleBudget {
  readonly evaluations: number
  readonly commands: number
}

/** The budget of a new event. */
export const FULL_BUDGET: RuleBudget = { evaluations: RULE_LIMITS.evaluations, commands: RULE_LIMITS.commands }

/** The budget after a rule was evaluated; undefined where the rule asks for more than is left: do nothing of its plan. */
export function spend(budget: RuleBudget, { commands }: Pick<RulePlan, 'commands'>): RuleBudget | undefined {
  const left = { evaluations: budget.evaluations - 1, commands: budget.commands - commands.length }
  return left.evaluations < 0 || left.commands < 0 ? undefined : left
}
