import * as z from 'zod'
import { idInput, lineInput } from '../inputs.ts'

export const openConversationInput = z.strictObject({
  contactId: idInput.optional(),
  subject: lineInput.optional(),
  /** Default `chat`. */
  channel: z.enum(['chat', 'email', 'phone', 'sms', 'social', 'internal']).optional(),
})

export type OpenConversationInput = z.input<typeof openConversationInput>

export const closeConversationInput = z.strictObject({})

export type CloseConversationInput = z.input<typeof closeConversationInput>
