import { type FieldTypeData, USUAL } from './field-type.ts'

/** Any JSON value, kept as it is. */
export const json: FieldTypeData<'json'> = {
  ...USUAL,
  type: 'json',
  slots: [],
  list: 'never',
  operators: ['empty'],
  control: 'none',
  structured: true,
  atRunTime: false,
}
