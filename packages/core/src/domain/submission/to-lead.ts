import { consentLine } from '../consent/consent.operations.ts'
import type { FormState } from '../form/form.operations.ts'
import type { Lead } from '../lead/lead.schema.ts'
import { isOpenLead, OPEN_LEAD, openLeadKey } from '../lead/open-lead.ts'
import { create, event, isNothing, joinPlans, updateIfNeeded, type Values } from '../plan.ts'
import { tidyText, utmOf } from '../touch.ts'
import type { OperationContext, Plan } from '../types.ts'
import type { SubmittedConsent } from './submission.schema.ts'

/** A submission that was read and found good. */
export interface Answers {
  readonly id: string
  readonly values: Values
  readonly consents: readonly SubmittedConsent[]
  readonly locale: string
  readonly formVersion: number
  readonly source: Readonly<Record<string, string>>
  /** When they were handed in. */
  readonly at: string
}

/** What {@link toLead} reads. */
export interface ToLeadState {
  readonly form: Pick<FormState, 'id' | 'source'>
  /** The lead that holds the claim `OPEN_LEAD` of the submitted e-mail, whether it is still open or not. */
  readonly holder?: Lead | undefined
}

/**
 * Makes a lead of answers, or gives what is new to the open lead with the same e-mail; writes the consents. Answers that
 * a lead has no field for stay in the submission until there is a contact.
 */
export function toLead(answers: Answers, state: ToLeadState, context: OperationContext) {
  const { holder } = state
  const key = openLeadKey(answers.values)
  const known = holder && key !== undefined && isOpenLead(holder) && openLeadKey(holder) === key ? holder : undefined
  const leadId = known?.id ?? context.newId()
  const values = Object.fromEntries(Object.entries(answers.values).filter(([id]) => context.model.field('lead', id)))
  const own = { ...answers, values }
  const lead = known ? returnedLead(known, own, state) : newLead(leadId, own, state)
  return { leadId, plan: joinPlans(lead, giveConsents(leadId, answers, state, context)) }
}

function newLead(id: string, answers: Answers, state: ToLeadState): Plan {
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
function claimOpen(id: string, values: Values, { holder }: ToLeadState): Pick<Plan, 'claims' | 'releases'> {
  const key = openLeadKey(values)
  if (key === undefined) return {}
  const claims = [{ space: OPEN_LEAD, key, object: 'lead', id }]
  return holder ? { claims, releases: [{ space: OPEN_LEAD, key, id: holder.id }] } : { claims }
}

/** What the lead has stays; what it lacks is filled; the rest is found in the submission. */
function returnedLead(lead: Lead, answers: Answers, state: ToLeadState): Plan {
  const stored = lead as Values
  const missing = Object.entries(answers.values).filter(([field]) => isNothing(stored[field]))
  const touch = Object.keys(answers.source).length > 0 ? { lastTouch: answers.source } : {}
  const first = isNothing(lead.firstTouch) && 'lastTouch' in touch ? { firstTouch: answers.source } : {}
  const writes = updateIfNeeded('lead', lead, { ...Object.fromEntries(missing), ...touch, ...first })
  const relies = writes.length === 0 ? { reliesOn: [{ object: 'lead', record: lead }] } : {}
  return { ...leadEvent('lead.returned', lead.id, answers, state), writes, ...relies }
}

function leadEvent(type: string, leadId: string, answers: Answers, { form }: ToLeadState): Plan {
  return { writes: [], events: [event(type, 'lead', leadId, { submissionId: answers.id, formId: form.id })] }
}

function giveConsents(leadId: string, answers: Answers, { form }: ToLeadState, context: OperationContext): Plan {
  const about = {
    leadId,
    email: answers.values['email'],
    textVersion: `${form.id}@${answers.formVersion}`,
    locale: answers.locale,
    formId: form.id,
    formVersion: answers.formVersion,
    submissionId: answers.id,
    method: 'form',
    page: answers.source['page'],
  }
  const lines = answers.consents
    .filter((consent) => consent.shown)
    .map(({ shown: _, ...consent }) => consentLine({ ...consent, ...about }, { ...context, now: answers.at }))
  return {
    writes: lines.map((line) => create('consent', line)),
    events: lines.map((line) =>
      event('consent.given', 'consent', line.id, { leadId, purpose: line['purpose'], channel: line['channel'] }),
    ),
  }
}
