import { ORDERED, SAME, TEMPORAL } from '../operators.ts'
import { type FieldTypeData, USUAL, valueSlot } from './field-type.ts'

/** A date of the calendar, `2026-03-31`. */
export const date: FieldTypeData<'date'> = {
  ...USUAL,
  type: 'date',
  slots: [valueSlot('text')],
  sort: 'value',
  list: 'allowed',
  operators: [...SAME, ...ORDERED, ...TEMPORAL],
  control: 'date',
  claim: (value: string) => value,
}
