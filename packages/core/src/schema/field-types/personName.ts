import { fold } from '../../shared/fold.ts'
import { ORDERED, SAME, TEXTUAL } from '../operators.ts'
import type { PersonName } from '../types.ts'
import { type FieldTypeData, partSlot, USUAL } from './field-type.ts'

/** The name of a person, compared and sorted by its full form. */
export const personName: FieldTypeData<'personName'> = {
  ...USUAL,
  type: 'personName',
  slots: [partSlot('fold', 'text', (value: PersonName) => fold(value.full))],
  sort: 'fold',
  list: 'never',
  operators: [...SAME, ...ORDERED, ...TEXTUAL],
  control: 'name',
  structured: true,
  searchText: ({ full, given, family }: PersonName) => `${full} ${given ?? ''} ${family ?? ''}`,
  searchable: true,
}
