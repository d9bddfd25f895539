import * as z from 'zod'
import { line, must } from '../schema/field-types/parser.ts'
import { createRecordParser, type ParsedValues, type ParseOptions } from '../schema/record-parser.ts'
import { toIssues } from '../schema/zod-issues.ts'
import { isKithError, KithError } from '../shared/errors.ts'
import { isStorableText } from '../shared/fold.ts'
import { isId } from '../shared/id.ts'
import { isCurrency } from '../shared/money.ts'
import { type Values, withoutNothing } from './plan.ts'
import type { OperationContext } from './types.ts'

/** The id of a record. */
export const idInput = z.string().check(must(isId, 'id'))

/** A text of one line, trimmed. */
export const lineInput = line(200)

/** A text of some lines. */
export function textInput(maxLength: number) {
  return z.string().max(maxLength).check(must(isStorableText, 'not-text'))
}

/** An amount in the smallest unit of its currency. */
export const moneyInput = z.strictObject({
  amountMinor: z.int(),
  currency: z.string().check(must(isCurrency, 'currency')),
})

/**
 * Reads the input of an operation.
 *
 * @throws KithError `INVALID_INPUT` with an issue for each value that cannot be used
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  throw new KithError('INVALID_INPUT', { issues: toIssues(result.error.issues, [], input) })
}

/**
 * Reads the values of a new record by its object's definition, with defaults filled in.
 *
 * @throws KithError `INVALID_INPUT`
 */
export function parseNew(
  object: string,
  values: Values,
  context: OperationContext,
  options: ParseOptions = {},
): ParsedValues {
  return createRecordParser(context.model, object, countryOf(context)).parseCreate(values, options)
}

/** Reads one value as a field of an object would store it; undefined where the field refuses it or there is no such field. */
export function parseValue(object: string, field: string, value: unknown, context: OperationContext): unknown {
  const parser = createRecordParser(context.model, object, countryOf(context))
  try {
    return withoutNothing(parser.parseUpdate({ [field]: value }, { allow: [field] }))[field]
  } catch (error) {
    if (isKithError(error, 'INVALID_INPUT')) return undefined
    throw error
  }
}

/**
 * The country whose phone numbers need no country code: that of the tenant's locale. A language alone stands for its
 * first country, but `en` for none.
 */
export function countryOf({ locale }: Pick<OperationContext, 'locale'>): { readonly country?: string } {
  const known = countries.get(locale) ?? readCountry(locale)
  countries.set(locale, known)
  return known
}

/** By locale of a tenant: a handful. */
const countries = new Map<string, { readonly country?: string }>()

function readCountry(locale: string): { readonly country?: string } {
  const { language, region } = new Intl.Locale(locale)
  const country = region ?? (language === 'en' ? undefined : new Intl.Locale(locale).maximize().region)
  return country === undefined ? {} : { country }
}
