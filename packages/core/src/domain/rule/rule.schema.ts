import type { Rule } from '../../rules/types.ts'
import { defineObject } from '../../schema/define-object.ts'
import * as f from '../../schema/fields.ts'
import type { RecordOf } from '../../schema/infer.ts'

/** A rule that an administrator wrote. Its version is that of the record, so every change of it stands in the log. */
export const rule = defineObject({
  name: 'rule',
  label: { en: 'Rule', nb: 'Regel' },
  pluralLabel: { en: 'Rules', nb: 'Regler' },
  title: 'name',
  list: ['name', 'object', 'active', 'updatedAt'],
  operationsOnly: true,
  fields: {
    name: f.text({ label: { en: 'Name', nb: 'Navn' }, required: true }),
    /** Object whose records it looks at. */
    object: f.text({ label: { en: 'Looks at', nb: 'Ser på' }, indexed: true, searchable: false }),
    active: f.boolean({ label: { en: 'Switched on', nb: 'Slått på' }, indexed: true }),
    /** A {@link Rule} without id and version. */
    definition: f.json<Omit<Rule, 'id' | 'version' | 'active'>>({
      label: { en: 'Definition', nb: 'Definisjon' },
      required: true,
    }),
  },
})

/** A record of {@link rule}. */
export type RuleRecord = RecordOf<typeof rule>
