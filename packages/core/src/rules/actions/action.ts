import type * as z from 'zod'
import type { StoredRecord } from '../../schema/record.ts'
import type { Command, RuleContext, RuleState, SkippedAction } from '../types.ts'

/** What an action sees: the record as the actions before it leave it. */
export interface ActionStep {
  readonly object: string
  readonly record: StoredRecord
  readonly rule: { readonly id: string; readonly version: number }
  readonly state: RuleState
  readonly context: RuleContext
}

/** What an action comes to. */
export type ActionResult =
  | { readonly commands: readonly Command[]; readonly set?: Readonly<Record<string, unknown>> }
  | { readonly skipped: SkippedAction['reason'] }

/** An action of rules: its data, and what it decides. Pure. */
export interface ActionKind<Action> {
  readonly name: string
  /** Checks the action when a rule is defined or loaded. */
  readonly schema: z.ZodType<Action>
  readonly plan: (action: Action, step: ActionStep) => ActionResult
  /** Team that it must know. */
  readonly team?: (action: Action) => string | undefined
  /** Whether it must know who has how much to do. */
  readonly load?: (action: Action) => boolean
}
