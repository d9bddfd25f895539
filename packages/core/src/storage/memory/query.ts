import { compileCondition, type Lookup } from '../../filter/compile.ts'
import { isAfter } from '../../filter/sort.ts'
import type { Query } from '../../ports/storage.ts'
import type { StoredRecord } from '../../schema/record.ts'
import { firstIndex, type MemoryTable } from './table.ts'

/** A page of a table: walks the kept order from where the last page ended. Best matches are sorted out of all. */
export function findRecords(table: MemoryTable, query: Query, lookup: Lookup): StoredRecord[] {
  const { after, search = [] } = query
  if (!query.ranked || after || search.every((word) => word === '')) return pageOf(table, query, lookup)
  return pageOf(table, { ...query, limit: table.size }, lookup)
    .map((record) => ({ record, rank: table.rank(record.id, search) }))
    .sort((left, right) => left.rank[0] - right.rank[0] || left.rank[1] - right.rank[1])
    .slice(0, query.limit)
    .map(({ record }) => record)
}

function pageOf(table: MemoryTable, query: Query, lookup: Lookup): StoredRecord[] {
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
