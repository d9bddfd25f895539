import { defineObject } from '../../schema/define-object.ts'
import * as f from '../../schema/fields.ts'
import type { RecordOf } from '../../schema/infer.ts'

/** Joins two records of any objects, in a role: who takes part in a deal, which file belongs to what, who sent whom. */
export const link = defineObject({
  name: 'link',
  label: { en: 'Link', nb: 'Kobling' },
  pluralLabel: { en: 'Links', nb: 'Koblinger' },
  title: 'role',
  list: ['role', 'fromObject', 'fromId', 'toObject', 'toId'],
  fields: {
    fromObject: f.text({ label: { en: 'From object', nb: 'Fra objekt' }, required: true, searchable: false }),
    fromId: f.text({ label: { en: 'From', nb: 'Fra' }, required: true, indexed: true, searchable: false }),
    toObject: f.text({ label: { en: 'To object', nb: 'Til objekt' }, required: true, searchable: false }),
    toId: f.text({ label: { en: 'To', nb: 'Til' }, required: true, indexed: true, searchable: false }),
    role: f.text({ label: { en: 'Role', nb: 'Rolle' }, indexed: true, searchable: false }),
  },
})

/** A record of {@link link}. */
export type Link = RecordOf<typeof link>
