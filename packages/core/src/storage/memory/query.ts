import { compileCondition, type Lookup } from '../../filter/compile.ts'
import { isAfter } from '../../filter/sort.ts'
import type { SortKey } from '../../filter/types.ts'
import type { Keyset, Query } from '../../ports/storage.ts'
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
  const { after, sort, where, search = [] } = query
  const listed = table.listed(sort, where)
  const order = listed ?? table.ordered(sort)
  const start = after ? placeBehind(order, after, sort) : 0
  if (listed && search.length === 0) return listed.slice(start, start + query.limit)
  const matches = compileCondition(where)
  const found: StoredRecord[] = []
  for (let index = start; index < order.length && found.length < query.limit; index++) {
    const record = order[index] as StoredRecord
    if (table.hasWords(record.id, search) && matches(record, lookup)) found.push(record)
  }
  return found
}

function placeBehind(order: readonly StoredRecord[], after: Keyset, sort: SortKey): number {
  return firstIndex(order, (record) => isAfter(record, after, sort))
}
