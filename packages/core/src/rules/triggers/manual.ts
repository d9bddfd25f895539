import * as z from 'zod'
import { isForRule, type TriggerKind } from './trigger.ts'

/** A person starts it for a record. */
export interface Manual {
  readonly when: 'manual'
  readonly object: string
}

/** Type of the event that starts it. It carries `ruleId`, and `by`: the user. */
export const RULE_STARTED = 'rule.started'

/** {@link Manual}. */
export const manual: TriggerKind<Manual> = {
  name: 'manual',
  schema: z.strictObject({ when: z.literal('manual'), object: z.string().min(1).max(64) }),
  object: ({ object }) => object,
  events: () => [RULE_STARTED],
  startedBy: (_, event, ruleId) => isForRule(event, ruleId),
  describe: ({ object }, { say, a }) => say('manual', { object: a(object) }),
}
