import * as z from 'zod'
import { type Label, labelText } from '../../shared/locale.ts'
import { type ActionKind, labelSchema, type Reviewable, reviewShape, routine } from './action.ts'

/** Opens a conversation with the contact of the record. Nothing is sent by it. */
export interface OpenConversation extends Reviewable {
  readonly do: 'open-conversation'
  readonly channel: 'chat' | 'email' | 'phone' | 'sms' | 'social' | 'internal'
  readonly subject?: Label
}

/** {@link OpenConversation}. It is of the owner of the record. */
export const openConversation: ActionKind<OpenConversation> = {
  name: 'open-conversation',
  schema: z.strictObject({
    do: z.literal('open-conversation'),
    channel: z.enum(['chat', 'email', 'phone', 'sms', 'social', 'internal']),
    subject: labelSchema.exactOptional(),
    ...reviewShape,
  }),
  weight: routine,
  plan({ channel, subject }, { object, record, context }) {
    const contactId = object === 'contact' ? record.id : record['contactId']
    if (typeof contactId !== 'string' && channel !== 'internal') return { skipped: 'no-record' }
    const input = {
      channel,
      ...(typeof contactId === 'string' ? { contactId } : {}),
      ...(subject === undefined ? {} : { subject: labelText(subject, context.locale) }),
    }
    const owner = record['ownerId']
    const command = { operation: 'openConversation', input, ...(typeof owner === 'string' ? { ownerId: owner } : {}) }
    return { commands: [command as { operation: 'openConversation'; input: typeof input }] }
  },
  describe: ({ channel }, { say, value }) =>
    say('openConversation', { channel: value('conversation', 'channel', channel) }),
}
