import { fold } from '../../shared/fold.ts'
import { ORDERED, SAME, TEXTUAL } from '../operators.ts'
import { type FieldTypeData, FOLD_SLOT, USUAL } from './field-type.ts'

/** An e-mail address, its domain in lower case. */
export const email: FieldTypeData<'email'> = {
  ...USUAL,
  type: 'email',
  slots: [FOLD_SLOT],
  sort: 'fold',
  list: 'allowed',
  itemKinds: ['work', 'home', 'other'],
  operators: [...SAME, ...ORDERED, ...TEXTUAL],
  control: 'email',
  searchText: (value: string) => value,
  searchable: true,
  claim: (value: string) => fold(value),
}
