import { address, defineForm, select } from '../../index.ts'

const SELLS = { intent: { in: ['selling', 'both'] } }
const BUYS = { intent: { in: ['buying', 'both'] } }

/** What the valuation form asks of a lead. What buyers can pay is a field of the contact that they become. */
export const leadFields = {
  intent: select({
    label: { en: 'I am', nb: 'Jeg skal' },
    options: [
      { id: 'selling', label: { en: 'selling a home', nb: 'selge en bolig' } },
      { id: 'buying', label: { en: 'buying a home', nb: 'kjøpe en bolig' } },
      { id: 'both', label: { en: 'selling and buying', nb: 'selge og kjøpe' } },
    ],
  }),
  homeAddress: address({ label: { en: 'Address of your home', nb: 'Adressen til boligen din' }, personal: true }),
}

/** Asks sellers where their home is, and buyers what they can pay. */
export const valuationForm = defineForm({
  id: 'valuation',
  title: 'Selling or buying',
  heading: { en: 'Sell or buy with us', nb: 'Selg eller kjøp med oss' },
  intro: {
    en: 'An agent who knows the street answers within one working day. It costs nothing.',
    nb: 'En megler som kjenner gaten svarer innen én arbeidsdag. Det koster ingenting.',
  },
  submitLabel: { en: 'Ask an agent', nb: 'Spør en megler' },
  fields: [
    { field: 'intent', required: true },
    { field: 'homeAddress', required: true, when: SELLS },
    { field: 'budget', label: { en: 'What you can pay', nb: 'Hva du kan betale' }, when: BUYS },
    { field: 'name', required: true },
    { field: 'email', required: true },
    { field: 'phone' },
  ],
  consents: [
    {
      purpose: 'sales',
      text: {
        en: 'You may contact me about offers that fit my enquiry. I can withdraw this at any time.',
        nb: 'Dere kan kontakte meg med tilbud som passer henvendelsen min. Jeg kan trekke dette når som helst.',
      },
    },
  ],
})
