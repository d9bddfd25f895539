import * as z from 'zod'
import type { FieldParser } from './parser.ts'

/** The id of an option; of one that is not retired, on input. */
export const parseSelect: FieldParser = (field, { mode }) => {
  const offered = (field.options ?? []).filter((option) => mode === 'stored' || option.retired !== true)
  return field.options ? z.enum(offered.map((option) => option.id)) : z.string()
}
