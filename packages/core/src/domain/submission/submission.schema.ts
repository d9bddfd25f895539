import { defineObject } from '../../schema/define-object.ts'
import * as f from '../../schema/fields.ts'
import type { RecordOf } from '../../schema/infer.ts'
import type { Touch } from '../touch.ts'

/** A consent as a submission keeps it: what was ticked, and the text that stood beside the box. */
export interface SubmittedConsent {
  readonly purpose: string
  readonly channel?: string
  readonly text: string
  /** Whether the text is proven to be the one shown: false where the form was changed while the page was open. */
  readonly shown: boolean
}

/** The answers of one visitor, exactly as they were handed in. Never changed, never merged; only their state moves. */
export const submission = defineObject({
  name: 'submission',
  label: { en: 'Submission', nb: 'Innsending' },
  pluralLabel: { en: 'Submissions', nb: 'Innsendinger' },
  title: 'formId',
  list: ['formId', 'state', 'leadId', 'createdAt'],
  operationsOnly: true,
  fields: {
    formId: f.relation({ to: 'form', label: { en: 'Form', nb: 'Skjema' } }),
    formVersion: f.number({ label: { en: 'Version of the form', nb: 'Skjemaversjon' }, integer: true }),
    /** Idempotency key of the visitor's page. */
    key: f.text({ label: { en: 'Key', nb: 'Nøkkel' }, searchable: false, maxLength: 255 }),
    /** By field id, as the field types read them. */
    values: f.json<Readonly<Record<string, unknown>>>({
      label: { en: 'Answers', nb: 'Svar' },
      personal: true,
      required: true,
    }),
    /** List of {@link SubmittedConsent}. */
    consents: f.json<readonly SubmittedConsent[]>({ label: { en: 'Consents', nb: 'Samtykker' }, personal: true }),
    source: f.json<Touch>({ label: { en: 'Came from', nb: 'Kom fra' }, personal: true }),
    locale: f.text({ label: { en: 'Language', nb: 'Språk' }, searchable: false, maxLength: 35 }),
    state: f.select({
      label: { en: 'State', nb: 'Tilstand' },
      indexed: true,
      options: [
        { id: 'accepted', label: { en: 'Accepted', nb: 'Mottatt' } },
        { id: 'quarantined', label: { en: 'In quarantine', nb: 'I karantene' } },
        { id: 'rejected', label: { en: 'Rejected', nb: 'Avvist' } },
      ],
    }),
    reason: f.text({ label: { en: 'Why in quarantine', nb: 'Hvorfor i karantene' }, searchable: false }),
    leadId: f.relation({ to: 'lead', label: { en: 'Lead', nb: 'Henvendelse' }, inheritsAccess: true }),
    contactId: f.relation({ to: 'contact', label: { en: 'Contact', nb: 'Kontakt' }, inheritsAccess: true }),
  },
})

/** A record of {@link submission}. */
export type Submission = RecordOf<typeof submission>
