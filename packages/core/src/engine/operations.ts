import type { OperationContext, Plan } from '../domain/types.ts'
import { checkFilter } from '../filter/check.ts'
import { checkSort } from '../filter/sort.ts'
import type { UncheckedFilter } from '../filter/types.ts'
import type { WriteOptions } from '../ports/crm-api.ts'
import type { StoredRecord } from '../schema/record.ts'
import type { Planned, RecordPointer } from './committer.ts'
import { type Session, show, write } from './session.ts'

/** A call of one operation. */
export interface OperationCall {
  readonly cause: string
  readonly args: unknown
  readonly options: WriteOptions
  /** See `CommitRequest.source`. */
  readonly source?: Readonly<Record<string, string | number>>
  /** See `CommitRequest.planAgain`. */
  readonly planAgain?: boolean
  /** See `WriteRequest.ownerless`. */
  readonly ownerless?: boolean
  /** See `CommitRequest.planAgainOn`. */
  readonly planAgainOn?: readonly string[]
  /** Reads what the operation needs and plans. */
  readonly plan: (context: OperationContext) => Promise<Plan>
  /** The record that is the answer where the plan makes none of its object: the one that the call is about. */
  readonly about: { readonly object: string; readonly id?: string }
}

/** Carries out an operation whose answer is one record. */
export async function runOperation(session: Session, call: OperationCall): Promise<StoredRecord> {
  const { object, id } = call.about
  const { records } = await write(session, {
    ...call,
    plan: async (context): Promise<Planned> => {
      const plan = await call.plan(context)
      return { plan, result: { record: id === undefined ? madeBy(plan, object) : { object, id } } }
    },
  })
  return show(session, object, records['record'])
}

/** The first record of an object that a plan makes or changes. */
export function madeBy(plan: Plan, object: string): RecordPointer | undefined {
  for (const write of plan.writes) {
    if (write.object !== object) continue
    return { object, id: write.kind === 'create' ? write.record.id : write.before.id }
  }
  return undefined
}

/** Reads a record without asking whether the caller may see it: what an operation itself needs to know. */
export async function load<Of = StoredRecord>(session: Session, object: string, id: unknown): Promise<Of | undefined> {
  if (typeof id !== 'string') return undefined
  const [record] = await session.engine.storage.get({ tenant: session.state.tenant }, object, [id])
  return record && record['deletedAt'] === undefined ? (record as Of) : undefined
}

/** Records of one object that a filter selects, read for an operation: at most 500. */
export async function loadAll<Of = StoredRecord>(
  session: Session,
  object: string,
  filter: UncheckedFilter,
): Promise<readonly Of[]> {
  const { model, tenant } = session.state
  const open = { and: [filter, { deletedAt: { empty: true } }] }
  const where = checkFilter(model, object, open, session.reads.filter)
  const found = await session.engine.storage.find({ tenant }, object, {
    where,
    sort: checkSort(model, object, 'createdAt'),
    limit: 500,
  })
  return found as unknown as readonly Of[]
}
