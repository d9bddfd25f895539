import { compareSlotValues, compileCondition, type Lookup } from '../../filter/compile.ts'
import type { SlotRef } from '../../filter/types.ts'
import type { AggregateQuery, AggregateRow } from '../../ports/storage.ts'
import type { StoredRecord } from '../../schema/record.ts'
import { readSlot } from '../../schema/slots.ts'
import type { SlotValue } from '../../schema/types.ts'
import { safeSum } from '../refusals.ts'

type Measure = AggregateQuery['measures'][number]

/** Groups and adds up the records that match. */
export function aggregateRecords(
  records: Iterable<StoredRecord>,
  query: AggregateQuery,
  lookup: Lookup,
): AggregateRow[] {
  const matches = compileCondition(query.where)
  const groups = new Map<string, { readonly keys: AggregateRow['keys']; readonly records: StoredRecord[] }>()
  if (query.groupBy.length === 0) groups.set('[]', { keys: [], records: [] })
  for (const record of records) {
    if (!matches(record, lookup)) continue
    const keys = query.groupBy.map((ref) => readSlot(record, ref))
    const name = JSON.stringify(keys)
    const group = groups.get(name) ?? { keys, records: [] }
    groups.set(name, group)
    group.records.push(record)
  }
  return [...groups.values()].slice(0, query.limit).map((group) => ({
    keys: group.keys,
    values: query.measures.map((measure) => measured(measure, group.records)),
  }))
}

function measured(measure: Measure, records: readonly StoredRecord[]): SlotValue | undefined {
  if (measure.fn === 'count') return records.length
  const { fn, ref } = measure
  const values = records.map((record) => readSlot(record, ref)).filter((value) => value !== undefined)
  if (fn === 'sum') return ref.kind === 'real' ? sumReals(values as number[]) : sumIntegers(values as number[], ref)
  const wins = fn === 'min' ? -1 : 1
  return values.reduce<SlotValue | undefined>(
    (best, value) => (best === undefined || compareSlotValues(value, best) * wins > 0 ? value : best),
    undefined,
  )
}

/** Exact, or refused: a sum that is a little wrong is worse than none. */
function sumIntegers(values: readonly number[], ref: SlotRef): number {
  const sum = values.reduce((total, value) => total + BigInt(value), 0n)
  return safeSum(sum, ref.field)
}

/** Neumaier's compensated sum: the same to the last digits in any order, as SQLite and PostgreSQL add. */
function sumReals(values: readonly number[]): number {
  let [sum, lost] = [0, 0]
  for (const value of values) {
    const next = sum + value
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum
    sum = next
  }
  return Number.isFinite(lost) ? sum + lost : sum
}
