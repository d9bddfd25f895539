import { defineObject } from '../../schema/define-object.ts'
import * as f from '../../schema/fields.ts'
import type { RecordOf } from '../../schema/infer.ts'

/** Somebody who works with the CRM. Signing in is the host's affair. */
export const user = defineObject({
  name: 'user',
  label: { en: 'User', nb: 'Bruker' },
  pluralLabel: { en: 'Users', nb: 'Brukere' },
  title: 'name',
  list: ['name', 'email', 'roles', 'teamIds', 'active'],
  fields: {
    name: f.text({ label: { en: 'Name', nb: 'Navn' }, required: true, personal: { purpose: 'staff' } }),
    email: f.email({ label: { en: 'E-mail', nb: 'E-post' }, unique: true, personal: { purpose: 'staff' } }),
    /** Ids of roles. */
    roles: f.text({ label: { en: 'Roles', nb: 'Roller' }, many: true, searchable: false }),
    teamIds: f.relation({ to: 'team', label: { en: 'Teams', nb: 'Team' }, many: true }),
    /** Who is told, and decides, above this user. */
    managerId: f.relation({ to: 'user', label: { en: 'Manager', nb: 'Leder' } }),
    locale: f.text({ label: { en: 'Language', nb: 'Språk' }, maxLength: 35, searchable: false }),
    zone: f.text({ label: { en: 'Time zone', nb: 'Tidssone' }, maxLength: 64, searchable: false }),
    active: f.boolean({ label: { en: 'Active', nb: 'Aktiv' }, default: true, indexed: true }),
    /** Gets no new work. */
    away: f.boolean({ label: { en: 'Away', nb: 'Borte' } }),
  },
})

/** A record of {@link user}. */
export type User = RecordOf<typeof user>
