import { SAME } from '../operators.ts'
import { type FieldTypeData, USUAL, valueSlot } from './field-type.ts'

/** One of the options, by its id. */
export const select: FieldTypeData<'select'> = {
  ...USUAL,
  type: 'select',
  slots: [valueSlot('text')],
  sort: 'value',
  list: 'never',
  operators: SAME,
  control: 'select',
  needs: ['options'],
}
