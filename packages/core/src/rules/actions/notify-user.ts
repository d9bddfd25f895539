import * as z from 'zod'
import { type Label, labelText } from '../../shared/locale.ts'
import { type Recipient, recipientNeeds, recipientSchema, sayRecipients, usersOf } from '../recipients.ts'
import { type ActionKind, effectKey, labelSchema, type Reviewable, reviewShape, routine } from './action.ts'

/** Tells users something about the record, inside the CRM. */
export interface NotifyUser extends Reviewable {
  readonly do: 'notify-user'
  readonly to: readonly Recipient[]
  readonly text: Label
}

/** {@link NotifyUser}. */
export const notifyUser: ActionKind<NotifyUser> = {
  name: 'notify-user',
  schema: z.strictObject({
    do: z.literal('notify-user'),
    to: z.array(recipientSchema).min(1).max(20),
    text: labelSchema,
    ...reviewShape,
  }),
  weight: routine,
  plan({ to, text }, step) {
    const users = usersOf(to, step)
    if (users.length === 0) return { skipped: 'nobody-available' }
    const about = { object: step.object, id: step.record.id }
    const said = labelText(text, step.context.locale)
    return {
      commands: users.map((userId) => ({
        operation: 'notify',
        key: effectKey(step, userId),
        userId,
        text: said,
        about,
      })),
    }
  },
  needs: ({ to }) => recipientNeeds(to),
  describe: ({ to, text }, speaker) =>
    speaker.say('notify', { users: sayRecipients(to, speaker), text: speaker.quoted(speaker.label(text)) }),
}
