import * as z from 'zod'
import { isDate } from '../../shared/time.ts'
import type { Credential } from '../types.ts'
import { type FieldParser, line, must, withoutEmpty } from './parser.ts'

const input = z.strictObject({
  number: line(100).min(1),
  authority: line(200).nullish(),
  validUntilOn: line(10)
    .check(must((text) => text === '' || isDate(text), 'date'))
    .nullish(),
})
const stored = z.object({ number: z.string(), authority: z.string().optional(), validUntilOn: z.string().optional() })

/** `{ number, authority, validUntilOn }`; a plain text is taken for the number. */
export const parseCredential: FieldParser = (_, { mode }) =>
  mode === 'stored'
    ? stored
    : z.preprocess(
        (value) => (typeof value === 'string' ? { number: value } : value),
        input.transform((value) => withoutEmpty(value) as Credential | undefined),
      )
