import * as z from 'zod'
import { idInput, lineInput } from '../inputs.ts'

export const giveConsentInput = z.strictObject({
  contactId: idInput,
  purpose: lineInput.min(1),
  /** Absent: any channel. */
  channel: lineInput.optional(),
  /** The exact text that the person agreed to. */
  text: z.string().min(1).max(20_000),
  /** How it was given: `phone`, `paper`, `in-person`… */
  method: lineInput.min(1),
})

export const withdrawConsentInput = z.strictObject({
  reason: z.string().max(2_000).optional(),
})

export type GiveConsentInput = z.input<typeof giveConsentInput>
export type WithdrawConsentInput = z.input<typeof withdrawConsentInput>
