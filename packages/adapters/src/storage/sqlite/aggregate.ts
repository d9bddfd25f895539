import { KithError } from '@kith/core/shared'
import { type AggregateQuery, type AggregateRow, type SlotValue, safeSum } from '@kith/core/storage'
import { slotOf } from './cells.ts'
import { LIMIT } from './connection.ts'
import type { Cell } from './driver.ts'
import { slotSql, whereSql } from './find.ts'
import type { ObjectLayout } from './layout.ts'
import type { SqliteStore } from './store.ts'
import { keptAnswer } from './totals.ts'

type Measure = AggregateQuery['measures'][number]

/** Groups and adds up in SQL, unless kept totals have the answer. Integers come back as bigint, so that a sum is exact or refused. */
export function aggregateRecords(
  store: SqliteStore,
  tenant: string,
  object: string,
  query: AggregateQuery,
): AggregateRow[] {
  return keptAnswer(store, tenant, object, query) ?? countedAnswer(store, tenant, object, query)
}

function countedAnswer(store: SqliteStore, tenant: string, object: string, query: AggregateQuery): AggregateRow[] {
  const layout = store.layout(object)
  const where = whereSql(store, tenant, layout, query)
  const keys = query.groupBy.map((ref) => slotSql(ref, layout).text)
  const columns = [...keys, ...query.measures.map((measure) => measureSql(measure, layout))]
  const grouped = keys.length > 0 ? ` GROUP BY ${keys.map((_, at) => at + 1).join(', ')}` : ''
  const text = `SELECT ${columns.length > 0 ? columns.join(', ') : '1'} FROM ${layout.table} t WHERE ${where.text}${grouped} ${LIMIT}`
  const rows = exactly(query, () =>
    store.connection.sql(text, 'bigint').all(...where.values, query.limit ?? -1),
  ) as unknown as Cell[][]
  return rows.map((row) => ({
    keys: query.groupBy.map((ref, at) => slotOf(row[at], ref.kind)),
    values: query.measures.map((measure, at) => measured(measure, row[keys.length + at])),
  }))
}

function measureSql(measure: Measure, layout: ObjectLayout): string {
  if (measure.fn === 'count') return 'count(*)'
  const slot = slotSql(measure.ref, layout).text
  return measure.fn === 'sum' ? `ifnull(sum(${slot}), 0)` : `${measure.fn}(${slot})`
}

function measured(measure: Measure, cell: Cell | undefined): SlotValue | undefined {
  if (measure.fn === 'count') return Number(cell)
  if (measure.fn === 'sum') return typeof cell === 'bigint' ? safeSum(cell, measure.ref.field) : Number(cell)
  return slotOf(cell, measure.ref.kind)
}

/** Past 64 bits SQLite itself gives up. */
function exactly<Result>(query: AggregateQuery, run: () => Result): Result {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof Error) || error.message !== 'integer overflow') throw error
    const summed = query.measures.find((measure) => measure.fn === 'sum')
    throw new KithError('SUM_TOO_LARGE', { field: summed?.fn === 'sum' ? summed.ref.field : '' }, { cause: error })
  }
}
