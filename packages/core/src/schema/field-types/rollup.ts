import { type FieldTypeData, USUAL } from './field-type.ts'

/** A value that Kith keeps up to date from other records. Everything else comes from the type of its `of`. */
export const rollup: FieldTypeData<'rollup'> = {
  ...USUAL,
  type: 'rollup',
  slots: [],
  list: 'never',
  operators: [],
  control: 'none',
  needs: ['of'],
  atRunTime: false,
  writable: false,
}
