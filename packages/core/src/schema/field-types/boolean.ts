import { type FieldTypeData, USUAL, valueSlot } from './field-type.ts'

/** Yes or no; absent means nobody said. */
export const boolean: FieldTypeData<'boolean'> = {
  ...USUAL,
  type: 'boolean',
  slots: [valueSlot('boolean')],
  sort: 'value',
  list: 'never',
  operators: ['eq', 'ne', 'empty'],
  control: 'checkbox',
}
