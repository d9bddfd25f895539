import { ORDERED, SAME } from '../operators.ts'
import { type FieldTypeData, USUAL, valueSlot } from './field-type.ts'

/** A finite number. */
export const number: FieldTypeData<'number'> = {
  ...USUAL,
  type: 'number',
  slots: [valueSlot('real')],
  sort: 'value',
  list: 'allowed',
  operators: [...SAME, ...ORDERED],
  control: 'number',
  claim: (value: number) => String(value),
}
