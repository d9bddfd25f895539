import { defineObject } from '../../schema/define-object.ts'
import * as f from '../../schema/fields.ts'
import type { RecordOf } from '../../schema/infer.ts'

/** A line in the ledger of consents: who agreed to what, in which words, when and how. Nothing but a withdrawal changes it. */
export const consent = defineObject({
  name: 'consent',
  label: { en: 'Consent', nb: 'Samtykke' },
  pluralLabel: { en: 'Consents', nb: 'Samtykker' },
  title: 'purpose',
  list: ['purpose', 'channel', 'state', 'contactId', 'givenAt'],
  operationsOnly: true,
  fields: {
    contactId: f.relation({ to: 'contact', label: { en: 'Contact', nb: 'Kontakt' }, inheritsAccess: true }),
    leadId: f.relation({ to: 'lead', label: { en: 'Lead', nb: 'Henvendelse' }, inheritsAccess: true }),
    email: f.email({ label: { en: 'E-mail', nb: 'E-post' }, personal: true, indexed: true }),
    purpose: f.text({ label: { en: 'Purpose', nb: 'Formål' }, required: true, indexed: true, searchable: false }),
    /** Absent: any channel. */
    channel: f.text({ label: { en: 'Channel', nb: 'Kanal' }, searchable: false }),
    /** The exact words that were shown. */
    text: f.longText({ label: { en: 'Text shown', nb: 'Vist tekst' }, required: true, searchable: false }),
    /** SHA-256 of the UTF-8 bytes of `text`, hex. */
    textHash: f.text({ label: { en: 'Hash of the text', nb: 'Tekstens hash' }, searchable: false }),
    /** Version of the form that the text stood in. */
    textVersion: f.text({ label: { en: 'Version of the text', nb: 'Tekstversjon' }, searchable: false }),
    locale: f.text({ label: { en: 'Language', nb: 'Språk' }, searchable: false, maxLength: 35 }),
    formId: f.relation({ to: 'form', label: { en: 'Form', nb: 'Skjema' } }),
    formVersion: f.number({ label: { en: 'Version of the form', nb: 'Skjemaversjon' }, integer: true }),
    submissionId: f.relation({ to: 'submission', label: { en: 'Submission', nb: 'Innsending' } }),
    /** `form`, `phone`, `paper`… */
    method: f.text({ label: { en: 'Given by', nb: 'Gitt via' }, searchable: false }),
    page: f.text({ label: { en: 'Page', nb: 'Side' }, searchable: false, maxLength: 2_048 }),
    givenAt: f.dateTime({ label: { en: 'Given at', nb: 'Gitt' }, required: true, indexed: true }),
    withdrawnAt: f.dateTime({ label: { en: 'Withdrawn at', nb: 'Trukket tilbake' } }),
    withdrawnReason: f.text({
      label: { en: 'Withdrawn because', nb: 'Trukket fordi' },
      searchable: false,
      maxLength: 2_000,
    }),
    state: f.select({
      label: { en: 'State', nb: 'Tilstand' },
      required: true,
      indexed: true,
      options: [
        { id: 'given', label: { en: 'Given', nb: 'Gitt' } },
        { id: 'withdrawn', label: { en: 'Withdrawn', nb: 'Trukket' } },
      ],
    }),
  },
})

/** A record of {@link consent}. */
export type Consent = RecordOf<typeof consent>
