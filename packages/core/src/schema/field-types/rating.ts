import { ORDERED, SAME } from '../operators.ts'
import { type FieldTypeData, USUAL, valueSlot } from './field-type.ts'

/** A whole number of stars, from 1. */
export const rating: FieldTypeData<'rating'> = {
  ...USUAL,
  type: 'rating',
  slots: [valueSlot('integer')],
  sort: 'value',
  list: 'never',
  operators: [...SAME, ...ORDERED],
  control: 'rating',
}
