import * as z from 'zod'
import { idInput, lineInput } from '../inputs.ts'

/** A new conversation. */
export const openConversationInput = z.strictObject({
  contactId: idInput.optional(),
  subject: lineInput.optional(),
  /** Default `chat`. */
  channel: z.enum(['chat', 'email', 'phone', 'sms', 'social', 'internal']).optional(),
})

/** See {@link openConversationInput}. */
export type OpenConversationInput = z.input<typeof openConversationInput>

/** Nothing: closing needs no words. */
export const closeConversationInput = z.strictObject({})

/** See {@link closeConversationInput}. */
export type CloseConversationInput = z.input<typeof closeConversationInput>
