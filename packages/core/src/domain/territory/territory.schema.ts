import type { UncheckedFilter } from '../../filter/types.ts'
import { defineObject } from '../../schema/define-object.ts'
import * as f from '../../schema/fields.ts'
import type { RecordOf } from '../../schema/infer.ts'

/** A part of the market that a team or person looks after. */
export const territory = defineObject({
  name: 'territory',
  plural: 'territories',
  label: { en: 'Territory', nb: 'Distrikt' },
  pluralLabel: { en: 'Territories', nb: 'Distrikter' },
  title: 'name',
  fields: {
    name: f.text({ label: { en: 'Name', nb: 'Navn' }, required: true }),
    parentId: f.relation({ to: 'territory', label: { en: 'Part of', nb: 'Del av' } }),
    /** Filter over companies or contacts that lie in it. */
    where: f.json<UncheckedFilter>({ label: { en: 'Condition', nb: 'Betingelse' } }),
    userIds: f.relation({ to: 'user', label: { en: 'People', nb: 'Personer' }, many: true }),
  },
})

/** A record of {@link territory}. */
export type Territory = RecordOf<typeof territory>
