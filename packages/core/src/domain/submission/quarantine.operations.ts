import { KithError } from '../../shared/errors.ts'
import type { FormState } from '../form/form.operations.ts'
import { parseInput } from '../inputs.ts'
import type { Lead } from '../lead/lead.schema.ts'
import { event, joinPlans, NOTHING, update } from '../plan.ts'
import type { OperationContext, Plan } from '../types.ts'
import {
  type AcceptSubmissionInput,
  acceptSubmissionInput,
  type RejectSubmissionInput,
  rejectSubmissionInput,
} from './submission.inputs.ts'
import type { Submission } from './submission.schema.ts'
import { type Answers, toLead } from './to-lead.ts'

/** What {@link acceptSubmission} reads. */
export interface AcceptSubmissionState {
  readonly submission: Submission
  /** The form that it was sent with. */
  readonly form: Pick<FormState, 'id' | 'source'>
  /** The lead that holds the claim `OPEN_LEAD` of the submitted e-mail, whether it is still open or not. */
  readonly holder?: Lead | undefined
}

/**
 * Takes a submission out of quarantine: it makes what it would have made if nobody had suspected it, with consents given
 * when it was sent. One that was rejected can be accepted after all; one that was accepted stays as it is.
 *
 * @example
 * acceptSubmission({ submission, form }, {}, context)
 * // writes: submission ({ state: 'accepted', leadId }), lead; events: submission.accepted, lead.captured
 */
export function acceptSubmission(
  state: AcceptSubmissionState,
  input: AcceptSubmissionInput,
  context: OperationContext,
): Plan {
  parseInput(acceptSubmissionInput, input)
  const { submission } = state
  if (submission.state === 'accepted') return NOTHING
  const { leadId, plan } = toLead(answersOf(submission, context), state, context)
  return joinPlans(
    {
      writes: [update('submission', submission, { state: 'accepted', leadId })],
      events: [event('submission.accepted', 'submission', submission.id, { leadId })],
    },
    plan,
  )
}

/** Answers in fields that are gone since stay in the submission alone. */
function answersOf(submission: Submission, { model, locale, now }: OperationContext): Answers {
  const values = Object.entries(submission.values ?? {}).filter(([field]) => model.field('lead', field))
  return {
    id: submission.id,
    values: Object.fromEntries(values),
    consents: submission.consents ?? [],
    locale: submission.locale ?? locale,
    formVersion: submission.formVersion ?? 0,
    source: submission.source ?? {},
    at: submission.createdAt ?? now,
  }
}

/**
 * Leaves a submission for what it is: it is kept, makes nothing, and waits for nobody any more.
 *
 * @throws KithError `SUBMISSION_ALREADY_ACCEPTED`
 */
export function rejectSubmission(
  state: { readonly submission: Submission },
  input: RejectSubmissionInput,
  _context: OperationContext,
): Plan {
  parseInput(rejectSubmissionInput, input)
  const { submission } = state
  if (submission.state === 'rejected') return NOTHING
  if (submission.state === 'accepted') throw new KithError('SUBMISSION_ALREADY_ACCEPTED', { leadId: submission.leadId })
  return {
    writes: [update('submission', submission, { state: 'rejected' })],
    events: [event('submission.rejected', 'submission', submission.id)],
  }
}
