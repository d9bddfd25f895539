import { checkSort, keysetOf } from '../../filter/sort.ts'
import type { Condition } from '../../filter/types.ts'
import type { Change } from '../../ports/crm-api.ts'
import type { ChangeQuery, Keyset } from '../../ports/storage.ts'
import type { StoredRecord } from '../../schema/record.ts'
import { parseChange } from '../change.ts'
import { createBreather } from '../platform.ts'
import type { Session } from '../session.ts'

const PAGE = 500

/** All records of an object that meet a condition, oldest first, page by page, giving others their turn. */
export async function* eachRecord(
  { engine, state }: Session,
  object: string,
  where: Condition = { op: 'true' },
): AsyncGenerator<StoredRecord> {
  const sort = checkSort(state.model, object, 'createdAt')
  const breathe = createBreather()
  let after: Keyset | undefined
  for (;;) {
    const query = { where, sort, limit: PAGE, ...(after ? { after } : {}) }
    const found = await engine.storage.find({ tenant: state.tenant }, object, query)
    for (const record of found) {
      yield record
      await breathe()
    }
    const last = found.at(-1)
    if (!last || found.length < PAGE) return
    after = keysetOf(last, sort)
  }
}

/** Changes of the log, newest first, page by page, giving others their turn. */
export async function* newestChanges(
  { engine, state }: Session,
  query: Pick<ChangeQuery, 'of' | 'correlation'> = {},
): AsyncGenerator<Change> {
  const breathe = createBreather()
  let after = 0
  for (;;) {
    const found = await engine.storage.changes(
      { tenant: state.tenant },
      { ...query, after, limit: PAGE, reverse: true },
    )
    for (const sealed of found) {
      yield parseChange(sealed)
      await breathe()
    }
    const last = found.at(-1)
    if (!last || found.length < PAGE) return
    after = last.seq
  }
}

/** A record as it was before a change; undefined where the change made it. */
export function beforeChange(record: StoredRecord | undefined, change: Change): StoredRecord | undefined {
  if (change.erased) return record
  if (change.before === null) return undefined
  if (!record && change.after !== null) return undefined
  const values = { ...record, ...change.before, id: change.id, version: Math.max(1, (record?.version ?? 2) - 1) }
  const held = Object.entries(values).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(held) as unknown as StoredRecord
}
