import type { UncheckedFilter } from '../../filter/types.ts'
import { defineObject } from '../../schema/define-object.ts'
import * as f from '../../schema/fields.ts'
import type { RecordOf } from '../../schema/infer.ts'

/** Records that belong together: those that meet a condition, or a list that people keep. */
export const segment = defineObject({
  name: 'segment',
  label: { en: 'Segment', nb: 'Segment' },
  pluralLabel: { en: 'Segments', nb: 'Segmenter' },
  title: 'name',
  list: ['name', 'object'],
  fields: {
    name: f.text({ label: { en: 'Name', nb: 'Navn' }, required: true }),
    /** Name of the object that its records are of. */
    object: f.text({ label: { en: 'Of', nb: 'Av' }, required: true, indexed: true, searchable: false }),
    /** Filter over those records. Absent: a fixed list. */
    where: f.json<UncheckedFilter>({ label: { en: 'Condition', nb: 'Betingelse' } }),
  },
})

/** A record of {@link segment}. */
export type Segment = RecordOf<typeof segment>
