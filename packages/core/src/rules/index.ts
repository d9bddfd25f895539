export { ACTIONS } from './actions/index.ts'
export { checkRule, defineRule } from './define-rule.ts'
export { evaluate, needsOf, type RuleNeeds } from './evaluate.ts'
export { isStartedBy, objectOf } from './triggers/event.ts'
export type {
  Command,
  ConditionResult,
  Rule,
  RuleAction,
  RuleContext,
  RuleMember,
  RulePlan,
  RuleState,
  RuleTeam,
  SkippedAction,
} from './types.ts'
export { addWorkingDays, DEFAULT_CALENDAR, isWorkingDay, nextWorkingMoment } from './working-time.ts'
