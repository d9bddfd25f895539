import * as z from 'zod'
import { idInput, lineInput, moneyInput } from '../inputs.ts'

/** What becomes of a lead. */
export const convertLeadInput = z.strictObject({
  /** Use this contact instead of making one (or of the one with the same e-mail). */
  contactId: idInput.optional(),
  companyId: idInput.optional(),
  /** Makes a deal as well; default true. */
  deal: z.boolean().optional(),
  dealName: lineInput.min(1).optional(),
  /** Default: the tenant's first pipeline. */
  pipelineId: idInput.optional(),
  amount: moneyInput.optional(),
})

/** See {@link convertLeadInput}. */
export type ConvertLeadInput = z.input<typeof convertLeadInput>
