import * as z from 'zod'
import { textInput } from '../inputs.ts'

/** Values of a new ticket: any field of `ticket` that people may write, also those of the app. Checked against the model. */
export const openTicketInput = z.looseObject({
  subject: z.string(),
  /** Default `case`. */
  kind: z.string().optional(),
})

export const closeTicketInput = z.strictObject({
  resolution: textInput(20_000).optional(),
})

export type OpenTicketInput = z.input<typeof openTicketInput>
export type CloseTicketInput = z.input<typeof closeTicketInput>
