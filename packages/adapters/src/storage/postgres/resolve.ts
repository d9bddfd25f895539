import type { Condition, SlotRef } from '@kith/core/filter'
import { conditionSql, operandOf, type SqlContext } from '../sql/condition.ts'
import type { Operand } from '../sql/dialect.ts'
import { type TableLayout, TENANT } from '../sql/layout.ts'
import { concat, join, type Sql, sql } from '../sql/sql.ts'
import { postgresDialect, type Resolved } from './dialect.ts'
import { coreInside, unsureInside } from './inside.ts'
import { coreMonthDay, unsureMonthDay } from './month-day.ts'
import type { Session } from './session.ts'

type Leaf = Extract<Condition, { op: 'inside' | 'monthDay' }>

/** A leaf whose edge core judges, with where it stands and what the same record must meet besides. */
interface Unsure {
  readonly leaf: Leaf
  readonly object: string
  /** The list whose entries it is about. */
  readonly list?: { readonly field: string; readonly custom?: boolean }
  readonly beside: readonly Condition[]
}

/**
 * Asks core about the few values at the edge of a circle, or of a day in a zone, for which PostgreSQL may count a digit
 * or a change of clocks otherwise.
 */
export async function resolveEdges(
  session: Session,
  context: SqlContext,
  object: string,
  where: Condition,
): Promise<Resolved> {
  const resolved = new Map<Condition, readonly (readonly (string | number)[])[]>()
  for (const unsure of unsureLeaves(where, { object, beside: [] })) {
    const asked = question(unsure, context)
    if (!asked) continue
    const rows = await session.all(asked.text, asked.values)
    const { leaf } = unsure
    const holds = leaf.op === 'inside' ? coreInside(leaf) : coreMonthDay(leaf)
    resolved.set(leaf, rows.filter((row) => holds(row)) as (string | number)[][])
  }
  return resolved
}

function unsureLeaves(condition: Condition, place: Omit<Unsure, 'leaf'>): Unsure[] {
  switch (condition.op) {
    case 'inside':
    case 'monthDay':
      return [{ leaf: condition, ...place }]
    case 'and': {
      const sides = condition.of.map((part) => ({ part, leaves: unsureLeaves(part, place) }))
      const beside = place.list ? [] : sides.filter(({ leaves }) => leaves.length === 0).map(({ part }) => part)
      return sides.flatMap(({ leaves }) =>
        leaves.map((leaf) => (leaf.object === place.object ? { ...leaf, beside: [...leaf.beside, ...beside] } : leaf)),
      )
    }
    case 'or':
      return condition.of.flatMap((part) => unsureLeaves(part, place))
    case 'not':
      return unsureLeaves(condition.of, place)
    case 'someItem':
      return unsureLeaves(condition.of, { ...place, list: condition })
    case 'related':
    case 'someLinked':
      return unsureLeaves(condition.of, { object: condition.to, beside: [] })
    default:
      return []
  }
}

/** Reads the different values at the edge. */
function question({ leaf, object, list, beside }: Unsure, context: SqlContext): Sql | undefined {
  const dialect = postgresDialect()
  const layout = context.layout(object)
  const source = list && entriesOf(layout, list)
  const operand = (ref: SlotRef): Operand =>
    source
      ? { text: dialect.entrySlot('i', ref.slot, ref.kind), values: [], kind: ref.kind, from: { json: true } }
      : operandOf(ref, layout, 't', dialect)
  const slots = leaf.op === 'inside' ? [operand(leaf.latitude), operand(leaf.longitude)] : [operand(leaf.ref)]
  const [first, second] = slots as [Operand, Operand]
  const edge = leaf.op === 'inside' ? unsureInside(first, second, leaf) : unsureMonthDay(first, leaf)
  if (!edge) return undefined
  const from = source ? `, ${dialect.entries(source, 'i')}` : ''
  const guards = beside.map((part) => conditionSql(part, { ...context, dialect }, object))
  return concat([
    sql('SELECT DISTINCT '),
    concat(slots, ', '),
    sql(` FROM ${layout.table} t${from} WHERE `),
    join([sql(`t.${TENANT} = ?`, context.tenant), ...guards, edge], 'and'),
  ])
}

function entriesOf(layout: TableLayout, { field, custom }: NonNullable<Unsure['list']>) {
  if (custom) return { alias: 't', custom: field }
  const known = layout.fields.get(field)
  return { json: `t."${known?.items === undefined ? field : `${field}$items`}"` }
}
