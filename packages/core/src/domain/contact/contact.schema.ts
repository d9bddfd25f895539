import { defineObject } from '../../schema/define-object.ts'
import * as f from '../../schema/fields.ts'
import type { RecordOf } from '../../schema/infer.ts'
import type { Touch } from '../touch.ts'

/** A person that the company knows. */
export const contact = defineObject({
  name: 'contact',
  label: { en: 'Contact', nb: 'Kontakt' },
  pluralLabel: { en: 'Contacts', nb: 'Kontakter' },
  title: 'name',
  list: ['name', 'companyId', 'emails', 'phones', 'lifecycle', 'lastActivityAt'],
  fields: {
    name: f.personName({ label: { en: 'Name', nb: 'Navn' }, required: true, personal: true, indexed: true }),
    emails: f.email({ label: { en: 'E-mail', nb: 'E-post' }, many: true, unique: true, personal: true }),
    phones: f.phone({ label: { en: 'Phone', nb: 'Telefon' }, many: true, personal: true, indexed: true }),
    addresses: f.address({ label: { en: 'Address', nb: 'Adresse' }, many: true, personal: true }),
    companyId: f.relation({ to: 'company', label: { en: 'Company', nb: 'Firma' } }),
    title: f.text({ label: { en: 'Job title', nb: 'Stilling' }, personal: true }),
    birthOn: f.date({ label: { en: 'Date of birth', nb: 'Fødselsdato' }, personal: true }),
    lifecycle: f.select({
      label: { en: 'Lifecycle', nb: 'Livssyklus' },
      indexed: true,
      options: [
        { id: 'prospect', label: { en: 'Prospect', nb: 'Emne' } },
        { id: 'customer', label: { en: 'Customer', nb: 'Kunde' } },
        { id: 'former', label: { en: 'Former customer', nb: 'Tidligere kunde' } },
        { id: 'other', label: { en: 'Other', nb: 'Annet' } },
      ],
    }),
    locale: f.text({ label: { en: 'Language', nb: 'Språk' }, maxLength: 35, searchable: false }),
    zone: f.text({ label: { en: 'Time zone', nb: 'Tidssone' }, maxLength: 64, searchable: false }),
    tags: f.links({ to: 'tag', role: 'tag', label: { en: 'Tags', nb: 'Merkelapper' } }),
    source: f.text({ label: { en: 'Source', nb: 'Kilde' }, indexed: true, searchable: false }),
    campaign: f.text({ label: { en: 'Campaign', nb: 'Kampanje' }, searchable: false }),
    utm: f.json<Touch>({ label: { en: 'Campaign parameters', nb: 'Kampanjeparametere' }, personal: true }),
    firstTouch: f.json<Touch>({ label: { en: 'First visit', nb: 'Første besøk' }, personal: true }),
    lastTouch: f.json<Touch>({ label: { en: 'Last visit', nb: 'Siste besøk' }, personal: true }),
    lastActivityAt: f.rollup({ of: 'dateTime', label: { en: 'Last activity', nb: 'Siste aktivitet' }, indexed: true }),
    nextActivityAt: f.rollup({ of: 'dateTime', label: { en: 'Next activity', nb: 'Neste aktivitet' }, indexed: true }),
    openDeals: f.rollup({ of: 'number', label: { en: 'Open deals', nb: 'Åpne salg' } }),
    lifetimeBase: f.rollup({
      of: 'number',
      label: { en: 'Won in all (base currency)', nb: 'Vunnet i alt (basisvaluta)' },
    }),
  },
})

/** A record of {@link contact}. */
export type Contact = RecordOf<typeof contact>
