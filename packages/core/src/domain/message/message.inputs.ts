import * as z from 'zod'
import { must } from '../../schema/field-types/parser.ts'
import { idInput, textInput } from '../inputs.ts'

/** One message of a conversation as both sides send it. */
export const messageInput = z.strictObject({
  /** 1 to 10,000 characters, not only spaces. */
  text: textInput(10_000).check(must((text) => text.trim() !== '', 'required')),
  fileIds: z.array(idInput).max(20).readonly().optional(),
  /** Seen by colleagues only. Default false; visitors cannot. */
  internal: z.boolean().optional(),
})

/** See {@link messageInput}. */
export type MessageInput = z.input<typeof messageInput>
