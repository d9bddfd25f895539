import * as z from 'zod'
import { isStorableText } from '../../shared/fold.ts'
import type { IssueCode } from '../../shared/issues.ts'
import type { FieldDefinition } from '../types.ts'

/** What parsing a value may depend on beside its field. */
export interface ParseContext {
  /** `input`: as people write it. `stored`: as it is read back (retired options, computed parts). */
  readonly mode: 'input' | 'stored'
  /** ISO 3166-1 alpha-2 of phone numbers without a country code. */
  readonly country?: string
}

/**
 * Makes the zod schema of one value of a field (of one item where the field is a list). It never sees null, `''`, `[]`
 * or undefined; where it gives undefined, nothing is stored.
 */
export type FieldParser = (field: FieldDefinition, context: ParseContext) => z.ZodType

/** An issue of ours inside zod. */
export function refused(code: IssueCode, input: unknown, params: Readonly<Record<string, string | number>> = {}) {
  return { code: 'custom' as const, input, params: { code, params }, message: code }
}

/** A check that refuses with one of our codes. */
export function must<Value>(
  holds: (value: Value) => boolean,
  code: IssueCode,
  params?: Readonly<Record<string, string | number>>,
): z.core.CheckFn<Value> {
  return (payload) => {
    if (!holds(payload.value)) payload.issues.push(refused(code, payload.value, params))
  }
}

/** One line: storable, trimmed, line breaks and tabs as spaces. */
export function line(maxLength: number) {
  return z
    .string()
    .check(must(isStorableText, 'not-text'))
    .overwrite((value) => value.replace(/[\t\r\n\v\f\u0085\u2028\u2029]+/g, ' ').trim())
    .max(maxLength)
}

/** One line that is brought to a normal form, or refused where it has none. */
export function normalized(maxLength: number, normalize: (text: string) => string | undefined, code: IssueCode) {
  return line(maxLength)
    .overwrite((value) => normalize(value) ?? value)
    .check(must((value) => normalize(value) === value, code))
}

/** Members without those that are undefined or empty; undefined where none is left. */
export function withoutEmpty<Shape extends object>(value: Shape): Shape | undefined {
  const kept = Object.entries(value).filter(([, part]) => part !== undefined && part !== null && part !== '')
  return kept.length === 0 ? undefined : (Object.fromEntries(kept) as Shape)
}
