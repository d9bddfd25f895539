import * as z from 'zod'
import { lineInput } from '../inputs.ts'

/** Values of a new activity: any field of `activity` that people may write, also those of the app. Checked against the model. */
export const logActivityInput = z.looseObject({
  kind: z.string(),
  /** Default: a title for its kind. */
  subject: z.string().optional(),
})

/** How a task ended. */
export const completeTaskInput = z.strictObject({
  outcome: lineInput.optional(),
})

/** See {@link logActivityInput}. */
export type LogActivityInput = z.input<typeof logActivityInput>
/** See {@link completeTaskInput}. */
export type CompleteTaskInput = z.input<typeof completeTaskInput>
