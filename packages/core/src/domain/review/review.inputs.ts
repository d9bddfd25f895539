import * as z from 'zod'
import { line } from '../../schema/field-types/parser.ts'
import { idInput, lineInput } from '../inputs.ts'

/** A command as a review keeps it: what would be carried out, as JSON. */
export interface ProposedCommand {
  readonly operation: string
  readonly [member: string]: unknown
}

/** One condition of the rule, as a review shows it. */
export interface ReviewReason {
  readonly sentence: string
  readonly holds: boolean
  readonly values: Readonly<Record<string, unknown>>
}

/** What a rule proposes. Made by the rules engine only, so it is not read from outside. */
export interface ProposeReviewInput {
  readonly title: string
  readonly rule: { readonly id: string; readonly version: number }
  /** The record that it is about. */
  readonly object: string
  readonly recordId: string
  /** Contact, lead, deal… that the record is or points to, by the field of the review: `{ leadId: 'lead-1' }`. */
  readonly about: Readonly<Record<string, string>>
  /** What is carried out after an approval. */
  readonly commands: readonly ProposedCommand[]
  readonly reasons: readonly ReviewReason[]
  /** Values of the record in the fields that the rule looks at or would change. */
  readonly evidence: Readonly<Record<string, unknown>>
  /** Users who gain by it: the owner, who started it. None of them decides. */
  readonly serves: readonly string[]
  /** Id of the role that may decide. Absent: anybody who may see it, other than those whom it serves. */
  readonly approverRole?: string
}

const command = z.looseObject({ operation: z.string().min(1).max(64) })
const lookedSeconds = z.number().min(0).max(86_400)
const reason = line(2_000).min(1)

/** A yes. */
export const approveReviewInput = z.strictObject({
  /** How long the person looked before deciding. */
  lookedSeconds,
  reason: reason.optional(),
})

/** A yes to something else: the same commands on the same records with other values. */
export const changeReviewInput = z.strictObject({ lookedSeconds, reason, commands: z.array(command).min(1).max(100) })

/** A no. */
export const refuseReviewInput = z.strictObject({ lookedSeconds, reason })

/** An objection: somebody else must decide, or decide again. */
export const contestReviewInput = z.strictObject({
  reason,
  /** Who objects, where it is not the user who writes it down. */
  by: z.union([idInput, lineInput]).optional(),
})

/** See {@link approveReviewInput}. */
export type ApproveReviewInput = z.input<typeof approveReviewInput>
/** See {@link changeReviewInput}. */
export type ChangeReviewInput = Omit<z.input<typeof changeReviewInput>, 'commands'> & {
  readonly commands: readonly ProposedCommand[]
}
/** See {@link refuseReviewInput}. */
export type RefuseReviewInput = z.input<typeof refuseReviewInput>
/** See {@link contestReviewInput}. */
export type ContestReviewInput = z.input<typeof contestReviewInput>
