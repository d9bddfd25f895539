import { KithError } from '../../shared/errors.ts'
import { issue } from '../../shared/issues.ts'
import {
  consentDigest,
  type FormState,
  publicConsent,
  requireOpen,
  validateSubmission,
} from '../form/form.operations.ts'
import { countryOf, parseInput } from '../inputs.ts'
import type { Lead } from '../lead/lead.schema.ts'
import { create, event, joinPlans, type Values } from '../plan.ts'
import type { RenderFacts, SpamVerdict } from '../spam.ts'
import { tidyTouch } from '../touch.ts'
import type { OperationContext, Plan } from '../types.ts'
import { type SubmissionInput, submissionInput } from './submission.inputs.ts'
import type { SubmittedConsent } from './submission.schema.ts'
import { type Answers, toLead } from './to-lead.ts'

/** Claim space that keeps a submission's key for ever: {@link submissionKey} → the submission. */
export const SUBMISSION = 'submission'

/** The key of {@link SUBMISSION}. */
export function submissionKey(formId: string, key: string): string {
  return `${formId}:${key}`
}

/** What {@link captureLead} reads. */
export interface CaptureLeadState {
  readonly form: FormState
  /** From `judgeSubmission`. */
  readonly verdict: SpamVerdict
  /** What the form's token says, where there was one. */
  readonly render?: RenderFacts | undefined
  /** The lead that holds the claim `OPEN_LEAD` of the submitted e-mail, whether it is still open or not. */
  readonly holder?: Lead | undefined
}

/** What {@link captureLead} takes. */
export interface CaptureLeadInput {
  readonly submission: SubmissionInput
  /** Idempotency key of the visitor's page: unique for the form, for ever. */
  readonly key: string
}

/**
 * Takes a visitor's answers: keeps the submission, writes the consents with the texts that were shown, and makes a lead,
 * or gives what is new to the open lead with the same e-mail. A suspect goes into quarantine and makes nothing else.
 *
 * @throws KithError `FORM_CLOSED`; `FORM_FIELD_UNKNOWN`; `INVALID_INPUT` with issues at `/values/…` and `/consents/…`
 * @example
 * captureLead({ form, verdict: { suspect: false } }, { submission: { values: { name: 'Kari Nes', email: 'kari@example.com' } }, key }, context)
 * // writes: submission, lead; events: lead.captured; claims: submission, lead.open
 */
export function captureLead(state: CaptureLeadState, input: CaptureLeadInput, context: OperationContext): Plan {
  const answers = readAnswers(state, input, context)
  if (state.verdict.suspect) return quarantine(state, input, answers)
  const { leadId, plan } = toLead(answers, state, context)
  return joinPlans(keepSubmission(state, input, answers, { state: 'accepted', leadId }), plan)
}

function readAnswers(
  { form, render }: CaptureLeadState,
  { submission }: CaptureLeadInput,
  context: OperationContext,
): Answers {
  requireOpen(form)
  const { values, consents = [], source = {}, locale = context.locale } = parseInput(submissionInput, submission)
  const parsed = validateSubmission(form, context.model, values, { ...context, ...countryOf(context) })
  const shown = render === undefined || render.consentDigest === consentDigest(form, locale)
  return {
    id: context.newId(),
    values: parsed,
    consents: readConsents(form, consents, locale, shown),
    locale,
    formVersion: render?.formVersion ?? form.version,
    source: tidyTouch(source),
    at: context.now,
  }
}

function readConsents(
  form: FormState,
  ticked: NonNullable<SubmissionInput['consents']>,
  locale: string,
  shown: boolean,
): readonly SubmittedConsent[] {
  const offered = (form.consents ?? []).map((consent) => publicConsent(consent, locale))
  const same = (
    a: { purpose: string; channel?: string | undefined },
    b: { purpose: string; channel?: string | undefined },
  ) => a.purpose === b.purpose && (a.channel ?? '') === (b.channel ?? '')
  const foreign = ticked.flatMap((one, at) =>
    offered.some((offer) => same(offer, one))
      ? []
      : [issue(`/consents/${at}/purpose`, 'option', { options: offered.map((offer) => offer.purpose).join(', ') })],
  )
  const missing = offered.flatMap((offer, at) =>
    offer.required && !ticked.some((one) => same(offer, one)) ? [issue(`/consents/${at}`, 'required')] : [],
  )
  const issues = [...foreign, ...missing]
  if (issues.length > 0) throw new KithError('INVALID_INPUT', { issues })
  return offered
    .filter((offer) => ticked.some((one) => same(offer, one)))
    .map(({ required: _, ...offer }) => ({ ...offer, shown }))
}

function keepSubmission({ form }: CaptureLeadState, { key }: CaptureLeadInput, answers: Answers, more: Values): Plan {
  const { id, values, consents, locale, formVersion, source } = answers
  const record = {
    id,
    formId: form.id,
    formVersion,
    key,
    values,
    consents,
    locale,
    ...(Object.keys(source).length > 0 ? { source } : {}),
    ...more,
  }
  return {
    writes: [create('submission', record)],
    events: [],
    claims: [{ space: SUBMISSION, key: submissionKey(form.id, key), object: 'submission', id }],
  }
}

function quarantine(state: CaptureLeadState, input: CaptureLeadInput, answers: Answers): Plan {
  const { reason } = state.verdict
  const kept = keepSubmission(state, input, answers, { state: 'quarantined', reason })
  return {
    ...kept,
    events: [event('submission.quarantined', 'submission', answers.id, { formId: state.form.id, reason })],
  }
}
