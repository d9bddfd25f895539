import * as z from 'zod'
import type { Address } from '../types.ts'
import { type FieldParser, line, must, withoutEmpty } from './parser.ts'

const part = (maxLength: number) => line(maxLength).nullish()
const isCountry = (text: string) => text === '' || /^[A-Z]{2}$/.test(text)

const input = z.strictObject({
  street: part(200),
  postalCode: part(20),
  city: part(100),
  region: part(100),
  country: line(60)
    .overwrite((text) => text.toUpperCase())
    .check(must(isCountry, 'country'))
    .nullish(),
  latitude: z.number().min(-90).max(90).nullish(),
  longitude: z.number().min(-180).max(180).nullish(),
})

const stored = z.object({
  street: z.string().optional(),
  postalCode: z.string().optional(),
  city: z.string().optional(),
  region: z.string().optional(),
  country: z.string().optional(),
  latitude: z.number().optional(),
  longitude: z.number().optional(),
})

/** The parts that are filled in; a plain text is taken for the street. */
export const parseAddress: FieldParser = (_, { mode }) =>
  mode === 'stored'
    ? stored
    : z.preprocess(
        (value) => (typeof value === 'string' ? { street: value } : value),
        input.transform((value) => withoutEmpty(value) as Address | undefined),
      )
