import { QUANTIFIED, SAME } from '../operators.ts'
import { type FieldTypeData, USUAL, valueSlot } from './field-type.ts'

/** Some of the options, by their ids, each once. */
export const multiSelect: FieldTypeData<'multiSelect'> = {
  ...USUAL,
  type: 'multiSelect',
  slots: [valueSlot('text')],
  list: 'always',
  operators: [...SAME, ...QUANTIFIED],
  control: 'multiselect',
  structured: true,
  needs: ['options'],
}
