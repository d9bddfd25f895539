import type { RuleAction } from '../types.ts'
import type { ActionKind } from './action.ts'
import { addTag } from './add-tag.ts'
import { assignOwner } from './assign-owner.ts'
import { callWebhook } from './call-webhook.ts'
import { convertLead } from './convert-lead.ts'
import { createActivity } from './create-activity.ts'
import { linkRecords } from './link-records.ts'
import { moveDeal } from './move-deal.ts'
import { notifyUser } from './notify-user.ts'
import { openConversation } from './open-conversation.ts'
import { removeTag } from './remove-tag.ts'
import { requestReview } from './request-review.ts'
import { runFunction } from './run-function.ts'
import { setFields } from './set-fields.ts'

/** All actions by the name in `do`. */
export const ACTIONS: { readonly [Name in RuleAction['do']]: ActionKind<Extract<RuleAction, { do: Name }>> } = {
  'add-tag': addTag,
  'assign-owner': assignOwner,
  'call-webhook': callWebhook,
  'convert-lead': convertLead,
  'create-activity': createActivity,
  'link-records': linkRecords,
  'move-deal': moveDeal,
  'notify-user': notifyUser,
  'open-conversation': openConversation,
  'remove-tag': removeTag,
  'request-review': requestReview,
  'run-function': runFunction,
  'set-fields': setFields,
}

/** The kind of an action. */
export function actionKind<Action extends RuleAction>(action: Action): ActionKind<Action> {
  return ACTIONS[action.do] as unknown as ActionKind<Action>
}

/** Whether there is an action of this name. */
export function isActionName(name: unknown): name is RuleAction['do'] {
  return typeof name === 'string' && Object.hasOwn(ACTIONS, name)
}
