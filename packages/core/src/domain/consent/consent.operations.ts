import { KithError } from '../../shared/errors.ts'
import { sha256 } from '../../shared/sha256.ts'
import type { Contact } from '../contact/contact.schema.ts'
import { parseInput } from '../inputs.ts'
import { create, event, update } from '../plan.ts'
import type { NewRecord, OperationContext, Plan } from '../types.ts'
import {
  type GiveConsentInput,
  giveConsentInput,
  type WithdrawConsentInput,
  withdrawConsentInput,
} from './consent.inputs.ts'
import type { Consent } from './consent.schema.ts'

/** A new line of the ledger: the text with its hash, given now. */
export function consentLine(
  values: Readonly<Record<string, unknown>> & { readonly purpose: string; readonly text: string },
  context: OperationContext,
): NewRecord {
  return { ...values, id: context.newId(), textHash: sha256(values.text), givenAt: context.now, state: 'given' }
}

/**
 * Writes down that a person agreed to something. Each time is a line of its own in the ledger.
 *
 * @param state.contact The contact of `input.contactId`
 * @throws KithError `INVALID_INPUT`
 * @example
 * giveConsent({ contact }, { contactId: contact.id, purpose: 'sales', channel: 'phone', text: 'You may call me.', method: 'phone' }, context)
 */
export function giveConsent(
  state: { readonly contact: Contact },
  input: GiveConsentInput,
  context: OperationContext,
): Plan {
  const values = parseInput(giveConsentInput, input)
  const { contact } = state
  const email = contact.emails?.find((item) => item.primary)?.value ?? contact.emails?.[0]?.value
  const line = consentLine(
    { ...values, contactId: contact.id, email, locale: contact.locale ?? context.locale },
    context,
  )
  const { purpose, channel } = values
  return {
    writes: [create('consent', line)],
    events: [event('consent.given', 'consent', line.id, { contactId: contact.id, purpose, channel })],
    reliesOn: [{ object: 'contact', record: contact }],
  }
}

/**
 * Writes down that a person took a consent back; it counts from now on.
 *
 * @throws KithError `CONSENT_ALREADY_WITHDRAWN`
 */
export function withdrawConsent(
  state: { readonly consent: Consent },
  input: WithdrawConsentInput,
  context: OperationContext,
): Plan {
  const { reason } = parseInput(withdrawConsentInput, input)
  const { consent } = state
  if (consent.state === 'withdrawn') throw new KithError('CONSENT_ALREADY_WITHDRAWN', { consentId: consent.id })
  const { contactId, leadId, purpose, channel } = consent
  const set = { state: 'withdrawn', withdrawnAt: context.now, withdrawnReason: reason }
  return {
    writes: [update('consent', consent, set)],
    events: [event('consent.withdrawn', 'consent', consent.id, { contactId, leadId, purpose, channel })],
  }
}
