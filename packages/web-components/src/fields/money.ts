import { structured } from './structured.ts'

const CODES = ['EUR', 'USD', 'GBP', 'NOK', 'SEK', 'DKK', 'CHF', 'PLN', 'TRY'].map((id) => ({ id, label: id }))

/** An amount and its currency; the options of the field limit the currencies. */
export const money = structured(({ field: { options = CODES } }) => [
  { name: 'amount', inputmode: 'decimal' },
  { name: 'currency', options },
])
