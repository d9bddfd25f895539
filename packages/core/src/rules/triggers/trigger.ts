import type * as z from 'zod'
import type { DomainEvent } from '../../domain/types.ts'
import type { StoredRecord } from '../../schema/record.ts'
import type { RuleSpeaker } from '../describe/speaker.ts'
import type { TimeContext } from '../moment.ts'

/** A kind of trigger: its data, and which events start a rule that has it. Pure. */
export interface TriggerKind<Trigger> {
  readonly name: string
  /** Checks the trigger when a rule is defined or loaded. */
  readonly schema: z.ZodType<Trigger>
  /** The object whose records the rule looks at. */
  readonly object: (trigger: Trigger) => string
  /** Types of the events that may start it: what an index of rules is made by. */
  readonly events: (trigger: Trigger) => readonly string[]
  /** Whether an event of one of those types starts it. */
  readonly startedBy: (trigger: Trigger, event: Pick<DomainEvent, 'type' | 'data'>, ruleId: string) => boolean
  /** The record that the rule looks at, where it is not the event's own. */
  readonly subject?: (event: DomainEvent) => string | undefined
  /** What must be so of that record as well. */
  readonly fits?: (trigger: Trigger, record: StoredRecord, event: DomainEvent, context: TimeContext) => boolean
  /** What the engine keeps for it: a job for each record and date, a job at the next time, members of a segment. */
  readonly keeps?: 'date' | 'schedule' | 'segment'
  /** Reasons why a rule with it can never run, with a path into the trigger. */
  readonly problem?: (trigger: Trigger) => { readonly path: string; readonly reason: string } | undefined
  /** When, as a clause: `a lead comes in`. */
  readonly describe: (trigger: Trigger, speaker: RuleSpeaker) => string
  /** That clause begins a sentence by itself, without “when”: `14 days after “Closed at” of a deal`. */
  readonly opens?: boolean
}

/** Events that are about one rule only carry its id. */
export function isForRule({ data }: Pick<DomainEvent, 'data'>, ruleId: string): boolean {
  return data?.['ruleId'] === ruleId
}

/** The values that an event of a written record carries: those that changed, as they were and as they are. */
export function valuesOf(
  { data }: Pick<DomainEvent, 'data'>,
  which: 'before' | 'after',
): Readonly<Record<string, unknown>> {
  const values = data?.[which]
  return typeof values === 'object' && values !== null ? (values as Readonly<Record<string, unknown>>) : {}
}
