import { refuseDefinition } from './check-definition.ts'
import type { Model } from './model.ts'
import { singleSlot } from './slots.ts'
import { systemFields } from './system-fields.ts'
import type { ObjectDefinition, SlotRef } from './types.ts'

/** Fields of one index: more would not make a list shorter. */
const MAX_FIELDS = 5

/** @throws KithError `INVALID_DEFINITION` for what is no single value from code, or not two to five fields */
export function checkIndexes({
  name,
  fields,
  indexes = [],
}: Pick<ObjectDefinition, 'name' | 'fields' | 'indexes'>): void {
  const all = { ...systemFields(name), ...fields }
  indexes.forEach((paths, index) => {
    const at = `/${name}/indexes/${index}`
    if (paths.length < 2 || paths.length > MAX_FIELDS) refuseDefinition(at, `name 2 to ${MAX_FIELDS} fields`)
    paths.forEach((path, part) => {
      if (!singleSlot(all, path)) refuseDefinition(`${at}/${part}`, `"${path}" is no field with one value`)
    })
  })
}

/**
 * The slots of each index that an object declares beside those of single fields.
 *
 * @throws KithError `UNKNOWN_OBJECT`
 */
export function declaredIndexes(model: Model, object: string): readonly (readonly SlotRef[])[] {
  const { name, indexes = [] } = model.object(object)
  const fields = model.fields(name)
  return indexes.map((paths) => paths.flatMap((path) => singleSlot(fields, path) ?? []))
}
