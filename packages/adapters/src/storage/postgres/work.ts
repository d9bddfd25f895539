import type { ObjectLayout } from './layout.ts'
import type { Session } from './session.ts'
import type { PostgresStore } from './store.ts'

/** One batch of one tenant at work, in a transaction. */
export interface Work {
  readonly session: Session
  readonly store: PostgresStore
  readonly tenant: string
  /** Run-time fields that are kept in `field_value`, as {@link lockCustomIndexes} found or made them. */
  indexed?: Set<string>
}

/** Whether a run-time field of an object has its values in `field_value`. */
export function isKept(work: Work, layout: ObjectLayout): (field: string) => boolean {
  return (field) => work.indexed?.has(indexKey(layout.object, field)) === true
}

export function indexKey(object: string, field: string): string {
  return `${object}.${field}`
}
