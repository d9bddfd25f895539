import type { Batch } from '../ports/storage.ts'
import { derivedFrom } from '../schema/derive.ts'
import type { Model } from '../schema/model.ts'
import type { StoredRecord } from '../schema/record.ts'
import { addDuration } from '../shared/time.ts'

/** A record as it was and as it will be; undefined: it is not there. */
export interface FileHolder {
  readonly object: string
  readonly before: StoredRecord | undefined
  readonly after: StoredRecord | undefined
}

/** Counts how many values of records name a file, so that one that nobody names can be swept. */
export function fileUses({ object, before, after }: FileHolder, model: Model): NonNullable<Batch['add']> {
  const [had, has] = [filesOf(object, before, model), filesOf(object, after, model)]
  const uses = (ids: readonly string[], by: number) => ids.map((id) => ({ object: 'file', id, field: 'uses', by }))
  const added = has.filter((id) => !had.includes(id))
  const gone = had.filter((id) => !has.includes(id))
  return [...uses(added, 1), ...uses(gone, -1)]
}

/** A day after its upload, or after a record let go of it, a file that no record names is removed. */
export function sweepJob(id: string, now: string, zone: string) {
  return { kind: 'sweepFile', key: id, dueAt: addDuration(now, { days: 1 }, zone), payload: { id } }
}

/** File ids in the file fields of a record; for a submission those among its answers. */
function filesOf(object: string, record: StoredRecord | undefined, model: Model): readonly string[] {
  if (!record) return []
  const values = object === 'submission' ? ((record['values'] ?? {}) as Readonly<Record<string, unknown>>) : record
  const ids = fileFields(
    object === 'submission' ? { ...model.fields('contact'), ...model.fields('lead') } : model.fields(object),
  )
  return ids.flatMap((id) => (values[id] ?? []) as string | readonly string[])
}

const fileFields = derivedFrom((fields) => Object.keys(fields).filter((id) => fields[id]?.type === 'file'))
