import { nationalDigits } from '../../shared/phone.ts'
import { SAME, TEXTUAL } from '../operators.ts'
import { type FieldTypeData, USUAL, valueSlot } from './field-type.ts'

/** A phone number as E.164. Found by its digits with and without the country code. */
export const phone: FieldTypeData<'phone'> = {
  ...USUAL,
  type: 'phone',
  slots: [valueSlot('text')],
  sort: 'value',
  list: 'allowed',
  itemKinds: ['mobile', 'work', 'home', 'other'],
  operators: [...SAME, ...TEXTUAL],
  control: 'tel',
  searchText: (value: string) => `${value} ${nationalDigits(value)}`,
  searchable: true,
  claim: (value: string) => value,
}
