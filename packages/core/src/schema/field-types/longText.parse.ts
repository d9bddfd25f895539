import * as z from 'zod'
import { isStorableText } from '../../shared/fold.ts'
import { LIMITS } from '../../shared/limits.ts'
import { type FieldParser, must } from './parser.ts'

/** Lines joined by `\n`, without blank space at the end. */
export const parseLongText: FieldParser = (field) =>
  z
    .string()
    .check(must(isStorableText, 'not-text'))
    .overwrite((value) => value.replace(/\r\n?/g, '\n').trimEnd())
    .max(field.maxLength ?? LIMITS.longTextLength)
