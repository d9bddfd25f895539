import { defineObject } from '../../schema/define-object.ts'
import * as f from '../../schema/fields.ts'
import type { RecordOf } from '../../schema/infer.ts'

/** People who share work. */
export const team = defineObject({
  name: 'team',
  label: { en: 'Team', nb: 'Team' },
  title: 'name',
  list: ['name', 'parentId'],
  fields: {
    name: f.text({ label: { en: 'Name', nb: 'Navn' }, required: true }),
    parentId: f.relation({ to: 'team', label: { en: 'Part of', nb: 'Del av' } }),
    /** How often work was given out in turn: whose turn it is. */
    rotation: f.rollup({ of: 'number', label: { en: 'Given out in turn', nb: 'Fordelt etter tur' } }),
  },
})

/** A record of {@link team}. */
export type Team = RecordOf<typeof team>
