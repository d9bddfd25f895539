import type { StoredRecord } from '@kith/core/storage'
import { decodeRow, storedColumns, type TableLayout, TENANT } from '../sql/layout.ts'
import { quote } from '../sql/sql.ts'
import type { Cell } from './driver.ts'

type Row = readonly Cell[]

/** What a statement gave; nothing where there is no such record. */
type Rows = readonly (Row | undefined)[]

/** Which cells of a row are fetched, and what they mean. */
export interface Reading {
  /** SQL, of a table called `t`. The first is the id. */
  readonly columns: string
  /** The statement for one record, by tenant and id. */
  readonly byIdSql: string
  readonly record: (row: Row) => StoredRecord
  /** Whether nothing of the row was left out. */
  readonly isWhole: (row: Row | undefined) => boolean
}

/** By default SQLite takes 127, and it can be built to take 100. */
const MOST_ARGUMENTS = 90
/** Columns are added by a quarter at least, so that it happens seldom: each time all statements are compiled anew. */
const STEP = 1.25

/**
 * Reads the records of an object, of all tenants. The tables are wide and many columns are empty for good, but an empty cell
 * costs as much to fetch as a full one. So only columns are fetched that held something in a record before, and of all
 * others one sign that some of them holds something: then the question is asked again for all columns.
 */
export class RecordReader {
  readonly #layout: TableLayout
  readonly #names: readonly string[]
  readonly #whole: Reading
  readonly #used = new Set<string>()
  #narrow: Reading | undefined

  constructor(layout: TableLayout) {
    this.#layout = layout
    this.#names = storedColumns(layout)
    this.#whole = this.#reading(new Set(this.#names))
  }

  /**
   * @param run Asks for rows that begin with the columns of a reading. It may run twice.
   * @returns the rows, and how each becomes a record
   */
  read<Found extends Rows>(run: (reading: Reading) => Found): Readonly<{ rows: Found; record: Reading['record'] }> {
    const narrow = this.#narrow
    if (narrow) {
      const rows = run(narrow)
      if (rows.every(narrow.isWhole)) return { rows, record: narrow.record }
    }
    const rows = run(this.#whole)
    this.#learn(rows)
    return { rows, record: this.#whole.record }
  }

  /** @param rows With all columns. */
  #learn(rows: Rows): void {
    const used = this.#used
    const before = used.size
    for (const [at, name] of this.#names.entries())
      if (rows.some((row) => row !== undefined && row[at] !== null)) used.add(name)
    if (used.size === before) return
    for (const name of this.#names) if (used.size < before * STEP) used.add(name)
    this.#narrow = this.#reading(used)
  }

  #reading(used: ReadonlySet<string>): Reading {
    const { table, values } = this.#layout
    const others = this.#names.filter((name) => !used.has(name))
    const fetched = this.#names.filter((name) => used.has(name)).map(column)
    const columns = (others.length === 0 ? fetched : [...fetched, firstOf(others.map(column))]).join(', ')
    const sign = fetched.length
    // Where the column of run-time fields is not fetched, the sign stands in its place: NULL, as that is then.
    const cells = { values: values.filter(({ name }) => used.has(name)) }
    return {
      columns,
      byIdSql: `SELECT ${columns} FROM ${table} t WHERE ${TENANT} = ? AND "id" = ?`,
      record: (row) => decodeRow(cells, row),
      isWhole: (row) => row === undefined || others.length === 0 || row[sign] === null,
    }
  }
}

const column = (name: string) => `t.${quote(name)}`

/** What the first of some columns holds that is not NULL. */
function firstOf(columns: readonly string[]): string {
  if (columns.length > MOST_ARGUMENTS)
    return `coalesce(${firstOf(columns.slice(0, MOST_ARGUMENTS))}, ${firstOf(columns.slice(MOST_ARGUMENTS))})`
  const [first = 'NULL', ...more] = columns
  return more.length === 0 ? first : `coalesce(${columns.join(', ')})`
}
