import { KithError } from '@kith/core/shared'
import { type AggregateQuery, type AggregateRow, type SlotKind, type SlotValue, safeSum } from '@kith/core/storage'
import type { SqlContext } from '../sql/condition.ts'
import { codeOf } from './errors.ts'
import { contextFor, slotSql, whereSql } from './find.ts'
import type { ObjectLayout } from './layout.ts'
import type { Session } from './session.ts'
import type { PostgresStore } from './store.ts'
import { keptAnswer } from './totals.ts'

type Measure = AggregateQuery['measures'][number]

const OUT_OF_RANGE = '22003'

/** Groups and adds up in SQL, unless kept totals have the answer. Sums of whole numbers come as text, so that they are exact or refused. */
export async function aggregateRecords(
  store: PostgresStore,
  session: Session,
  tenant: string,
  object: string,
  query: AggregateQuery,
): Promise<AggregateRow[]> {
  const layout = store.layout(object)
  const context = await contextFor(store, session, tenant, object, query.where)
  const kept = await keptAnswer(session, store.totals(object), context, query)
  if (kept) return kept
  const where = whereSql(context, layout, query)
  const keys = query.groupBy.map((ref) => slotSql(ref, layout, context).text)
  const columns = [...keys, ...query.measures.map((measure) => measureSql(measure, layout, context))]
  const grouped = keys.length > 0 ? ` GROUP BY ${keys.map((_, at) => at + 1).join(', ')}` : ''
  const text = `SELECT ${columns.length > 0 ? columns.join(', ') : '1'} FROM ${layout.table} t WHERE ${where.text}${grouped} LIMIT ?`
  const rows = await inRange(query, () => session.all(text, [...where.values, query.limit ?? null]))
  return rows.map((row) => ({
    keys: query.groupBy.map((ref, at) => slotOf(row[at], ref.kind)),
    values: query.measures.map((measure, at) => measured(measure, row[keys.length + at])),
  }))
}

function measureSql(measure: Measure, layout: ObjectLayout, context: SqlContext): string {
  if (measure.fn === 'count') return 'count(*)'
  const slot = slotSql(measure.ref, layout, context).text
  if (measure.fn !== 'sum') return `${measure.fn}(${slot})`
  const exact = measure.ref.kind === 'integer' && measure.ref.custom ? `${slot}::numeric` : slot
  return `coalesce(sum(${exact}), 0)`
}

/** Sums of whole numbers are `numeric`, which comes as text. */
function measured(measure: Measure, cell: unknown): SlotValue | undefined {
  if (measure.fn === 'count') return Number(cell)
  if (measure.fn === 'sum') return typeof cell === 'string' ? safeSum(BigInt(cell), measure.ref.field) : Number(cell)
  return slotOf(cell, measure.ref.kind)
}

function slotOf(cell: unknown, kind: SlotKind): SlotValue | undefined {
  if (cell === null || cell === undefined) return undefined
  if (kind === 'text') return cell as string
  return kind === 'boolean' ? Number(cell) === 1 : Number(cell)
}

async function inRange<Result>(query: AggregateQuery, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run()
  } catch (error) {
    if (codeOf(error) !== OUT_OF_RANGE) throw error
    const summed = query.measures.find((measure) => measure.fn === 'sum')
    throw new KithError('SUM_TOO_LARGE', { field: summed?.fn === 'sum' ? summed.ref.field : '' }, { cause: error })
  }
}
