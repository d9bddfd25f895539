import * as z from 'zod'
import type { FieldParser } from './parser.ts'

/** A finite number within the field's bounds; a safe integer where `integer` is set. */
export const parseNumber: FieldParser = ({ integer, min, max }) => {
  let schema: z.ZodNumber = integer === true ? z.int() : z.number()
  if (min !== undefined) schema = schema.min(min)
  if (max !== undefined) schema = schema.max(max)
  return schema.overwrite((value) => (Object.is(value, -0) ? 0 : value))
}
