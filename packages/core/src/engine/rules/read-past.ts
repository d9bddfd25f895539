import type { Change } from '../../ports/crm-api.ts'
import type { StoredRecord } from '../../schema/record.ts'
import type { Session } from '../session.ts'
import { beforeChange, eachRecord, newestChanges } from './pages.ts'
import { requireGoingOn, type Tell } from './turns.ts'
import { ruleBehind } from './why.ts'

const MOST_CHANGES = 500_000

/** What a simulation starts from, and what people did after that. */
export interface Past {
  readonly start: Readonly<Record<string, readonly StoredRecord[]>>
  readonly changes: readonly Change[]
  readonly complete: boolean
}

interface PastQuery {
  readonly from: string
  readonly to: string
  /** Rules whose own changes are left out: what they would do takes their place. */
  readonly own: ReadonlySet<string>
  readonly signal: AbortSignal | undefined
  readonly tell: Tell
}

/** All records as they were at an instant, from those of now and the log, and what happened between then and another. */
export async function readPast(session: Session, { from, to, own, signal, tell }: PastQuery): Promise<Past> {
  const tables = new Map<string, Map<string, StoredRecord>>()
  const { storage } = session.engine
  const head = await storage.head({ tenant: session.state.tenant })
  const objects = [...session.state.model.objects.keys()]
  for (const [at, object] of objects.entries()) {
    tell(at / objects.length / 2)
    const table = new Map<string, StoredRecord>()
    tables.set(object, table)
    for await (const record of eachRecord(session, object)) {
      requireGoingOn(signal)
      table.set(record.id, record)
    }
  }
  const changes: Change[] = []
  let looked = 0
  for await (const change of newestChanges(session)) {
    requireGoingOn(signal)
    if (++looked > MOST_CHANGES || (!change.erased && change.at < from)) break
    tell(0.5 + looked / Math.max(2 * head, 1))
    // What was written while the records were read is in some of them: it is rolled back where it is.
    const table = tables.get(change.object)
    const before = table && beforeChange(table.get(change.id), change)
    if (before) table.set(change.id, before)
    else table?.delete(change.id)
    const isOwn = change.actor.kind === 'rule' && own.has(ruleBehind(change)?.id ?? '')
    if (!isOwn && !change.erased && change.at <= to && change.seq <= head) changes.push(change)
  }
  const start = Object.fromEntries([...tables].map(([object, table]) => [object, [...table.values()]]))
  return { start, changes: changes.reverse(), complete: looked <= MOST_CHANGES }
}
