import { compileCondition, type Lookup } from '../../filter/compile.ts'
import { isAfter } from '../../filter/sort.ts'
import type { Query } from '../../ports/storage.ts'
import type { StoredRecord } from '../../schema/record.ts'
import { firstIndex, type MemoryTable } from './table.ts'

/** A page of a table: walks the kept order from where the last page ended. */
export function findRecords(table: MemoryTable, query: Query, lookup: Lookup): StoredRecord[] {
  const { after, sort, search = [] } = query
  const matches = compileCondition(query.where)
  const order = table.ordered(sort)
  const found: StoredRecord[] = []
  let index = after ? firstIndex(order, (record) => isAfter(record, after, sort)) : 0
  for (; index < order.length && found.length < query.limit; index++) {
    const record = order[index] as StoredRecord
    if (table.hasWords(record.id, search) && matches(record, lookup)) found.push(record)
  }
  return found
}
