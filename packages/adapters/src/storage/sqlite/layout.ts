import type { Model } from '@kith/core/storage'
import { CUSTOM_SLOTS, storedColumns, type TableLayout, TENANT, tableColumns, tableLayout } from '../sql/layout.ts'
import { quote } from '../sql/sql.ts'
import { type Index, indexesOf } from './indexes.ts'
import { rankSql } from './rank.ts'
import { RecordReader } from './record-reader.ts'

/** The table of an object with its search index. */
export interface ObjectLayout extends TableLayout {
  /** Quoted name of the search index. */
  readonly search: string
  /** Quoted name of the table of what its records are ranked by. */
  readonly ranks: string
  /** SQL that every read and write of a record uses: made once, because the tables are wide. */
  readonly insertSql: string
  readonly updateSql: string
  readonly versionSql: string
  /** Reads the row, the {@link TableLayout.indexedLists} in their order, and the slots of run-time fields. */
  readonly knownSql: string
  readonly insertSearchSql: string
  readonly insertRankSql: string
  /** Whether what a row is found and ranked by is the same as before; no row where it was found by nothing. */
  readonly knownSearchSql: string
  /** All columns that `decodeRow` reads, of a table called `t`. */
  readonly valuesSql: string
  /** Reads records: of those columns the ones that are in use. */
  readonly reader: RecordReader
  readonly indexes: readonly Index[]
}

/** The key of a row, of the store's own. */
export const ROW = '"$row"'

/** Derives the table of an object from the model. */
export function objectLayout(model: Model, object: string): ObjectLayout {
  const layout = tableLayout(model, object)
  return { ...layout, ...recordSql(layout), reader: new RecordReader(layout), indexes: indexesOf(layout) }
}

function recordSql(layout: TableLayout): Omit<ObjectLayout, keyof TableLayout | 'reader' | 'indexes'> {
  const { table } = layout
  const search = quote(`s_${layout.object}`)
  const ranks = quote(`r_${layout.object}`)
  const rank = rankSql('?', '?')
  const names = tableColumns(layout).map(({ name }) => quote(name))
  const marks = names.map(() => ', ?').join('')
  const valuesSql = storedColumns(layout)
    .map((name) => `t.${quote(name)}`)
    .join(', ')
  const known = [ROW, ...layout.indexedLists.map(quote), quote(CUSTOM_SLOTS)]
  const one = `WHERE ${TENANT} = ? AND "id" = ?`
  return {
    search,
    ranks,
    insertSql: `INSERT INTO ${table} (${[TENANT, ...names].join(', ')}) VALUES (?${marks})`,
    updateSql: `UPDATE ${table} SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE ${ROW} = ?`,
    versionSql: `SELECT "version" FROM ${table} ${one}`,
    knownSql: `SELECT ${known.join(', ')} FROM ${table} ${one}`,
    insertSearchSql: `INSERT INTO ${search} (rowid, words) VALUES (?, ?)`,
    // A program of an earlier version, which still has the file open, takes out rows and leaves their ranks.
    insertRankSql: `INSERT OR REPLACE INTO ${ranks} ("row", rank) VALUES (?, ${rank})`,
    knownSearchSql: `SELECT s.words = ? AND r.rank IS ${rank} AS same FROM ${search} s LEFT JOIN ${ranks} r ON r."row" = s.rowid WHERE s.rowid = ?`,
    valuesSql,
  }
}
