import { date, defineObject, longText, money, number, relation, select, text } from '../../index.ts'

/** A home or plot that is sold. */
export const property = defineObject({
  name: 'property',
  plural: 'properties',
  label: { en: 'Property', nb: 'Eiendom' },
  pluralLabel: { en: 'Properties', nb: 'Eiendommer' },
  title: 'name',
  list: ['name', 'city', 'bedrooms', 'areaSqm', 'askingPrice', 'status'],
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
