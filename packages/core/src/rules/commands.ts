import type { OpenConversationInput } from '../domain/conversation/conversation.inputs.ts'
import type { MoveDealInput } from '../domain/deal/deal.inputs.ts'
import type { ConvertLeadInput } from '../domain/lead/lead.inputs.ts'
import type { AssignInput } from '../domain/ownership/ownership.inputs.ts'
import type { ProposeReviewInput } from '../domain/review/review.inputs.ts'

/** A record by its object and id. */
export interface RecordRef {
  readonly object: string
  readonly id: string
}

/** What a command that changes records is: an operation by its name, with its input. */
export type WriteCommand =
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
  | { readonly operation: 'moveDeal'; readonly object: 'deal'; readonly id: string; readonly input: MoveDealInput }
  | {
      readonly operation: 'convertLead'
      readonly object: 'lead'
      readonly id: string
      readonly input: ConvertLeadInput
    }
  | { readonly operation: 'openConversation'; readonly input: OpenConversationInput; readonly ownerId?: string }
  /** `tag` is the name of a tag; `addTag` makes one where there is none. */
  | {
      readonly operation: 'addTag' | 'removeTag'
      readonly object: string
      readonly id: string
      readonly tag: string
    }
  | { readonly operation: 'link'; readonly from: RecordRef; readonly to: RecordRef; readonly role?: string }
  | { readonly operation: 'proposeReview'; readonly input: ProposeReviewInput }

/**
 * What leaves the records: sent at least once, with a `key` that stays the same, so that a receiver that honours it acts
 * once. Nothing is sent by core: an adapter signs and sends.
 */
export type EffectCommand =
  | {
      readonly operation: 'notify'
      readonly key: string
      readonly userId: string
      readonly text: string
      readonly about: RecordRef
    }
  | {
      readonly operation: 'callWebhook'
      readonly key: string
      readonly url: string
      /** Type in the payload: `rule.fired` or what the rule says. */
      readonly event: string
      readonly payload: Readonly<Record<string, unknown>>
    }
  | {
      readonly operation: 'runFunction'
      readonly key: string
      readonly name: string
      readonly about: RecordRef
      readonly input: Readonly<Record<string, unknown>>
    }

/** Something for the engine to carry out. */
export type Command = WriteCommand | EffectCommand
