import * as z from 'zod'
import { isCurrency } from '../../shared/money.ts'
import { type FieldParser, line, must } from './parser.ts'

const stored = z.strictObject({
  amountMinor: z.int(),
  currency: line(40)
    .overwrite((text) => text.toUpperCase())
    .check(must(isCurrency, 'currency'))
    .meta({ minLength: 3, maxLength: 3 }),
  baseMinor: z.int().optional(),
  rateOn: z.string().optional(),
})

/** Amount and currency. The base amount of a record that was read is taken and left out: it is computed at commit. */
export const parseMoney: FieldParser = (_, { mode }) =>
  mode === 'stored' ? stored : stored.overwrite(({ amountMinor, currency }) => ({ amountMinor, currency }))
