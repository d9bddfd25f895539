import type { Condition } from '@kith/core/filter'
import type { Query } from '@kith/core/storage'
import { slotColumn } from '../sql/condition.ts'
import { quote, type Sql, sql } from '../sql/sql.ts'
import { fewest, type Search } from './candidates.ts'
import { LIMIT } from './connection.ts'
import { type Index, uniqueIndex } from './indexes.ts'
import { type ObjectLayout, ROW } from './layout.ts'
import { searchMatch } from './search.ts'
import type { SqliteStore } from './store.ts'

/** An index that is in the order of a list. */
export interface Walk {
  /** What stands behind the table's name. */
  readonly hint: string
  /** Conditions that its equal columns answer. */
  readonly used: readonly Condition[]
  /** Whether its equal columns are all that is asked: a walk finds only what is wanted. */
  readonly exact: boolean
}

/** A few records among which all are that are wanted. Whatever is asked is still asked of each. */
export interface Few {
  readonly hint: string
  readonly where: Sql
  /** The few are all that the words find: they need not be asked for again. */
  readonly searched: boolean
}

/** Of so many candidates each is looked at; with more, a walk in the order of the list fills a page sooner. */
const FEW = { least: 200, most: 2_000 }

/**
 * The index to walk along: in the order of the list, behind the most columns that have one value. SQLite itself would take one
 * for a single value and sort all that it finds.
 */
export function walkFor(layout: ObjectLayout, { sort, where, search }: Query): Walk | undefined {
  const conditions = partsOf(where)
  if (sort.ref.custom || sort.ref.field === 'id' || !conditions.some(isThere)) return undefined
  const columnOf = (one: Condition) =>
    one.op === 'compare' && one.cmp === 'eq' && !one.ref.custom
      ? slotColumn(one.ref.field, one.ref.slot, layout).name
      : isThere(one)
        ? 'deletedAt'
        : undefined
  const fixed = new Set(conditions.map(columnOf))
  const sorted = slotColumn(sort.ref.field, sort.ref.slot, layout).name
  const fits = layout.indexes.filter(({ columns }) => {
    const at = columns.indexOf(sorted)
    return at > 0 && columns[at + 1] === 'id' && columns.slice(0, at).every((column) => fixed.has(column))
  })
  const [index] = fits.toSorted((left, right) => right.columns.length - left.columns.length)
  if (!index) return undefined
  const equal = new Set<string | undefined>(index.columns.slice(0, -2))
  const used = conditions.filter((one) => equal.has(columnOf(one)))
  return {
    hint: hinted(index),
    used,
    exact: !search?.length && conditions.every((one) => one.op === 'true' || used.includes(one)),
  }
}

/** Asks the indexes, for one more than a few: SQLite does not know how rare a value or a word is. */
export function fewRecords(store: SqliteStore, tenant: string, layout: ObjectLayout, query: Query): Few | undefined {
  const search: Search = { store, tenant, few: fewFor(store, layout, query.limit) }
  const rows = searchedRows(search, layout, query)
  if (rows) return { hint: ' NOT INDEXED', where: listed(`t.${ROW}`, rows), searched: true }
  const conditions = partsOf(query.where)
  // Indexes of lists know only what is not in the recycle bin.
  const asked = conditions.some(isThere) ? conditions : conditions.filter(isAsideFromBin)
  const ids = fewest(search, layout.object, asked)
  return ids && { hint: hinted(uniqueIndex(layout)), where: listed('t."id"', ids), searched: false }
}

function searchedRows({ store, tenant, few }: Search, layout: ObjectLayout, query: Query): unknown[] | undefined {
  const match = searchMatch(store, tenant, layout, query.search ?? [])
  if (match === undefined) return undefined
  const { search } = layout
  const text = `SELECT rowid FROM ${search} WHERE ${search} MATCH ? ${LIMIT}`
  const rows = store.connection.sql(text, 'array').all(match, few + 1)
  return rows.length > few ? undefined : rows.flatMap(Object.values)
}

const hinted = ({ name }: Index) => ` INDEXED BY ${quote(name)}`

/** All that must hold, side by side. */
export function partsOf(where: Condition): readonly Condition[] {
  return where.op === 'and' ? where.of.flatMap(partsOf) : [where]
}

/** Whether a condition asks that a record is not in the recycle bin. */
export function isThere(condition: Condition): boolean {
  return condition.op === 'empty' && condition.field === 'deletedAt' && !condition.custom
}

function isAsideFromBin(condition: Condition): boolean {
  if (condition.op === 'someItem') return true
  return (
    (condition.op === 'in' || condition.op === 'compare') &&
    (condition.ref.field === 'id' || condition.ref.custom === true)
  )
}

/** By the square root of how many there are: so looking at each costs what walking past the others does. */
function fewFor(store: SqliteStore, { table }: ObjectLayout, limit: number): number {
  const row = store.connection.sql(`SELECT max(${ROW}) AS rows FROM ${table}`).get()
  const few = Math.floor(Math.sqrt(limit * Number(row?.['rows'] ?? 0)) / 2)
  return Math.max(FEW.least, Math.min(FEW.most, few))
}

function listed(column: string, values: readonly unknown[]): Sql {
  return sql(`${column} IN (SELECT value FROM json_each(?))`, JSON.stringify(values))
}
