import { ORDERED, SAME, TEXTUAL } from '../operators.ts'
import { type FieldTypeData, FOLD_SLOT, USUAL } from './field-type.ts'

/** Text of many lines: notes, messages. */
export const longText: FieldTypeData<'longText'> = {
  ...USUAL,
  type: 'longText',
  slots: [FOLD_SLOT],
  sort: 'fold',
  list: 'never',
  operators: [...SAME, ...ORDERED, ...TEXTUAL],
  control: 'textarea',
  searchText: (value: string) => value,
}
