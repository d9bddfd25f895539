import type { DomainEvent } from '../../domain/types.ts'
import type { Rule } from '../types.ts'

/** Whether an event starts a rule. */
export function isStartedBy(rule: Pick<Rule, 'on'>, event: Pick<DomainEvent, 'type'>): boolean {
  return rule.on === event.type
}

/** The object whose records a rule looks at: the first part of its event, `lead` of `lead.captured`. */
export function objectOf(rule: Pick<Rule, 'on'>): string {
  return rule.on.slice(0, Math.max(rule.on.indexOf('.'), 0))
}
