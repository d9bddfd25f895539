import { defineObject } from '../../schema/define-object.ts'
import * as f from '../../schema/fields.ts'
import type { RecordOf } from '../../schema/infer.ts'

/** A word that records are marked with. */
export const tag = defineObject({
  name: 'tag',
  label: { en: 'Tag', nb: 'Merkelapp' },
  pluralLabel: { en: 'Tags', nb: 'Merkelapper' },
  title: 'name',
  fields: {
    name: f.text({ label: { en: 'Name', nb: 'Navn' }, required: true, unique: true, maxLength: 60 }),
    /** A CSS colour name of the theme: `red`, `teal`… */
    colour: f.text({ label: { en: 'Colour', nb: 'Farge' }, maxLength: 30, searchable: false }),
  },
})

/** A record of {@link tag}. */
export type Tag = RecordOf<typeof tag>
