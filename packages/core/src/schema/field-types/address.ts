import { fold } from '../../shared/fold.ts'
import { SAME, SPATIAL, TEXTUAL } from '../operators.ts'
import type { Address } from '../types.ts'
import { type FieldTypeData, partSlot, USUAL } from './field-type.ts'

/** A postal address. As text it is street, postal code, city, region and country, joined by spaces. */
export const address: FieldTypeData<'address'> = {
  ...USUAL,
  type: 'address',
  slots: [
    partSlot('fold', 'text', (value: Address) => fold(oneLine(value))),
    partSlot('city', 'text', (value: Address) => (value.city === undefined ? undefined : fold(value.city))),
    partSlot('postalCode', 'text', (value: Address) => value.postalCode),
    partSlot('country', 'text', (value: Address) => value.country),
    partSlot('latitude', 'real', (value: Address) => value.latitude),
    partSlot('longitude', 'real', (value: Address) => value.longitude),
  ],
  sort: 'fold',
  list: 'allowed',
  itemKinds: ['billing', 'shipping', 'visiting', 'home', 'other'],
  operators: [...SAME, ...TEXTUAL, ...SPATIAL],
  control: 'address',
  structured: true,
  searchText: oneLine,
}

function oneLine(value: Address): string {
  const parts = [value.street, value.postalCode, value.city, value.region, value.country]
  return parts.filter((part) => part !== undefined).join(' ')
}
