import type { Condition, SlotRef } from '@kith/core/filter'
import { globParts } from '@kith/core/shared'
import type { SlotValue } from '@kith/core/storage'
import { conditionSql, slotColumn } from '../sql/condition.ts'
import { isIndexedSlot, TENANT } from '../sql/layout.ts'
import { concat, quote, type Sql, sql } from '../sql/sql.ts'
import { LIMIT } from './connection.ts'
import type { Index } from './indexes.ts'
import type { ObjectLayout } from './layout.ts'
import type { SqliteStore } from './store.ts'

/** In what candidates are looked for, and how many are still a few. */
export interface Search {
  readonly store: SqliteStore
  readonly tenant: string
  readonly few: number
}

type Ids = readonly string[]
type Of<Op extends Condition['op']> = Extract<Condition, { op: Op }>

/**
 * Ids among which all records are that meet a condition and are not in the recycle bin, as the indexes tell; undefined where
 * they are many, or no index knows.
 */
export function candidates(search: Search, object: string, condition: Condition): Ids | undefined {
  switch (condition.op) {
    case 'false':
      return []
    case 'and':
      return fewest(search, object, condition.of)
    case 'or':
      return union(search, object, condition.of)
    case 'compare':
    case 'in':
    case 'glob':
      return byColumn(search, object, condition)
    case 'someItem':
      return byEntry(search, object, condition)
    case 'related':
      return byRelation(search, object, condition)
    case 'someLinked':
      return byLink(search, object, condition)
    default:
      return undefined
  }
}

/** Of conditions that all hold: the one that the fewest meet. */
export function fewest(search: Search, object: string, conditions: readonly Condition[]): Ids | undefined {
  let best: Ids | undefined
  for (const condition of conditions) {
    const found = candidates(best ? { ...search, few: best.length } : search, object, condition)
    if (found && (!best || found.length < best.length)) best = found
    if (best && best.length <= 1) break
  }
  return best
}

function union(search: Search, object: string, conditions: readonly Condition[]): Ids | undefined {
  const all = new Set<string>()
  for (const condition of conditions) {
    const found = candidates(search, object, condition)
    if (!found) return undefined
    for (const id of found) all.add(id)
    if (all.size > search.few) return undefined
  }
  return [...all]
}

/** Reads one id more than a few. */
function read({ store, few }: Search, { text, values }: Sql): Ids | undefined {
  const rows = store.connection.sql(`${text} ${LIMIT}`, 'array').all(...values, few + 1)
  return rows.length > few ? undefined : rows.map((row) => (row as unknown as [string])[0])
}

function byColumn(search: Search, object: string, condition: Of<'compare' | 'in' | 'glob'>): Ids | undefined {
  const { ref } = condition
  if (ref.custom) return byIndexRow(search, object, ref.field, true, condition)
  if (ref.field === 'id') return valuesOf(condition)?.map(String)
  const layout = search.store.layout(object)
  const column = slotColumn(ref.field, ref.slot, layout).name
  const index = layout.indexes.find(
    ({ columns, only }) => only === column || (columns[0] === 'deletedAt' && columns[1] === column),
  )
  const range = condition.op === 'glob' ? prefixRange(column, condition.pattern) : sql('TRUE')
  if (!index || !range) return undefined
  return read(
    search,
    concat(
      [idsFrom(search, layout, index), range, conditionSql(condition, search.store.context(search.tenant), object)],
      ' AND ',
    ),
  )
}

function idsFrom({ tenant }: Search, { table }: ObjectLayout, { name }: Index): Sql {
  return sql(
    `SELECT t."id" FROM ${table} t INDEXED BY ${quote(name)} WHERE t.${TENANT} = ? AND t."deletedAt" IS NULL`,
    tenant,
  )
}

/** Where all texts lie that begin as a pattern does; undefined where it begins with anything. */
function prefixRange(column: string, pattern: string): Sql | undefined {
  const [first] = globParts(pattern)
  if (first === undefined || typeof first === 'string') return undefined
  const end = behind(first.text)
  const from = sql(`t.${quote(column)} >= ?`, first.text)
  return end === undefined ? from : concat([from, sql(`t.${quote(column)} < ?`, end)], ' AND ')
}

/** The first text behind all that begin so, by code points. */
function behind(prefix: string): string | undefined {
  const points = [...prefix]
  while (points.length > 0) {
    const last = (points.pop() as string).codePointAt(0) as number
    if (last < 0x10ffff) return points.join('') + String.fromCodePoint(last === 0xd7ff ? 0xe000 : last + 1)
  }
  return undefined
}

function byEntry(search: Search, object: string, { field, custom = false, of }: Of<'someItem'>): Ids | undefined {
  return of.op === 'compare' || of.op === 'in' ? byIndexRow(search, object, field, custom, of) : undefined
}

/** Records that have one of some values, by the rows of `field_value`. */
function byIndexRow(
  search: Search,
  object: string,
  field: string,
  custom: boolean,
  condition: Of<'compare' | 'in' | 'glob'>,
): Ids | undefined {
  const { store, tenant } = search
  const { slot } = condition.ref
  const indexed = custom
    ? store.customIndexes.has(tenant, object, field)
    : store.layout(object).fields.get(field)?.indexed === true
  const values = valuesOf(condition)
  if (!indexed || !values || !isIndexedSlot(slot)) return undefined
  const [column, unused] =
    typeof values[0] === 'string' ? ['value_text', 'value_num = 0'] : ['value_num', "value_text = ''"]
  const text = `SELECT id FROM field_value WHERE tenant = ? AND object = ? AND field = ? AND slot = ? AND ${unused}
    AND ${column} IN (SELECT value FROM json_each(?))`
  const list = JSON.stringify(values.map((value) => (typeof value === 'boolean' ? Number(value) : value)))
  return read(search, sql(text, tenant, object, field, slot, list))
}

function valuesOf(condition: Of<'compare' | 'in' | 'glob'>): readonly SlotValue[] | undefined {
  if (condition.op === 'in') return condition.values
  return condition.op === 'compare' && condition.cmp === 'eq' ? [condition.value] : undefined
}

/** Records that point to one of a few. */
function byRelation(search: Search, object: string, { field, custom, to, of }: Of<'related'>): Ids | undefined {
  const values = candidates(search, to, of)
  if (!values) return undefined
  const ref: SlotRef = { field, slot: 'value', kind: 'text', type: 'relation', ...(custom ? { custom } : {}) }
  return values.length === 0 ? [] : byColumn(search, object, { op: 'in', ref, values })
}

/** Records that are linked with one of a few, whichever end they are. */
function byLink(search: Search, object: string, { to, of }: Of<'someLinked'>): Ids | undefined {
  const { table, indexes } = search.store.layout('link')
  const ends = indexes.filter(({ name }) => name === 'i_link_from' || name === 'i_link_to')
  const others = ends.length === 2 ? candidates(search, to, of) : undefined
  if (!others) return undefined
  const all: string[] = []
  for (const [near, far] of [
    ['from', 'to'],
    ['to', 'from'],
  ] as const) {
    const text = `SELECT l."${near}Id" FROM ${table} l INDEXED BY "i_link_${far}" WHERE l.${TENANT} = ? AND l."${far}Id" IN (SELECT value FROM json_each(?)) AND l."${far}Object" = ? AND l."${near}Object" = ?`
    const found = read(search, sql(text, search.tenant, JSON.stringify(others), to, object))
    if (!found) return undefined
    all.push(...found)
  }
  return [...new Set(all)]
}
