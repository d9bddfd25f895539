import { FULL_BUDGET, type RuleBudget, type RuleChain, spend } from '../../rules/chain.ts'
import type { RulePlan } from '../../rules/types.ts'
import { KithError } from '../../shared/errors.ts'

/** What stands between a person and a commit: the rules that led to it, and what they may still do. Carried in jobs. */
export interface RuleTrail {
  readonly chain: RuleChain
  /** The event of a person that all began with. */
  readonly origin: string
  /** What was left when this was written. */
  readonly budget: RuleBudget
}

/** Where a person, a date or a schedule begins. */
export function newTrail(origin: string): RuleTrail {
  return { chain: [], origin, budget: FULL_BUDGET }
}

/** What is left for each event of a person, over all that it set off: one account in a process, shared by its jobs. */
export interface Budgets {
  /** Takes what evaluating a rule costs, and gives what is left. @throws KithError `RULE_BUDGET` where it is used up */
  spend(trail: RuleTrail, plan: Pick<RulePlan, 'rule' | 'commands'>): RuleBudget
}

const MAX_ACCOUNTS = 1_000

export function createBudgets(): Budgets {
  const accounts = new Map<string, RuleBudget>()
  return {
    spend({ origin, budget, chain }, plan) {
      const known = accounts.get(origin) ?? budget
      const least = {
        evaluations: Math.min(known.evaluations, budget.evaluations),
        commands: Math.min(known.commands, budget.commands),
      }
      const left = spend(least, plan)
      if (!left) throw new KithError('RULE_BUDGET', { rule: plan.rule.id, rules: chain.map(({ id }) => id) })
      accounts.delete(origin)
      accounts.set(origin, left)
      for (const oldest of accounts.keys()) {
        if (accounts.size <= MAX_ACCOUNTS) break
        accounts.delete(oldest)
      }
      return left
    },
  }
}
