import { ORDERED } from '../operators.ts'
import type { Money } from '../types.ts'
import { type FieldTypeData, partSlot, USUAL } from './field-type.ts'

/** An amount with its currency. Sorted by its worth in the tenant's base currency. */
export const money: FieldTypeData<'money'> = {
  ...USUAL,
  type: 'money',
  slots: [
    partSlot('amountMinor', 'integer', (value: Money) => value.amountMinor),
    partSlot('currency', 'text', (value: Money) => value.currency),
    partSlot('baseMinor', 'integer', (value: Money) => value.baseMinor),
  ],
  sort: 'baseMinor',
  list: 'never',
  operators: ['eq', 'ne', 'empty', ...ORDERED],
  control: 'money',
  structured: true,
}
