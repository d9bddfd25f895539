import * as z from 'zod'
import type { DomainEvent } from '../domain/types.ts'
import type { UncheckedFilter } from '../filter/types.ts'
import type { StoredRecord } from '../schema/record.ts'
import { addSpan, type DatePoint, datePointShape, momentOf, realSpanSchema, type Span } from './moment.ts'
import type { RuleState } from './state.ts'
import type { ConsentNeed, RuleContext, RuleName, RuleStep } from './types.ts'

/**
 * A pause between actions. What stands after it is done later, from a job, if the record still meets `if`.
 *
 * @example
 * { wait: { workingDays: 3 }, if: { status: 'new' } } // after 3 working days, if it is still new
 */
export interface WaitStep {
  /** A length of time, or a date of the record, as it is when it comes: one that is moved to later is waited for. A time that has passed is no wait. */
  readonly wait: Span | DatePoint
  /** Must hold then. Absent: goes on in any case, unless the record is gone. */
  readonly if?: UncheckedFilter
}

/** Where a rule goes on, as plain data for a job. It holds the steps as they were, so a change of the rule does not touch it. */
export interface Continuation {
  readonly rule: RuleName
  readonly event: DomainEvent
  /** The record that the rule looks at. */
  readonly object: string
  readonly id: string
  /** Place in `then` of the first of `steps`. */
  readonly step: number
  readonly steps: readonly RuleStep[]
  readonly if?: UncheckedFilter
  /** Of the rule, as it was: asked again, since it may be withdrawn meanwhile. */
  readonly consent?: ConsentNeed
  /** The date that it waits for: read again when the wait is over, since it may be moved meanwhile. */
  readonly until?: DatePoint
  /** Instant. */
  readonly dueAt: string
  /** The same whenever the same event is evaluated again: a job of this key is put once. */
  readonly key: string
  /** Stands for the event, as in `RuleContext.run`. */
  readonly run: string
}

/** Reads a {@link WaitStep}. */
export const waitSchema = z.strictObject({
  wait: z.union([z.strictObject(datePointShape), realSpanSchema]),
  if: z.record(z.string(), z.unknown()).exactOptional(),
})

/** Whether a step is a wait. */
export function isWait(step: RuleStep): step is WaitStep {
  return 'wait' in step
}

/** When a wait is over, or undefined where it waits for a date that the record does not have. */
export function waitEnd(
  { wait }: Pick<WaitStep, 'wait'>,
  record: StoredRecord,
  { calendar }: RuleState,
  { now, zone }: RuleContext,
): string | undefined {
  if (!('field' in wait)) return addSpan(now, wait, { zone, calendar })
  const moment = momentOf(wait, record, { zone, calendar })
  return moment !== undefined && moment < now ? now : moment
}
