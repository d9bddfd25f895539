import { defineObject } from '../../schema/define-object.ts'
import * as f from '../../schema/fields.ts'
import type { RecordOf } from '../../schema/infer.ts'
import type { Touch } from '../touch.ts'

/** Interest that nobody has qualified yet. It is converted to a contact, company and deal, or dismissed. */
export const lead = defineObject({
  name: 'lead',
  label: { en: 'Lead', nb: 'Henvendelse' },
  pluralLabel: { en: 'Leads', nb: 'Henvendelser' },
  title: 'name',
  list: ['name', 'email', 'phone', 'companyName', 'status', 'ownerId', 'createdAt'],
  fields: {
    name: f.personName({ label: { en: 'Name', nb: 'Navn' }, personal: true }),
    email: f.email({ label: { en: 'E-mail', nb: 'E-post' }, personal: true, indexed: true }),
    phone: f.phone({ label: { en: 'Phone', nb: 'Telefon' }, personal: true, indexed: true }),
    companyName: f.text({ label: { en: 'Company', nb: 'Firma' } }),
    message: f.longText({ label: { en: 'Message', nb: 'Melding' }, personal: true }),
    status: f.select({
      label: { en: 'Status', nb: 'Status' },
      default: 'new',
      indexed: true,
      options: [
        { id: 'new', label: { en: 'New', nb: 'Ny' } },
        { id: 'working', label: { en: 'Working', nb: 'Under arbeid' } },
        { id: 'converted', label: { en: 'Converted', nb: 'Konvertert' } },
        { id: 'dismissed', label: { en: 'Dismissed', nb: 'Avvist' } },
      ],
    }),
    source: f.text({ label: { en: 'Source', nb: 'Kilde' }, indexed: true, searchable: false }),
    campaign: f.text({ label: { en: 'Campaign', nb: 'Kampanje' }, indexed: true, searchable: false }),
    utm: f.json<Touch>({
      label: { en: 'Campaign parameters', nb: 'Kampanjeparametere' },
      personal: true,
      readOnly: true,
    }),
    firstTouch: f.json<Touch>({ label: { en: 'First visit', nb: 'Første besøk' }, personal: true, readOnly: true }),
    lastTouch: f.json<Touch>({ label: { en: 'Last visit', nb: 'Siste besøk' }, personal: true, readOnly: true }),
    score: f.number({ label: { en: 'Score', nb: 'Poeng' }, indexed: true }),
    locale: f.text({ label: { en: 'Language', nb: 'Språk' }, maxLength: 35, searchable: false }),
    tags: f.links({ to: 'tag', role: 'tag', label: { en: 'Tags', nb: 'Merkelapper' } }),
    formId: f.relation({ to: 'form', label: { en: 'Form', nb: 'Skjema' }, readOnly: true }),
    submissionId: f.relation({
      to: 'submission',
      label: { en: 'First submission', nb: 'Første innsending' },
      readOnly: true,
    }),
    contactId: f.relation({ to: 'contact', label: { en: 'Contact', nb: 'Kontakt' }, readOnly: true }),
    companyId: f.relation({ to: 'company', label: { en: 'Company made of it', nb: 'Firma det ble' }, readOnly: true }),
    dealId: f.relation({ to: 'deal', label: { en: 'Deal', nb: 'Salg' }, readOnly: true }),
    convertedAt: f.dateTime({ label: { en: 'Converted at', nb: 'Konvertert' }, readOnly: true }),
    lastActivityAt: f.rollup({ of: 'dateTime', label: { en: 'Last activity', nb: 'Siste aktivitet' }, indexed: true }),
    nextActivityAt: f.rollup({ of: 'dateTime', label: { en: 'Next activity', nb: 'Neste aktivitet' } }),
  },
})

/** A record of {@link lead}. */
export type Lead = RecordOf<typeof lead>
