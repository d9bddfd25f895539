import type { AssignInput } from '../domain/ownership/ownership.inputs.ts'
import type { WorkingCalendar } from '../domain/tenant/tenant.schema.ts'
import type { OperationContext } from '../domain/types.ts'
import type { Lookup } from '../filter/compile.ts'
import type { UncheckedFilter } from '../filter/types.ts'
import type { Label } from '../shared/locale.ts'
import type { AssignOwner } from './actions/assign-owner.ts'
import type { CreateActivity } from './actions/create-activity.ts'
import type { SetFields } from './actions/set-fields.ts'

/** What a rule may do. Each has one file in `actions/`. */
export type RuleAction = AssignOwner | CreateActivity | SetFields

/** A rule as plain data: when something happens to a record that meets a condition, do this. */
export interface Rule {
  /** Never changes. */
  readonly id: string
  /** Goes up with each change of the rule; stands in the log with what the rule did. Default 1. */
  readonly version?: number
  readonly label: Label
  /** Type of the event that starts it: `lead.captured`, `deal.moved`, `contact.updated`. */
  readonly on: string
  /** Condition on the record of the event. Absent: always. */
  readonly if?: UncheckedFilter
  /** In this order. */
  readonly then: readonly RuleAction[]
}

/** What rules know of the world beside the record; read before, so that evaluating is pure. `needsOf` says what a rule needs. */
export interface RuleState {
  /** Teams by id. */
  readonly teams?: Readonly<Record<string, RuleTeam>>
  /** Open work by user id: open leads, deals and activities. */
  readonly load?: Readonly<Record<string, number>>
  /** Of the tenant. Default: Monday to Friday, 09:00 to 17:00. */
  readonly calendar?: WorkingCalendar | undefined
  /** Records that conditions over relations look at. */
  readonly lookup?: Lookup | undefined
}

/** A team as rules see it. */
export interface RuleTeam {
  /** How often work was given out in turn; the field `rotation` of the team. */
  readonly rotation: number
  readonly members: readonly RuleMember[]
}

/** A member of a team as rules see them: who is away or not active gets nothing. */
export interface RuleMember {
  readonly id: string
  readonly active?: boolean | undefined
  readonly away?: boolean | undefined
}

/** Everything else that evaluating depends on. */
export type RuleContext = Pick<OperationContext, 'now' | 'zone' | 'locale' | 'model' | 'baseCurrency'>

/** Something for the engine to carry out: an operation by its name, with its input. */
export type Command =
  | { readonly operation: 'assign'; readonly object: string; readonly id: string; readonly input: AssignInput }
  | { readonly operation: 'logActivity'; readonly input: Readonly<Record<string, unknown>> & { readonly kind: string } }
  | {
      readonly operation: 'update'
      readonly object: string
      readonly id: string
      readonly set: Readonly<Record<string, unknown>>
    }
  /** Adds to a stored roll-up. */
  | {
      readonly operation: 'add'
      readonly object: string
      readonly id: string
      readonly field: string
      readonly by: number
    }

/** One part of a rule's condition, and how it came out. */
export interface ConditionResult {
  readonly condition: UncheckedFilter
  /** The condition as a sentence. */
  readonly sentence: string
  readonly holds: boolean
  /** What the record has in the fields that the condition looks at. */
  readonly values: Readonly<Record<string, unknown>>
}

/** Why an action did nothing. */
export interface SkippedAction {
  /** Place in `then`. */
  readonly at: number
  readonly reason: 'has-owner' | 'nobody-available' | 'no-change'
}

/** What a rule decides for one event: never carried out here. */
export interface RulePlan {
  readonly rule: { readonly id: string; readonly version: number }
  /** The event started the rule and every condition held. */
  readonly fires: boolean
  readonly conditions: readonly ConditionResult[]
  readonly commands: readonly Command[]
  readonly skipped: readonly SkippedAction[]
}
