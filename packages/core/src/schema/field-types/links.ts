import { QUANTIFIED } from '../operators.ts'
import { type FieldTypeData, USUAL } from './field-type.ts'

/** Records joined by `link` records. Nothing is stored in the field itself. */
export const links: FieldTypeData<'links'> = {
  ...USUAL,
  type: 'links',
  slots: [],
  list: 'never',
  operators: QUANTIFIED,
  control: 'none',
  needs: ['to'],
  atRunTime: false,
  writable: false,
}
