import type { Model } from '@kith/core/storage'
import { CUSTOM_SLOTS, storedColumns, type TableLayout, TENANT, tableColumns, tableLayout } from '../sql/layout.ts'
import { sha256 } from '../sql/sha256.ts'
import { quote } from '../sql/sql.ts'
import { typeOf } from './values.ts'

/** The table of an object, with the statements that every read and write of a record uses. */
export interface ObjectLayout extends TableLayout {
  /** Names and types of all columns but the tenant, in the order in which {@link ObjectLayout.putSql} takes them. */
  readonly all: readonly StoredColumn[]
  /** Tenant and all columns of one record: made, or written over. */
  readonly putSql: string
  /** The same for many, each column as an array. */
  readonly putManySql: string
  /** Records that must be new: those that are there are left alone. */
  readonly insertManySql: string
  /** Ids and versions of those of these records that are there. The second keeps others from writing them. */
  readonly versionsSql: string
  readonly lockSql: string
  readonly readSql: string
  /** Id, the {@link TableLayout.indexedLists} in their order, the slots of run-time fields. */
  readonly knownSql: string
  /** The columns that `decodeRow` reads, of a table called `t`. */
  readonly valuesSql: string
}

/** A column of the table of an object. */
interface StoredColumn {
  readonly name: string
  readonly type: string
  /** How many of its cells are sent. */
  readonly array: 'text' | 'jsonb' | 'numbers'
}

/** Folded words, each as a lexeme. */
export const WORDS = '"$words"'
/** Words that are too long for a lexeme, as JSON. */
export const LONG_WORDS = '"$long"'

const ARRAYS = { TEXT: 'text', JSON: 'jsonb', INTEGER: 'numbers', REAL: 'numbers' } as const

/** Derives the table of an object from the model. */
export function objectLayout(model: Model, object: string): ObjectLayout {
  const layout = tableLayout(model, object)
  const all = [
    ...tableColumns(layout).map(({ name, type }) => ({ name: quote(name), type: typeOf(type), array: ARRAYS[type] })),
    { name: WORDS, type: 'tsvector', array: 'text' as const },
    { name: LONG_WORDS, type: 'jsonb', array: 'jsonb' as const },
  ]
  return { ...layout, all, ...recordSql(layout, all) }
}

function recordSql(layout: TableLayout, all: ObjectLayout['all']): Omit<ObjectLayout, keyof TableLayout | 'all'> {
  const { table } = layout
  const names = [TENANT, ...all.map(({ name }) => name)]
  const valuesSql = storedColumns(layout)
    .map((name) => `t.${quote(name)}`)
    .join(', ')
  const known = ['"id"', ...layout.indexedLists.map(quote), quote(CUSTOM_SLOTS)]
  const some = `WHERE ${TENANT} = ? AND "id" = ANY(?::text[])`
  const insert = `INSERT INTO ${table} (${names.join(', ')})`
  const over = `ON CONFLICT (${TENANT}, "id") DO UPDATE SET ${all.map(({ name }) => `${name} = excluded.${name}`).join(', ')}`
  const arrays = all.map(({ name, type }) => `?::${arrayType(name, type)}`)
  const rows = `SELECT ?, ${all.map(({ name }, at) => cell(name, `r.c${at}`)).join(', ')} FROM unnest(${arrays.join(', ')}) r(${all.map((_, at) => `c${at}`).join(', ')})`
  return {
    putSql: `${insert} VALUES (?, ${all.map(({ name }) => cell(name, '?')).join(', ')}) ${over}`,
    putManySql: `${insert} ${rows} ${over}`,
    insertManySql: `${insert} ${rows} ON CONFLICT (${TENANT}, "id") DO NOTHING`,
    versionsSql: `SELECT "id", "version" FROM ${table} ${some}`,
    lockSql: `SELECT "id", "version" FROM ${table} ${some} ORDER BY "id"`,
    readSql: `SELECT ${valuesSql} FROM ${table} t ${some}`,
    knownSql: `SELECT ${known.join(', ')} FROM ${table} ${some} ORDER BY "id" FOR NO KEY UPDATE`,
    valuesSql,
  }
}

/** Words come as one text with spaces between them. */
function cell(name: string, value: string): string {
  return name === WORDS ? `array_to_tsvector(string_to_array(${value}, ' '))` : value
}

function arrayType(name: string, type: string): string {
  return name === WORDS ? 'text[]' : `${type.replace(' COLLATE "C"', '')}[]`
}

/** A name that PostgreSQL keeps whole: it cuts at 63 bytes. */
export function shortName(name: string): string {
  if (name.length <= 63) return quote(name)
  return quote(`${name.slice(0, 50)}_${sha256(name).slice(0, 12)}`)
}
