import type { Plan, StoredRecord } from '../index.ts'

/**
 * The records of an object that a plan writes, as they are after it; in the order of the plan, without what the engine
 * adds.
 *
 * @example
 * afterPlan(moveDeal({ deal, pipeline }, { stageId: 'offer' }, context), 'deal')[0].stageId // 'offer'
 */
export function afterPlan<Of extends StoredRecord = StoredRecord>(plan: Plan, object: string): readonly Of[] {
  const records = new Map<string, Readonly<Record<string, unknown>>>()
  for (const write of plan.writes) {
    if (write.object !== object) continue
    if (write.kind === 'create') records.set(write.record.id, write.record)
    else records.set(write.before.id, { ...write.before, ...records.get(write.before.id), ...write.set })
  }
  return [...records.values()].map(withoutNothing) as unknown as readonly Of[]
}

function withoutNothing(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined && value !== null))
}
