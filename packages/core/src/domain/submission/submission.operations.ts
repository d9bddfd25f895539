import { KithError } from '../../shared/errors.ts'
import { issue } from '../../shared/issues.ts'
import { consentLine } from '../consent/consent.operations.ts'
import {
  consentDigest,
  type FormState,
  publicConsent,
  requireOpen,
  validateSubmission,
} from '../form/form.operations.ts'
import { countryOf, parseInput } from '../inputs.ts'
import type { Lead } from '../lead/lead.schema.ts'
import { isOpenLead, OPEN_LEAD, openLeadKey } from '../lead/open-lead.ts'
import { create, event, isNothing, joinPlans, updateIfNeeded, type Values } from '../plan.ts'
import type { RenderFacts, SpamVerdict } from '../spam.ts'
import { tidyText, tidyTouch, utmOf } from '../touch.ts'
import type { OperationContext, Plan } from '../types.ts'
import { type SubmissionInput, submissionInput } from './submission.inputs.ts'
import type { SubmittedConsent } from './submission.schema.ts'

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

/** A submission that was read and found good. */
interface Answers {
  readonly id: string
  readonly values: Values
  readonly consents: readonly SubmittedConsent[]
  readonly locale: string
  readonly formVersion: number
  readonly source: Readonly<Record<string, string>>
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
  const { holder } = state
  const key = openLeadKey(answers.values)
  const known = holder && key !== undefined && isOpenLead(holder) && openLeadKey(holder) === key ? holder : undefined
  const leadId = known?.id ?? context.newId()
  const lead = known ? returnedLead(known, answers, state) : newLead(leadId, answers, state)
  return joinPlans(
    keepSubmission(state, input, answers, { state: 'accepted', leadId }),
    lead,
    giveConsents(leadId, answers, state, context),
  )
}

function readAnswers(
  { form, render }: CaptureLeadState,
  { submission }: CaptureLeadInput,
  context: OperationContext,
): Answers {
  requireOpen(form)
  const { values, consents = [], source = {}, locale = context.locale } = parseInput(submissionInput, submission)
  const parsed = validateSubmission(form, context.model, values, countryOf(context))
  const shown = render === undefined || render.consentDigest === consentDigest(form, locale)
  return {
    id: context.newId(),
    values: parsed,
    consents: readConsents(form, consents, locale, shown),
    locale,
    formVersion: render?.formVersion ?? form.version,
    source: tidyTouch(source),
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

function newLead(id: string, answers: Answers, state: CaptureLeadState): Plan {
  const { values, source } = answers
  const touch = Object.keys(source).length > 0 ? source : undefined
  const record = {
    source: state.form.source ?? 'website',
    campaign: tidyText(source['utm_campaign'] ?? '', 200),
    utm: utmOf(source),
    firstTouch: touch,
    lastTouch: touch,
    locale: answers.locale,
    ...values,
    id,
    status: 'new',
    formId: state.form.id,
    submissionId: answers.id,
  }
  return {
    ...leadEvent('lead.captured', id, answers, state),
    writes: [create('lead', record)],
    ...claimOpen(id, values, state),
  }
}

/** The claim that makes the lead the open one of its address, taken from a lead that is open no more. */
function claimOpen(id: string, values: Values, { holder }: CaptureLeadState): Pick<Plan, 'claims' | 'releases'> {
  const key = openLeadKey(values)
  if (key === undefined) return {}
  const claims = [{ space: OPEN_LEAD, key, object: 'lead', id }]
  return holder ? { claims, releases: [{ space: OPEN_LEAD, key, id: holder.id }] } : { claims }
}

/** What the lead has stays; what it lacks is filled; the rest is found in the submission. */
function returnedLead(lead: Lead, answers: Answers, state: CaptureLeadState): Plan {
  const stored = lead as Values
  const missing = Object.entries(answers.values).filter(([field]) => isNothing(stored[field]))
  const touch = Object.keys(answers.source).length > 0 ? { lastTouch: answers.source } : {}
  const first = isNothing(lead.firstTouch) && 'lastTouch' in touch ? { firstTouch: answers.source } : {}
  const writes = updateIfNeeded('lead', lead, { ...Object.fromEntries(missing), ...touch, ...first })
  const relies = writes.length === 0 ? { reliesOn: [{ object: 'lead', record: lead }] } : {}
  return { ...leadEvent('lead.returned', lead.id, answers, state), writes, ...relies }
}

function leadEvent(type: string, leadId: string, answers: Answers, { form }: CaptureLeadState): Plan {
  return { writes: [], events: [event(type, 'lead', leadId, { submissionId: answers.id, formId: form.id })] }
}

function giveConsents(leadId: string, answers: Answers, { form }: CaptureLeadState, context: OperationContext): Plan {
  const lines = answers.consents
    .filter((consent) => consent.shown)
    .map(({ shown: _, ...consent }) =>
      consentLine(
        {
          ...consent,
          leadId,
          email: answers.values['email'],
          textVersion: `${form.id}@${answers.formVersion}`,
          locale: answers.locale,
          formId: form.id,
          formVersion: answers.formVersion,
          submissionId: answers.id,
          method: 'form',
          page: answers.source['page'],
        },
        context,
      ),
    )
  return {
    writes: lines.map((line) => create('consent', line)),
    events: lines.map((line) =>
      event('consent.given', 'consent', line.id, { leadId, purpose: line['purpose'], channel: line['channel'] }),
    ),
  }
}
