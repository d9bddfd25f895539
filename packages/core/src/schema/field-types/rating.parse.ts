import * as z from 'zod'
import type { FieldParser } from './parser.ts'

/** A whole number from 1 (or `min`) to 5 (or `max`). */
export const parseRating: FieldParser = ({ min = 1, max = 5 }) => z.int().min(min).max(max)
