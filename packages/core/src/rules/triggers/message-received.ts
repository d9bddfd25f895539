import * as z from 'zod'
import type { TriggerKind } from './trigger.ts'

/** A visitor or customer wrote; the rule looks at the conversation. */
export interface MessageReceived {
  readonly when: 'message-received'
  /** Option of the field `channel` of `conversation`. Absent: any. */
  readonly channel?: string
}

/** {@link MessageReceived}. */
export const messageReceived: TriggerKind<MessageReceived> = {
  name: 'message-received',
  schema: z.strictObject({
    when: z.literal('message-received'),
    channel: z.string().min(1).max(64).exactOptional(),
  }),
  object: () => 'conversation',
  events: () => ['message.added'],
  startedBy: (_, { data }) => data?.['authorKind'] === 'visitor' && data['internal'] !== true,
  subject: ({ data }) => data?.['conversationId'] as string | undefined,
  fits: ({ channel }, conversation) => channel === undefined || conversation['channel'] === channel,
  describe: ({ channel }, { say, value }) =>
    channel === undefined
      ? say('messageReceived', {})
      : say('messageReceivedIn', { channel: value('conversation', 'channel', channel) }),
}
