import { readRule } from './parse-rule.ts'
import type { Rule } from './types.ts'

export { checkRule } from './check-rule.ts'
export type { Rule, RuleAction } from './types.ts'

/**
 * Describes a rule. The result is frozen. Its condition is checked against the model by `checkRule`.
 *
 * @throws KithError `INVALID_DEFINITION` with a path: an id or event that is none, a trigger or action that is not known
 * or lacks something, a schedule that never comes, a wait with nothing after it
 * @example
 * defineRule({
 *   id: 'greet-customers',
 *   label: { en: 'Call new customers', nb: 'Ring nye kunder' },
 *   on: 'deal.won',
 *   if: { amount: { gte: { amountMinor: 1_000_000, currency: 'EUR' } } },
 *   then: [
 *     { do: 'create-activity', kind: 'call', due: { workingDays: 2 } },
 *     { wait: { workingDays: 3 }, if: { nextActivityAt: { empty: false } } },
 *     { do: 'notify-user', to: ['owner', 'manager'], text: { en: 'Not called yet', nb: 'Ikke ringt ennå' } },
 *   ],
 * })
 */
export function defineRule(rule: Rule): Rule {
  return readRule(rule)
}
