import { create, event, NOTHING, update } from '../plan.ts'
import { tidyText } from '../touch.ts'
import type { OperationContext, Plan } from '../types.ts'
import type { Notification } from './notification.schema.ts'

/** What {@link notifyUser} takes. Made by rules, not read from outside. */
export interface NotifyUserInput {
  readonly userId: string
  /** Cut after 500 characters. */
  readonly text: string
  readonly about: { readonly object: string; readonly id: string }
  readonly ruleId?: string
}

/**
 * Tells a user something about a record.
 *
 * @example
 * notifyUser({}, { userId: 'ida', text: 'Kari Nordmann waits', about: { object: 'lead', id: 'lead-1' } }, context)
 */
export function notifyUser(_state: object, input: NotifyUserInput, context: OperationContext): Plan {
  const { userId, text, about, ruleId } = input
  const id = context.newId()
  const record = { id, ownerId: userId, text: tidyText(text, 500), object: about.object, recordId: about.id, ruleId }
  return {
    writes: [create('notification', record)],
    events: [event('notification.sent', 'notification', id, { userId })],
  }
}

/** Marks a notification as read now. One that was read stays as it is. */
export function readNotification(
  { notification }: { readonly notification: Notification },
  _input: object,
  context: OperationContext,
): Plan {
  if (notification.readAt !== undefined) return NOTHING
  return { writes: [update('notification', notification, { readAt: context.now })], events: [] }
}
