import { derivedFrom } from '../schema/derive.ts'
import type { Model } from '../schema/model.ts'
import type { StoredRecord } from '../schema/record.ts'

/** Reads a record that the same commit writes, or that is stored. */
export type ReadRecord = (object: string, id: string) => Promise<StoredRecord | undefined>

/**
 * The materialised keys that decide who may reach a record: its owner, its team, and those of the records that it
 * belongs to (relations with `inheritsAccess`).
 */
export async function accessKeys(
  model: Model,
  object: string,
  record: StoredRecord,
  read: ReadRecord,
): Promise<readonly string[]> {
  const keys = new Set<string>()
  if (typeof record['ownerId'] === 'string') keys.add(`u:${record['ownerId']}`)
  if (typeof record['teamId'] === 'string') keys.add(`t:${record['teamId']}`)
  for (const [id, to] of parentFields(model.fields(object))) {
    if (typeof record[id] !== 'string') continue
    const parent = await read(to, record[id])
    for (const key of (parent?.['access'] as readonly string[] | undefined) ?? []) keys.add(key)
  }
  return [...keys].sort()
}

/** Relations whose record's keys are taken over, and to which object they point. */
const parentFields = derivedFrom((fields) =>
  Object.entries(fields).flatMap(([id, { to, inheritsAccess }]): [string, string][] =>
    inheritsAccess && to !== undefined ? [[id, to]] : [],
  ),
)

/** Relations through which records of other objects take over the keys of `object`. */
export function heirsOf(model: Model, object: string): readonly { readonly object: string; readonly field: string }[] {
  const heirs: { object: string; field: string }[] = []
  for (const definition of model.objects.values())
    for (const [id, field] of Object.entries(definition.fields))
      if (field.inheritsAccess && field.to === object) heirs.push({ object: definition.name, field: id })
  return heirs
}
