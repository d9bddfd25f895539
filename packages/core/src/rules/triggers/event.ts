import type { DomainEvent } from '../../domain/types.ts'
import type { StoredRecord } from '../../schema/record.ts'
import type { TimeContext } from '../moment.ts'
import type { Rule } from '../types.ts'
import { triggerKind } from './index.ts'

/** What a rule is started by, where nothing else of it matters. */
export type Startable = Pick<Rule, 'on'> & Partial<Pick<Rule, 'id' | 'active'>>

/** Types of the events that may start a rule: `['lead.captured']`. An index of rules by event is made of them. */
export function eventsOf({ on }: Startable): readonly string[] {
  return typeof on === 'string' ? [on] : triggerKind(on).events(on)
}

/** Whether an event starts a rule, as far as the event tells; `fitsRecord` asks the record. */
export function isStartedBy(rule: Startable, event: Pick<DomainEvent, 'type' | 'data'>): boolean {
  if (rule.active === false) return false
  const { on, id = '' } = rule
  if (typeof on === 'string') return on === event.type
  const kind = triggerKind(on)
  return kind.events(on).includes(event.type) && kind.startedBy(on, event, id)
}

/** Whether what a trigger says of the record is so: its pipeline, its channel, a date that still stands. */
export function fitsRecord({ on }: Startable, event: DomainEvent, record: StoredRecord, context: TimeContext): boolean {
  return typeof on === 'string' || (triggerKind(on).fits?.(on, record, event, context) ?? true)
}

/**
 * The object whose records a rule looks at: that of its trigger, or the first part of its event, `lead` of
 * `lead.captured`.
 */
export function objectOf({ on }: Startable): string {
  return typeof on === 'string' ? on.slice(0, Math.max(on.indexOf('.'), 0)) : triggerKind(on).object(on)
}

/**
 * The record as it was before an event: null where it was made by it. An event that does not say what changed changed
 * nothing.
 */
export function recordBefore({ type, data }: DomainEvent, record: StoredRecord): StoredRecord | null {
  if (type.endsWith('.created')) return null
  const before = data?.['before']
  return typeof before === 'object' && before !== null ? { ...record, ...before } : record
}

/** The record that a rule looks at for an event: the event's own, or the conversation of a message. */
export function subjectOf(
  rule: Startable,
  event: DomainEvent,
): { readonly object: string; readonly id: string } | undefined {
  const { on } = rule
  const subject = typeof on === 'string' ? undefined : triggerKind(on).subject
  if (!subject) return { object: event.object, id: event.id }
  const id = subject(event)
  return id === undefined ? undefined : { object: objectOf(rule), id }
}
