import type { OperationContext } from '../domain/types.ts'
import type { UncheckedFilter } from '../filter/types.ts'
import type { Label } from '../shared/locale.ts'
import type { AddTag } from './actions/add-tag.ts'
import type { AssignOwner } from './actions/assign-owner.ts'
import type { CallWebhook } from './actions/call-webhook.ts'
import type { ConvertLead } from './actions/convert-lead.ts'
import type { CreateActivity } from './actions/create-activity.ts'
import type { LinkRecords } from './actions/link-records.ts'
import type { MoveDeal } from './actions/move-deal.ts'
import type { NotifyUser } from './actions/notify-user.ts'
import type { OpenConversation } from './actions/open-conversation.ts'
import type { RemoveTag } from './actions/remove-tag.ts'
import type { RequestReview } from './actions/request-review.ts'
import type { RunFunction } from './actions/run-function.ts'
import type { SetFields } from './actions/set-fields.ts'
import type { Command } from './commands.ts'
import type { Trigger } from './triggers/index.ts'
import type { Continuation, WaitStep } from './wait.ts'

export type { Command } from './commands.ts'
export type {
  RuleFunction,
  RuleMember,
  RuleState,
  RuleTeam,
  RuleTerritory,
} from './state.ts'

/** What a rule may do. Each has one file in `actions/`. */
export type RuleAction =
  | AddTag
  | AssignOwner
  | CallWebhook
  | ConvertLead
  | CreateActivity
  | LinkRecords
  | MoveDeal
  | NotifyUser
  | OpenConversation
  | RemoveTag
  | RequestReview
  | RunFunction
  | SetFields

/** One step of `then`: an action, or a wait before the actions after it. */
export type RuleStep = RuleAction | WaitStep

/** A consent that the person of a record must have given and not withdrawn. */
export interface ConsentNeed {
  readonly purpose: string
  /** Absent: a consent for any channel will do. A consent without a channel covers all. */
  readonly channel?: string
}

/** A rule as plain data: when something happens to a record that meets a condition, do this. */
export interface Rule {
  /** Never changes. */
  readonly id: string
  /** Goes up with each change of the rule; stands in the log with what the rule did. Default 1. */
  readonly version?: number
  readonly label: Label
  /** What starts it: a {@link Trigger}, or the type of a domain event: `lead.captured`, `deal.moved`, `contact.updated`. */
  readonly on: string | Trigger
  /** Condition on the record. Absent: always. */
  readonly if?: UncheckedFilter
  /** The person that the record is about must have agreed to this. Absent: nothing is asked. */
  readonly consent?: ConsentNeed
  /** In this order. */
  readonly then: readonly RuleStep[]
  /** false: kept, but nothing starts it, and what it waits with is dropped when it comes due. Default true. */
  readonly active?: boolean
}

/** Everything else that evaluating depends on. */
export interface RuleContext extends Pick<OperationContext, 'now' | 'zone' | 'locale' | 'model' | 'baseCurrency'> {
  /** Stands for this event in the keys of waits and effects: the same each time it is evaluated. Default: `now`. */
  readonly run?: string
}

/** Name and version of a rule. */
export interface RuleName {
  readonly id: string
  readonly version: number
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

/** Why a step did nothing. `no-date`: it waits for a date that the record does not have, so nothing after it is done either. */
export interface SkippedAction {
  /** Place in `then`. */
  readonly at: number
  readonly reason: 'has-owner' | 'nobody-available' | 'no-change' | 'no-date' | 'no-record' | 'wrong-object'
}

/** What a rule decides for one event: never carried out here. */
export interface RulePlan {
  readonly rule: RuleName
  /** The event started the rule and every condition held. */
  readonly fires: boolean
  readonly conditions: readonly ConditionResult[]
  /** Only `routine` ones, and `proposeReview` for what is heavy. */
  readonly commands: readonly Command[]
  readonly skipped: readonly SkippedAction[]
  /** Where the rule goes on later. Absent: it is done. */
  readonly continuation?: Continuation
}
