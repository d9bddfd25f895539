import * as z from 'zod'
import { must } from '../../schema/field-types/parser.ts'

/** Texts that a visitor's page sends along: 40 names, 2,048 characters each. */
const sourceInput = z
  .record(z.string().max(64), z.string().max(2_048))
  .check(must((source) => Object.keys(source).length <= 40, 'too-many', { maximum: 40 }))

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
  /** Where the visitor came from: page, referrer, `utm_*` and click ids. */
  source: sourceInput.optional(),
  locale: z.string().max(35).optional(),
  /** Filled by robots only. */
  website_url: z.string().max(2_048).optional(),
})

/** See {@link submissionInput}. */
export type SubmissionInput = z.input<typeof submissionInput>
