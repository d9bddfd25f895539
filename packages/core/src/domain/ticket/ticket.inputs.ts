import * as z from 'zod'
import { textInput } from '../inputs.ts'

/** Values of a new ticket: any field of `ticket` that people may write, also those of the app. Checked against the model. */
export const openTicketInput = z.looseObject({
  subject: z.string(),
  /** Default `case`. */
  kind: z.string().optional(),
})

/** How a ticket ended. */
export const closeTicketInput = z.strictObject({
  resolution: textInput(20_000).optional(),
})

/** See {@link openTicketInput}. */
export type OpenTicketInput = z.input<typeof openTicketInput>
/** See {@link closeTicketInput}. */
export type CloseTicketInput = z.input<typeof closeTicketInput>
