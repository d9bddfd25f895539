import * as z from 'zod'
import { idInput } from '../inputs.ts'

/** Who is to look after a record. null: nobody. */
export const assignInput = z.strictObject({
  ownerId: idInput.nullable(),
  /** Default: stays as it is. */
  teamId: idInput.nullable().optional(),
})

/** See {@link assignInput}. */
export type AssignInput = z.input<typeof assignInput>
