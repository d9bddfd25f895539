import * as z from 'zod'
import { line } from '../../schema/field-types/parser.ts'
import { idInput } from '../inputs.ts'

/** Values of a new deal: any field of `deal` that people may write, also those of the app. Checked against the model. */
export const createDealInput = z.looseObject({
  name: z.string(),
  /** Default: the tenant's first pipeline. */
  pipelineId: idInput.optional(),
  /** Default: the first open stage. */
  stageId: z.string().optional(),
})

/** Where a deal goes. */
export const moveDealInput = z.strictObject({
  stageId: z.string().min(1).max(64),
  /** Needed to enter a `lost` stage, unless the deal has one. */
  lostReason: line(2_000).optional(),
  /** Missing fields that the exit conditions ask for, set in the same move. */
  set: z.record(z.string(), z.unknown()).optional(),
})

/** See {@link createDealInput}. */
export type CreateDealInput = z.input<typeof createDealInput>
/** See {@link moveDealInput}. */
export type MoveDealInput = z.input<typeof moveDealInput>
