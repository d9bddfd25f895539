import type { FieldDefinition, ModelDescription, StoredRecord } from '@kith/core'
import { labelText } from '@kith/core/shared'

/** An object as a screen knows it. */
export type ScreenObject = ModelDescription['objects'][number]

/** A field with its id. */
export type ScreenField = FieldDefinition & { readonly id: string }

/** Fields that no screen shows: who may reach a record, and what machines keep. */
const MACHINE: readonly string[] = ['id', 'version', 'access', 'externalIds', 'mergedInto', 'deletedAt']

/** Fields of every record that people look at, but that come last. */
export const SYSTEM: readonly string[] = ['ownerId', 'teamId', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy']

const labels = { en: 'Id', nb: 'Id' }

/** A field by its id; a text with the id as its label where the model has none. */
export const fieldOf = (object: ScreenObject, id: string): ScreenField => {
  const field: FieldDefinition = object.fields[id] ?? { type: 'text', label: id === 'id' ? labels : id }
  return { ...field, id }
}

/** Fields that people may look at: those of the object first, then run-time fields, then owner and dates. */
export function visibleFields(object: ScreenObject): readonly ScreenField[] {
  const all = Object.keys(object.fields).filter((id) => !MACHINE.includes(id) && !object.fields[id]?.retired)
  const own = all.filter((id) => !SYSTEM.includes(id))
  return [...own, ...SYSTEM.filter((id) => all.includes(id))].map((id) => fieldOf(object, id))
}

/** Types that are never typed in by hand. */
const UNWRITABLE: readonly string[] = ['rollup', 'json', 'links', 'file']

/** Fields that a person may write, in the order of the object. */
export const writableFields = (object: ScreenObject): readonly ScreenField[] =>
  visibleFields(object).filter(
    ({ id, type, readOnly }) => !readOnly && !UNWRITABLE.includes(type) && !SYSTEM.includes(id),
  )

/** The columns that a list shows at first. */
export function firstColumns(object: ScreenObject): readonly string[] {
  const wanted = object.list ?? [object.title, ...visibleFields(object).map(({ id }) => id)].slice(0, 6)
  return [...new Set(wanted)].filter((id) => id in object.fields)
}

/** A label in the reader's language. */
export const fieldLabel = ({ id, label }: ScreenField, locale: string): string => labelText(label, locale, id)

/** Ids of the records that these records point to, by object. */
export function pointedTo(
  object: ScreenObject,
  records: readonly StoredRecord[],
  fields: readonly string[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  const add = (to: string, id: unknown) => {
    if (typeof id === 'string') found.set(to, (found.get(to) ?? new Set()).add(id))
  }
  for (const record of records)
    for (const field of fields) {
      const { type, to = '' } = object.fields[field] ?? {}
      const value = record[field]
      if (type === 'relation') for (const id of Array.isArray(value) ? value : [value]) add(to, id)
      else if (field === 'createdBy' || field === 'updatedBy') {
        const [kind, id] = String(value ?? '').split(':')
        if (kind === 'user') add('user', id)
      }
    }
  return found
}
