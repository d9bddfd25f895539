import { definePipeline } from '../../index.ts'

/** From an enquiry to the signed contract. Nobody makes a contract of an offer without its amount. */
export const salesPipeline = definePipeline({
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
})
