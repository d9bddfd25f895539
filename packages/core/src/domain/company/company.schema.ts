import { defineObject } from '../../schema/define-object.ts'
import * as f from '../../schema/fields.ts'
import type { RecordOf } from '../../schema/infer.ts'

/** An organisation: customer, supplier, partner. */
export const company = defineObject({
  name: 'company',
  plural: 'companies',
  label: { en: 'Company', nb: 'Firma' },
  pluralLabel: { en: 'Companies', nb: 'Firmaer' },
  title: 'name',
  list: ['name', 'domain', 'industry', 'roles', 'phones', 'lastActivityAt'],
  fields: {
    name: f.text({ label: { en: 'Name', nb: 'Navn' }, required: true, indexed: true }),
    domain: f.text({ label: { en: 'Web domain', nb: 'Nettdomene' }, indexed: true }),
    roles: f.multiSelect({
      label: { en: 'Roles', nb: 'Roller' },
      options: [
        { id: 'customer', label: { en: 'Customer', nb: 'Kunde' } },
        { id: 'prospect', label: { en: 'Prospect', nb: 'Emne' } },
        { id: 'supplier', label: { en: 'Supplier', nb: 'Leverandør' } },
        { id: 'partner', label: { en: 'Partner', nb: 'Partner' } },
        { id: 'competitor', label: { en: 'Competitor', nb: 'Konkurrent' } },
      ],
    }),
    industry: f.text({ label: { en: 'Industry', nb: 'Bransje' }, indexed: true }),
    registrationNumber: f.text({
      label: { en: 'Registration number', nb: 'Organisasjonsnummer' },
      indexed: true,
      maxLength: 40,
    }),
    phones: f.phone({ label: { en: 'Phone', nb: 'Telefon' }, many: true, indexed: true }),
    addresses: f.address({ label: { en: 'Address', nb: 'Adresse' }, many: true }),
    parentId: f.relation({ to: 'company', label: { en: 'Parent company', nb: 'Morselskap' } }),
    source: f.text({ label: { en: 'Source', nb: 'Kilde' }, searchable: false }),
    tags: f.links({ to: 'tag', role: 'tag', label: { en: 'Tags', nb: 'Merkelapper' } }),
    lastActivityAt: f.rollup({ of: 'dateTime', label: { en: 'Last activity', nb: 'Siste aktivitet' }, indexed: true }),
    nextActivityAt: f.rollup({ of: 'dateTime', label: { en: 'Next activity', nb: 'Neste aktivitet' } }),
    openDeals: f.rollup({ of: 'number', label: { en: 'Open deals', nb: 'Åpne salg' } }),
    lifetimeBase: f.rollup({
      of: 'number',
      label: { en: 'Won in all (base currency)', nb: 'Vunnet i alt (basisvaluta)' },
    }),
  },
})

/** A record of {@link company}. */
export type Company = RecordOf<typeof company>
