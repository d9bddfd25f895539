export { ACTIONS } from './actions/index.ts'
export * from './chain.ts'
export { checkRule } from './check-rule.ts'
export type { Command, EffectCommand, RecordRef, WriteCommand } from './commands.ts'
export { nextCronTime, parseCron } from './cron.ts'
export { defineRule } from './define-rule.ts'
export { describeCommand } from './describe/describe-command.ts'
export { describeRule, type RuleSentences } from './describe/describe-rule.ts'
export type { DescribeRuleOptions } from './describe/speaker.ts'
export { evaluate, needsOf, type RuleNeeds, resume } from './evaluate.ts'
export { explainConditions } from './explain.ts'
export * from './fairness.ts'
export { RULE_LIMITS } from './limits.ts'
export { addSpan, type DatePoint, momentOf, type Span } from './moment.ts'
export { nearestOtherCase } from './nearest-other-case.ts'
export { parseRule } from './parse-rule.ts'
export { type CommandReader, planCommand } from './plan-command.ts'
export { ruleOf, saveRule } from './save-rule.ts'
export * from './score.ts'
export * from './simulate/index.ts'
export { DATE_REACHED, type DateReached, nextDateOf } from './triggers/date-reached.ts'
export { eventsOf, fitsRecord, isStartedBy, objectOf, subjectOf } from './triggers/event.ts'
export { TRIGGERS, type Trigger, triggerKind } from './triggers/index.ts'
export { RULE_STARTED } from './triggers/manual.ts'
export { nextRunOf, SCHEDULE_REACHED, type Schedule } from './triggers/schedule.ts'
export type {
  ConditionResult,
  ConsentNeed,
  Rule,
  RuleAction,
  RuleContext,
  RuleFunction,
  RuleMember,
  RuleName,
  RulePlan,
  RuleState,
  RuleStep,
  RuleTeam,
  RuleTerritory,
  SkippedAction,
} from './types.ts'
export type { Continuation, WaitStep } from './wait.ts'
export {
  addWorkingDays,
  addWorkingHours,
  DEFAULT_CALENDAR,
  isWorkingDay,
  nextWorkingMoment,
  subtractWorkingDays,
} from './working-time.ts'
