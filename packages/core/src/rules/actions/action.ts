import * as z from 'zod'
import type { DomainEvent } from '../../domain/types.ts'
import type { StoredRecord } from '../../schema/record.ts'
import type { Command } from '../commands.ts'
import type { RuleSpeaker } from '../describe/speaker.ts'
import type { RuleNeeds } from '../needs.ts'
import type { RuleState } from '../state.ts'
import type { RuleContext, RuleName, SkippedAction } from '../types.ts'

/** What an action sees: the record as the actions before it leave it. */
export interface ActionStep {
  readonly object: string
  readonly record: StoredRecord
  readonly event: DomainEvent
  readonly rule: RuleName
  /** Place of the action in `then`. */
  readonly at: number
  readonly state: RuleState
  readonly context: RuleContext
}

/** What an action comes to. */
export type ActionResult =
  | { readonly commands: readonly Command[]; readonly set?: Readonly<Record<string, unknown>> }
  | { readonly skipped: SkippedAction['reason'] }

/** `heavy`: it decides about a person, so it waits for one. */
export type Weight = 'routine' | 'heavy'

/** What every action may say. */
export interface Reviewable {
  /** Makes it heavy: it is proposed and waits for a person; with `by`, for one who has that role. */
  readonly review?: 'required' | { readonly by: string }
}

/** An action of rules: its data, and what it decides. Pure. */
export interface ActionKind<Action> {
  readonly name: string
  /** Checks the action when a rule is defined or loaded. */
  readonly schema: z.ZodType<Action>
  /** How heavy it is by itself; `review` makes any action heavy. */
  readonly weight: (action: Action, step: Pick<ActionStep, 'object' | 'record' | 'state'>) => Weight
  readonly plan: (action: Action, step: ActionStep) => ActionResult
  /** What is to be read for it beside the record. */
  readonly needs?: (action: Action) => Partial<RuleNeeds>
  /** The only object whose records it can be used on. Absent: any. */
  readonly only?: string
  /** What it does, as a clause: `give it to Ida Berg`. */
  readonly describe: (action: Action, speaker: RuleSpeaker) => string
}

/** The parts of {@link Reviewable} for a zod object. */
export const reviewShape = {
  review: z.union([z.literal('required'), z.strictObject({ by: z.string().min(1).max(64) })]).exactOptional(),
}

/** A text for people in a rule: one, or one per language. */
export const labelSchema = z.union([z.string().min(1).max(200), z.record(z.string(), z.string().max(200))])

/** An id in a rule. */
export const idSchema = z.string().min(1).max(64)

/** A weight that does not depend on anything. */
export const routine = (): Weight => 'routine'

/** The key of an effect: the same whenever the same event is evaluated again. */
export function effectKey({ rule, at, object, record, context }: ActionStep, more = ''): string {
  return `${rule.id}@${rule.version}:${at}:${object}:${record.id}:${context.run ?? context.now}${more && `:${more}`}`
}
