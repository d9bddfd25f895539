import type { Condition } from '@kith/core/filter'
import {
  type AggregateQuery,
  type ColumnType,
  fromTotals,
  type KeptTotals,
  keptTotals,
  type Model,
  type SlotValue,
  safeSum,
} from '@kith/core/storage'
import { conditionSql, type SqlContext, slotColumn } from './condition.ts'
import { type FieldLayout, type TableLayout, TENANT, tableColumns } from './layout.ts'
import { join, quote, type Sql, sql } from './sql.ts'

/** The table of kept totals of an object: a row for each combination of keys, with how many records have it and their sums. */
export interface TotalsLayout {
  readonly kept: KeptTotals
  /** Quoted name. */
  readonly table: string
  /** Key columns, as in the table of records: the access keys first. */
  readonly keys: readonly { readonly name: string; readonly type: ColumnType | 'JSON' }[]
  /** Columns of the table of records that are added up, each in two columns: see {@link halvesOf}. */
  readonly sums: readonly string[]
  /** What conditions over keys are compiled against. */
  readonly conditions: TableLayout
}

/** Column of how many records there are. */
export const COUNT = '"$count"'
/** Sums of many safe integers pass 64 bits: the bits above these and those below are added up apart. */
export const LOW_BITS = 32

/** Quoted names of the columns for the upper and the lower part of a sum. */
export const halvesOf = (column: string) => [quote(`${column}$high`), quote(`${column}$low`)]

/** Where totals of an object are kept; undefined where its definition asks for none. */
export function totalsLayout(model: Model, layout: TableLayout): TotalsLayout | undefined {
  const kept = keptTotals(model, layout.object)
  if (!kept) return undefined
  const names = ['access', ...kept.keys.map(({ field, slot }) => slotColumn(field, slot, layout).name)]
  const types = new Map(tableColumns(layout).map(({ name, type }) => [name, type]))
  const table = quote(`t_${layout.object}`)
  const fields = new Map([...layout.fields].flatMap(([id, field]) => keyField(id, field, names)))
  return {
    kept,
    table,
    keys: names.map((name) => ({ name, type: types.get(name) ?? 'TEXT' })),
    sums: kept.sums.map(({ field, slot }) => slotColumn(field, slot, layout).name),
    conditions: { ...layout, table, fields },
  }
}

function keyField(id: string, field: FieldLayout, names: readonly string[]): [string, FieldLayout][] {
  const columns = field.columns.filter(({ name }) => names.includes(name))
  return columns.length > 0 ? [[id, { ...field, columns, indexed: false }]] : []
}

/** A question that totals answer: the condition on their rows, and the columns, those to group by first. */
export interface TotalsQuestion {
  readonly where: Sql
  readonly groupBy: readonly string[]
  /** Two for a sum, one for a count: to be added up. */
  readonly measures: readonly string[]
}

/** How a query is asked of totals, of a table called `t`; undefined where it must be counted. */
export function askTotals(
  totals: TotalsLayout,
  context: SqlContext,
  query: AggregateQuery,
): TotalsQuestion | undefined {
  const condition: Condition | undefined = fromTotals(totals.kept, query)
  if (!condition) return undefined
  const { conditions } = totals
  const where = conditionSql(condition, { ...context, layout: () => conditions }, conditions.object)
  const columnOf = ({ field, slot }: { readonly field: string; readonly slot: string }) =>
    totals.kept.keys.findIndex((key) => key.field === field && key.slot === slot) + 1
  return {
    where: join([sql(`t.${TENANT} = ?`, context.tenant), where], 'and'),
    groupBy: query.groupBy.map((ref) => `t.${quote(totals.keys[columnOf(ref)]?.name ?? '')}`),
    measures: query.measures.flatMap((measure) => {
      if (measure.fn === 'count') return [`t.${COUNT}`]
      const at = totals.kept.sums.findIndex(
        ({ field, slot }) => field === measure.ref.field && slot === measure.ref.slot,
      )
      return halvesOf(totals.sums[at] ?? '').map((half) => `t.${half}`)
    }),
  }
}

/** The measures of a row of sums. @throws KithError `SUM_TOO_LARGE` */
export function measuresOf(sums: readonly bigint[], query: AggregateQuery): readonly SlotValue[] {
  let at = 0
  const next = () => sums[at++] ?? 0n
  return query.measures.map((measure) => {
    if (measure.fn === 'count') return Number(next())
    return safeSum((next() << BigInt(LOW_BITS)) + next(), measure.ref.field)
  })
}
