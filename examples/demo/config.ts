import {
  date,
  defaultConfig,
  defineCrm,
  defineObject,
  longText,
  money,
  number,
  relation,
  select,
  text,
} from '@kith/core'

/** An object of the company's own: beside contacts and deals it sells homes. */
const property = defineObject({
  name: 'property',
  plural: 'properties',
  label: { en: 'Property', nb: 'Eiendom' },
  pluralLabel: { en: 'Properties', nb: 'Eiendommer' },
  title: 'name',
  list: ['name', 'city', 'bedrooms', 'areaSqm', 'askingPrice', 'status', 'openOn'],
  fields: {
    name: text({ label: { en: 'Name', nb: 'Navn' }, required: true, indexed: true }),
    city: text({ label: { en: 'City', nb: 'Sted' }, indexed: true }),
    kind: select({
      label: { en: 'Kind', nb: 'Boligtype' },
      options: [
        { id: 'house', label: { en: 'House', nb: 'Enebolig' } },
        { id: 'flat', label: { en: 'Flat', nb: 'Leilighet' } },
        { id: 'plot', label: { en: 'Plot', nb: 'Tomt' } },
      ],
    }),
    bedrooms: number({ label: { en: 'Bedrooms', nb: 'Soverom' }, integer: true, min: 0, max: 30 }),
    areaSqm: number({ label: { en: 'Area, m²', nb: 'Areal, m²' }, min: 0 }),
    askingPrice: money({ label: { en: 'Asking price', nb: 'Prisantydning' }, indexed: true }),
    status: select({
      label: { en: 'Status', nb: 'Status' },
      indexed: true,
      options: [
        { id: 'for-sale', label: { en: 'For sale', nb: 'Til salgs' } },
        { id: 'sold', label: { en: 'Sold', nb: 'Solgt' } },
      ],
    }),
    sellerId: relation({ to: 'contact', label: { en: 'Seller', nb: 'Selger' } }),
    openOn: date({ label: { en: 'Open house', nb: 'Visning' }, indexed: true }),
    builtOn: date({ label: { en: 'Built', nb: 'Byggeår' } }),
    description: longText({ label: { en: 'Description', nb: 'Beskrivelse' } }),
  },
})

/** The demo company's CRM: everything of its own in one place. */
export const config = defineCrm({
  objects: [property],
  roles: defaultConfig.roles.map((role) =>
    role.id === 'admin'
      ? role
      : {
          ...role,
          permissions: [...role.permissions, { object: 'property', actions: ['read', 'create', 'update'] }],
        },
  ),
  fields: {
    contact: { budget: money({ label: { en: 'Budget', nb: 'Budsjett' }, indexed: true }) },
    deal: { propertyId: relation({ to: 'property', label: { en: 'Property', nb: 'Eiendom' } }) },
  },
  pipelines: [
    {
      id: 'sales',
      name: 'Sales',
      label: { en: 'Sales', nb: 'Salg' },
      stages: [
        { id: 'enquiry', label: { en: 'Enquiry', nb: 'Henvendelse' }, kind: 'open', probability: 10, rotAfterDays: 10 },
        { id: 'viewing', label: { en: 'Viewing', nb: 'Visning' }, kind: 'open', probability: 30, rotAfterDays: 14 },
        {
          id: 'offer',
          label: { en: 'Offer', nb: 'Bud' },
          kind: 'open',
          probability: 60,
          rotAfterDays: 14,
          exit: [{ amount: { empty: false } }],
        },
        { id: 'contract', label: { en: 'Contract', nb: 'Kontrakt' }, kind: 'open', probability: 85, rotAfterDays: 35 },
        { id: 'won', label: { en: 'Won', nb: 'Vunnet' }, kind: 'won' },
        { id: 'lost', label: { en: 'Lost', nb: 'Tapt' }, kind: 'lost' },
      ],
    },
  ],
})
