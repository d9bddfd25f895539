import { countries } from './countries.ts'
import { structured } from './structured.ts'

/** A postal address, in parts that browsers fill in. */
export const address = structured(({ locale }) => [
  { name: 'street', autocomplete: 'street-address' },
  { name: 'postalCode', autocomplete: 'postal-code' },
  { name: 'city', autocomplete: 'address-level2' },
  { name: 'country', autocomplete: 'country', options: [{ id: '', label: '' }, ...countries(locale)] },
])
