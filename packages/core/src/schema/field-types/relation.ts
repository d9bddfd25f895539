import { SAME } from '../operators.ts'
import { type FieldTypeData, USUAL, valueSlot } from './field-type.ts'

/** The id of another record. */
export const relation: FieldTypeData<'relation'> = {
  ...USUAL,
  type: 'relation',
  slots: [valueSlot('text')],
  sort: 'value',
  list: 'allowed',
  operators: SAME,
  control: 'relation',
  claim: (value: string) => value,
  needs: ['to'],
}
