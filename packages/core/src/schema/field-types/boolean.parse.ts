import * as z from 'zod'
import type { FieldParser } from './parser.ts'

/** true or false. */
export const parseBoolean: FieldParser = () => z.boolean()
