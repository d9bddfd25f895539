import type { Condition } from '@kith/core/filter'
import type { Query, SlotValue } from '@kith/core/storage'
import { isIndexedSlot } from '../sql/layout.ts'
import { quote, type Sql, sql } from '../sql/sql.ts'
import { type ObjectLayout, ROW } from './layout.ts'
import { searchMatch } from './search.ts'
import type { SqliteStore } from './store.ts'

/** A way into a table that looks at a few records only. Whatever else is asked is still asked of each. */
export interface WayIn {
  /** What stands behind the table's name: which index must be used. */
  readonly hint: string
  readonly where: Sql
}

/** Up to so many candidates are looked at one by one; with more, a walk in the order of the list fills a page sooner. */
const FEW = 200

/** Values that one indexed slot must have. */
interface Wanted {
  readonly field: string
  readonly custom: boolean
  readonly slot: string
  readonly values: readonly SlotValue[]
}

/**
 * SQLite cannot know how rare a value or word is, and would walk the whole list for a rare one: so the index is asked
 * first, for one more than a few.
 */
export function wayIn(store: SqliteStore, tenant: string, layout: ObjectLayout, query: Query): WayIn | undefined {
  const match = searchMatch(store, tenant, query.search ?? [])
  if (match !== undefined) {
    const text = `SELECT rowid FROM ${layout.search} WHERE ${layout.search} MATCH ? LIMIT ${FEW + 1}`
    const rows = store.connection.sql(text, 'array').all(match).flatMap(Object.values)
    if (rows.length <= FEW) return { hint: ' NOT INDEXED', where: listed(`t.${ROW}`, rows) }
  }
  for (const condition of query.where.op === 'and' ? query.where.of : [query.where]) {
    const wanted = wantedValues(condition)
    const ids = wanted && candidates(store, tenant, layout, wanted)
    if (ids) return { hint: ` INDEXED BY ${quote(`u_${layout.object}`)}`, where: listed('t."id"', ids) }
  }
  return undefined
}

function listed(column: string, values: readonly unknown[]): Sql {
  return sql(`${column} IN (SELECT value FROM json_each(?))`, JSON.stringify(values))
}

function wantedValues(condition: Condition): Wanted | undefined {
  const test = condition.op === 'someItem' ? condition.of : condition
  const values = test.op === 'in' ? test.values : test.op === 'compare' && test.cmp === 'eq' ? [test.value] : undefined
  if (!values || (test.op !== 'in' && test.op !== 'compare')) return undefined
  const { field, custom = false } = condition.op === 'someItem' ? condition : test.ref
  return condition.op === 'someItem' || custom ? { field, custom, slot: test.ref.slot, values } : undefined
}

/** Ids of the records that have one of the values; undefined where they are many or nothing is indexed. */
function candidates(
  store: SqliteStore,
  tenant: string,
  layout: ObjectLayout,
  { field, custom, slot, values }: Wanted,
): readonly unknown[] | undefined {
  const indexed = custom
    ? store.customIndexes.has(tenant, layout.object, field)
    : layout.fields.get(field)?.indexed === true
  if (!indexed || !isIndexedSlot(slot)) return undefined
  const [column, unused] =
    typeof values[0] === 'string' ? ['value_text', 'value_num = 0'] : ['value_num', "value_text = ''"]
  const text = `SELECT id FROM field_value WHERE tenant = ? AND object = ? AND field = ? AND slot = ? AND ${unused}
    AND ${column} IN (SELECT value FROM json_each(?)) LIMIT ${FEW + 1}`
  const list = JSON.stringify(values.map((value) => (typeof value === 'boolean' ? Number(value) : value)))
  const ids = store.connection.sql(text, 'array').all(tenant, layout.object, field, slot, list).flatMap(Object.values)
  return ids.length <= FEW ? ids : undefined
}
