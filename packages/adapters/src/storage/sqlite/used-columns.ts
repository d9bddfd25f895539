import type { StoredRecord } from '@kith/core/storage'
import { decodeRow, storedColumns, type TableLayout, TENANT } from '../sql/layout.ts'
import { quote } from '../sql/sql.ts'
import type { Cell } from './driver.ts'

/** What is fetched of a row: the cells that `decodeRow` takes, and a sign behind them. */
export interface Fetched extends Pick<TableLayout, 'values' | 'readAs'> {
  /** SQL, of a table called `t`. */
  readonly columns: string
  /** The statement for one record, by tenant and id. */
  readonly oneSql: string
  /** Which cell is the sign: NULL, unless the row holds something that is not fetched. */
  readonly sign: number
}

/** What a statement gave; nothing where there is no such record. */
type Rows = readonly (readonly Cell[] | undefined)[]

/** A function of many arguments takes 127 at most. */
const MOST_ARGUMENTS = 100

/**
 * The columns of an object that hold something in a record that was read. The tables are wide and many columns are empty for
 * good, but an empty cell costs as much to fetch as a full one: only these are fetched, and one sign for all others. Where a
 * row holds something in another column that is added, and what was asked is asked again.
 */
export class UsedColumns {
  readonly #layout: TableLayout
  readonly #names: readonly string[]
  readonly #used = new Set<string>()
  #fetched: Fetched

  constructor(layout: TableLayout) {
    this.#layout = layout
    this.#names = storedColumns(layout)
    this.#fetched = this.#fetching(this.#used)
  }

  /** @param run Asks for rows that begin with these cells. It may run several times. */
  rows<Found extends Rows>(run: (fetched: Fetched) => Found): Found {
    for (;;) {
      const { sign } = this.#fetched
      const rows = run(this.#fetched)
      if (rows.every((row) => row === undefined || row[sign] === null)) return rows
      this.#add(run)
    }
  }

  /** A row that {@link rows} has just found, as the record that was stored. */
  record(row: readonly Cell[]): StoredRecord {
    return decodeRow(this.#fetched, row)
  }

  #add(run: (fetched: Fetched) => Rows): void {
    const rows = run(this.#fetching(new Set(this.#names)))
    for (const [at, name] of this.#names.entries())
      if (rows.some((row) => row !== undefined && row[at] !== null)) this.#used.add(name)
    this.#fetched = this.#fetching(this.#used)
  }

  #fetching(used: ReadonlySet<string>): Fetched {
    const { values, readAs, table } = this.#layout
    const fetched = this.#names.filter((name) => used.has(name))
    const empty = this.#names.filter((name) => !used.has(name))
    const columns = [...fetched.map(column), firstOf(empty.map(column))].join(', ')
    return {
      values: values.filter(({ name }) => used.has(name)),
      readAs: readAs.filter((_, at) => used.has(values[at]?.name ?? '')),
      columns,
      oneSql: `SELECT ${columns} FROM ${table} t WHERE ${TENANT} = ? AND "id" = ?`,
      sign: fetched.length,
    }
  }
}

const column = (name: string) => `t.${quote(name)}`

/** What the first of some columns holds that is not empty. */
function firstOf(columns: readonly string[]): string {
  if (columns.length <= MOST_ARGUMENTS) return `coalesce(${[...columns, 'NULL', 'NULL'].join(', ')})`
  return `coalesce(${firstOf(columns.slice(0, MOST_ARGUMENTS))}, ${firstOf(columns.slice(MOST_ARGUMENTS))})`
}
