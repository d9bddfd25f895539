import { structured } from './structured.ts'

/** A licence to practise: its number, who issued it, how long it holds. */
export const credential = structured(() => [
  { name: 'number' },
  { name: 'authority' },
  { name: 'validUntilOn', type: 'date' },
])
