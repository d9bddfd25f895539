import type { StoredRecord } from '../../schema/record.ts'
import { updateIfNeeded } from '../plan.ts'
import type { Write } from '../types.ts'
import type { Activity } from './activity.schema.ts'

/** The records that an activity is about, where they are known: their roll-ups follow it. */
export interface ActivityParents {
  readonly contact?: StoredRecord | undefined
  readonly company?: StoredRecord | undefined
  readonly lead?: StoredRecord | undefined
  readonly deal?: StoredRecord | undefined
}

/** The fields of an activity that roll-ups look at. */
export type CountedActivity = Pick<
  Activity,
  'status' | 'dueAt' | 'doneAt' | 'contactId' | 'companyId' | 'leadId' | 'dealId'
>

const PARENTS = ['contact', 'company', 'lead', 'deal'] as const

/** Writes of `lastActivityAt`: the latest activity that is done. */
export function lastActivity(parents: ActivityParents, doneAt: string): readonly Write[] {
  return PARENTS.flatMap((object) => {
    const record = parents[object]
    const last = record?.['lastActivityAt'] as string | undefined
    return record && (last === undefined || last < doneAt)
      ? updateIfNeeded(object, record, { lastActivityAt: doneAt })
      : []
  })
}

/** Writes of `nextActivityAt`: the earliest due time of the activities that are open. Instants compare by their bytes. */
export function nextActivity(parents: ActivityParents, open: readonly CountedActivity[]): readonly Write[] {
  return PARENTS.flatMap((object) => {
    const record = parents[object]
    if (!record) return []
    const due = open.flatMap((one) => (one[`${object}Id`] === record.id && one.dueAt !== undefined ? [one.dueAt] : []))
    return updateIfNeeded(object, record, { nextActivityAt: due.sort()[0] })
  })
}

/** Writes of `nextActivityAt` where one more activity is open. */
export function oneMoreOpen(parents: ActivityParents, dueAt: string): readonly Write[] {
  return PARENTS.flatMap((object) => {
    const record = parents[object]
    const next = record?.['nextActivityAt'] as string | undefined
    return record && (next === undefined || dueAt < next)
      ? updateIfNeeded(object, record, { nextActivityAt: dueAt })
      : []
  })
}
