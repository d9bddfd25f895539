import { fold } from '../../shared/fold.ts'
import { ORDERED, SAME, TEXTUAL } from '../operators.ts'
import { type FieldTypeData, FOLD_SLOT, USUAL } from './field-type.ts'

/** One line of text, kept as written; compared folded. */
export const text: FieldTypeData<'text'> = {
  ...USUAL,
  type: 'text',
  slots: [FOLD_SLOT],
  sort: 'fold',
  list: 'allowed',
  operators: [...SAME, ...ORDERED, ...TEXTUAL],
  control: 'text',
  searchText: (value: string) => value,
  searchable: true,
  claim: (value: string) => fold(value),
}
