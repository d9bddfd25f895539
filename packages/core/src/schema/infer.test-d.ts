import { defineObject } from './define-object.ts'
import {
  email,
  file,
  json,
  links,
  money,
  multiSelect,
  number,
  personName,
  relation,
  rollup,
  select,
  text,
} from './fields.ts'
import type { RecordOf } from './infer.ts'
import type { StoredRecord } from './record.ts'
import type { FieldDefinition, ManyItem, Money, ObjectDefinition, PersonName } from './types.ts'

/** Compiles only where two types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const holds = <_Check extends true>(): void => undefined

const contact = defineObject({
  name: 'contact',
  label: 'Contact',
  title: 'name',
  fields: {
    name: personName({ required: true, personal: true }),
    email: email({ many: true, unique: true }),
    work: email(),
    kind: select({ options: ['person', { id: 'bot', label: 'Bot' }], required: true }),
    topics: multiSelect({ options: ['news', 'offers'] }),
    budget: money(),
    age: number({ integer: true }),
    nicknames: text({ many: true }),
    company: relation({ to: 'company', inheritsAccess: true }),
    photos: file({ many: true }),
    deals: links({ to: 'deal' }),
    openDeals: rollup({ of: 'number' }),
    settings: json<{ theme: string }>(),
  },
})
type Contact = RecordOf<typeof contact>

holds<Same<Contact['id'], string>>()
holds<Same<Contact['name'], PersonName>>()
holds<Same<Contact['email'], readonly ManyItem<string>[] | undefined>>()
holds<Same<Contact['work'], string | undefined>>()
holds<Same<Contact['kind'], 'person' | 'bot'>>()
holds<Same<Contact['topics'], readonly ('news' | 'offers')[] | undefined>>()
holds<Same<Contact['budget'], Money | undefined>>()
holds<Same<Contact['age'], number | undefined>>()
holds<Same<Contact['nicknames'], readonly string[] | undefined>>()
holds<Same<Contact['company'], string | undefined>>()
holds<Same<Contact['photos'], readonly string[] | undefined>>()
holds<Same<Contact['openDeals'], number | undefined>>()
holds<Same<Contact['settings'], { theme: string } | undefined>>()
holds<Same<'deals' extends keyof Contact ? true : false, false>>()
holds<Same<(typeof contact)['name'], 'contact'>>()

export const plain: ObjectDefinition = contact
export const field: FieldDefinition = contact.fields.email
export const whole: Contact = { id: '1', version: 1, name: { full: 'Kari' }, kind: 'bot' }
export const stored: StoredRecord = { ...whole }

// @ts-expect-error a required field is missing
export const nameless: Contact = { id: '1', version: 1, kind: 'bot' }
// @ts-expect-error an unknown option
export const robot: Contact = { ...whole, kind: 'robot' }
// @ts-expect-error there is no such type of options
export const flagged = text({ inheritsAccess: true })
// @ts-expect-error the title names a field
export const untitled = defineObject({ name: 'thing', label: 'Thing', title: 'nope', fields: { name: text() } })
