import type { Actor } from '../../domain/types.ts'
import type { StoredRecord } from '../../schema/record.ts'

/** One change as the log has it; what a simulation needs of it. */
export interface RecordedChange {
  readonly at: string
  readonly actor: Actor
  /** Operation that caused it: `moveDeal`, `rule`. */
  readonly cause: string
  readonly correlation: string
  readonly source?: Readonly<Record<string, string | number>>
  readonly object: string
  readonly id: string
  /** null: the record was made. Otherwise the fields that changed, as they were. */
  readonly before: Readonly<Record<string, unknown>> | null
  /** null: the record was removed for good. Otherwise the fields that changed, as they became; null empties one. */
  readonly after: Readonly<Record<string, unknown>> | null
  /** The content is gone with the person that it was about. */
  readonly erased?: boolean
}

/** Records by object. */
export type Records = Readonly<Record<string, readonly StoredRecord[]>>

/** A record after a change; undefined where it is gone, or where the change fits no known record. */
export function afterChange(record: StoredRecord | undefined, change: RecordedChange): StoredRecord | undefined {
  if (change.erased) return record
  if (change.after === null) return undefined
  if (!record && change.before !== null) return undefined
  const { kind, id: by } = change.actor
  const values = { ...record, ...change.after, id: change.id }
  const stamps = { version: (record?.version ?? 0) + 1, updatedAt: change.at, updatedBy: `${kind}:${by}` }
  const kept = Object.entries(values).filter(([, value]) => value !== null && value !== undefined)
  return { ...Object.fromEntries(kept), ...stamps } as unknown as StoredRecord
}

/**
 * The state that a recorded history leads to from a checkpoint: the same as is stored. Roll-ups that were added to
 * without being read (turns of a team, sums of a contact) do not stand in the log and stay as in the checkpoint; what was
 * erased cannot come back.
 *
 * @param changes All changes after the checkpoint, in the order of the log
 * @example
 * replay(changes, { lead: leadsAtMidnight }).lead // the leads as they are now
 */
export function replay(changes: readonly RecordedChange[], checkpoint: Records = {}): Records {
  const state = new Map<string, Map<string, StoredRecord>>()
  for (const [object, records] of Object.entries(checkpoint))
    state.set(object, new Map(records.map((record) => [record.id, record])))
  for (const change of changes) {
    const records = state.get(change.object) ?? new Map<string, StoredRecord>()
    state.set(change.object, records)
    const after = afterChange(records.get(change.id), change)
    if (after) records.set(change.id, after)
    else records.delete(change.id)
  }
  return Object.fromEntries([...state].map(([object, records]) => [object, [...records.values()]]))
}

/** Changes of one commit after those of another, in order. */
export function* commitsOf(changes: readonly RecordedChange[]): Generator<readonly RecordedChange[]> {
  for (let at = 0, end = 0; at < changes.length; at = end) {
    const first = changes[at] as RecordedChange
    for (end = at + 1; end < changes.length && isSameCommit(first, changes[end] as RecordedChange); end++);
    yield changes.slice(at, end)
  }
}

function isSameCommit(left: RecordedChange, right: RecordedChange): boolean {
  return (
    left.at === right.at &&
    left.cause === right.cause &&
    left.correlation === right.correlation &&
    left.actor.id === right.actor.id
  )
}
