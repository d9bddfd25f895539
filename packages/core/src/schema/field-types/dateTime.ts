import { ORDERED, SAME, TEMPORAL } from '../operators.ts'
import { type FieldTypeData, USUAL, valueSlot } from './field-type.ts'

/** An instant, UTC with milliseconds. */
export const dateTime: FieldTypeData<'dateTime'> = {
  ...USUAL,
  type: 'dateTime',
  slots: [valueSlot('text')],
  sort: 'value',
  list: 'allowed',
  operators: [...SAME, ...ORDERED, ...TEMPORAL],
  control: 'datetime',
  claim: (value: string) => value,
}
