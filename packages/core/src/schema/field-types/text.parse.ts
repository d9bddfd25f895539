import { LIMITS } from '../../shared/limits.ts'
import { type FieldParser, line } from './parser.ts'

/** One trimmed line. */
export const parseText: FieldParser = (field) => line(field.maxLength ?? LIMITS.textLength)
