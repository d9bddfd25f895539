import * as z from 'zod'
import { must } from '../../schema/field-types/parser.ts'

/** Whether a text has the shape of a language tag (BCP 47), 35 characters at most. */
export function isLanguageTag(text: string): boolean {
  return text.length <= 35 && /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/.test(text)
}

/** What a visitor hands in. The values are checked against the form. */
export const submissionInput = z.strictObject({
  /** By field id of the object that the form makes. */
  values: z.record(z.string(), z.unknown()),
  /** Boxes that the visitor ticked. */
  consents: z
    .array(z.strictObject({ purpose: z.string().max(64), channel: z.string().max(64).optional() }))
    .max(20)
    .readonly()
    .optional(),
  /** As the form gave it. */
  token: z.string().max(200).optional(),
  /** Where the visitor came from: page, referrer, `utm_*` and click ids. Kept: 40 names, 2,048 characters of each. */
  source: z.record(z.string(), z.string()).optional(),
  /** Language in which the form was shown, BCP 47. Default: that of the tenant. */
  locale: z
    .string()
    .max(35)
    .check(must(isLanguageTag, 'type', { expected: 'a language tag, as nb-NO' }))
    .optional(),
  /** Filled by robots only. */
  website_url: z.string().optional(),
})

/** See {@link submissionInput}. */
export type SubmissionInput = z.input<typeof submissionInput>

/** Nothing: the submission says it all. */
export const acceptSubmissionInput = z.strictObject({})

/** See {@link acceptSubmissionInput}. */
export type AcceptSubmissionInput = z.input<typeof acceptSubmissionInput>

/** Nothing: a suspect needs no reason beside its own. */
export const rejectSubmissionInput = z.strictObject({})

/** See {@link rejectSubmissionInput}. */
export type RejectSubmissionInput = z.input<typeof rejectSubmissionInput>
