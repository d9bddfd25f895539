import { SAME } from '../operators.ts'
import { type FieldTypeData, USUAL, valueSlot } from './field-type.ts'

/** The id of a `file` record. */
export const file: FieldTypeData<'file'> = {
  ...USUAL,
  type: 'file',
  slots: [valueSlot('text')],
  list: 'allowed',
  operators: SAME,
  control: 'file',
}
