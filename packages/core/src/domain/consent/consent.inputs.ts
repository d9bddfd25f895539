import * as z from 'zod'
import { line } from '../../schema/field-types/parser.ts'
import { idInput, lineInput, textInput } from '../inputs.ts'

/** A consent that somebody gave to an agent. */
export const giveConsentInput = z.strictObject({
  contactId: idInput,
  purpose: lineInput.min(1),
  /** Absent: any channel. */
  channel: lineInput.optional(),
  /** The exact text that the person agreed to. */
  text: textInput(20_000).min(1),
  /** How it was given: `phone`, `paper`, `in-person`… */
  method: lineInput.min(1),
})

/** A consent that somebody takes back. */
export const withdrawConsentInput = z.strictObject({
  reason: line(2_000).optional(),
})

/** See {@link giveConsentInput}. */
export type GiveConsentInput = z.input<typeof giveConsentInput>
/** See {@link withdrawConsentInput}. */
export type WithdrawConsentInput = z.input<typeof withdrawConsentInput>
