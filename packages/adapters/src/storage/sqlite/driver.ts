import { KithError } from '@kith/core/shared'
import { type BetterSqlite3, betterSqlite3 } from './better-sqlite3.ts'
import { nodeSqlite } from './node-sqlite.ts'

/** A value of SQL. */
export type Cell = null | number | bigint | string | NodeJS.ArrayBufferView

/** How rows come: as objects, as arrays of column values, or as arrays with integers as bigint. */
export type RowShape = 'object' | 'array' | 'bigint'

export type Row = Record<string, Cell>

/** A compiled statement: the driver's own object, because both drivers call these alike. */
export interface Statement {
  get(...values: readonly Cell[]): Row | undefined
  all(...values: readonly Cell[]): Row[]
  iterate(...values: readonly Cell[]): IterableIterator<Row>
  run(...values: readonly Cell[]): { readonly changes: number | bigint; readonly lastInsertRowid: number | bigint }
}

/** A connection to a file. Only what is done seldom goes through it; the work is done by its statements. */
export interface Database {
  readonly inTransaction: boolean
  prepare(sql: string, shape?: RowShape): Statement
  exec(sql: string): void
  function(name: string, run: (...values: Cell[]) => 0 | 1): void
  /** Runs what writes to the tables behind a search index, which SQLite else keeps from being written. */
  writingShadows<Result>(run: () => Result): Result
  /** Copies the whole database into a file, in steps. */
  backup(to: string): Promise<void>
  close(): void
}

export interface OpenOptions {
  readonly readOnly?: boolean
  /** How long a lock of another connection is waited for. Default 0. */
  readonly timeoutMs?: number
}

/** Opens connections: all that the adapter knows of the library beneath it. */
export interface Driver {
  /** What the library is called; in one process a file is opened by one. */
  readonly library: string
  open(file: string, options?: OpenOptions): Database
  /** Reads a file that nobody changes meanwhile, without a lock and without a file beside it. */
  openUnchanged?(file: string): Database
}

/**
 * The same for a module by its name, whose default export is the class: it can be loaded on any thread.
 *
 * @throws KithError `DEPENDENCY_MISSING` where it cannot be loaded
 */
export async function loadDriver(passed: BetterSqlite3 | string | undefined): Promise<Driver> {
  if (typeof passed !== 'string') return driverOf(passed)
  const library = await import(passed).catch((cause: unknown) => {
    throw new KithError('DEPENDENCY_MISSING', { package: passed, option: 'driver' }, { cause })
  })
  return driverOf(library.default ?? null)
}

/**
 * The driver for what a user passed; without it the SQLite that Node brings.
 *
 * @throws KithError `INVALID_DEFINITION` where it opens nothing
 */
export function driverOf(passed: BetterSqlite3 | undefined): Driver {
  if (passed === undefined) return nodeSqlite
  if (typeof passed === 'function') return betterSqlite3(passed)
  const reason =
    'it opens no file. Pass the class of better-sqlite3 (`driver: Database`), not a database that is open: the store needs several connections, with its own settings'
  throw new KithError('INVALID_DEFINITION', { path: 'driver', reason })
}
