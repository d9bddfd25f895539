import { fold } from '../../shared/fold.ts'
import { ORDERED, SAME, TEXTUAL } from '../operators.ts'
import { type FieldTypeData, FOLD_SLOT, USUAL } from './field-type.ts'

/** An address that is safe in a link: http, https, mailto or tel. */
export const url: FieldTypeData<'url'> = {
  ...USUAL,
  type: 'url',
  slots: [FOLD_SLOT],
  sort: 'fold',
  list: 'allowed',
  itemKinds: ['website', 'profile', 'other'],
  operators: [...SAME, ...ORDERED, ...TEXTUAL],
  control: 'url',
  searchText: (value: string) => value,
  claim: (value: string) => fold(value),
}
