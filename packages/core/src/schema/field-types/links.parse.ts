import * as z from 'zod'
import type { FieldParser } from './parser.ts'

/** Nothing is stored: links are records of their own. */
export const parseLinks: FieldParser = () => z.never()
