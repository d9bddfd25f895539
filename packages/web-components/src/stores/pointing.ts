import type { ScreenObject } from '../values/model.ts'

/** An object whose `id` points to records of another one: for learning names of records by their ids alone. */
export const pointing = (to: string): ScreenObject => ({
  name: '',
  plural: '',
  label: '',
  pluralLabel: '',
  title: '',
  can: [],
  fields: { id: { type: 'relation', to, label: '' } },
})
