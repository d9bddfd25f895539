import type { RuleAction } from '../types.ts'
import type { ActionKind } from './action.ts'
import { assignOwner } from './assign-owner.ts'
import { createActivity } from './create-activity.ts'
import { setFields } from './set-fields.ts'

/** All actions by the name in `do`. */
export const ACTIONS: { readonly [Name in RuleAction['do']]: ActionKind<Extract<RuleAction, { do: Name }>> } = {
  'assign-owner': assignOwner,
  'create-activity': createActivity,
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
