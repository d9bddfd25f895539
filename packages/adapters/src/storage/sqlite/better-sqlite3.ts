import type { Cell, Database, Driver, OpenOptions, RowShape, Statement } from './driver.ts'

/**
 * The class of [better-sqlite3](https://github.com/WiseLibs/better-sqlite3), or a function that opens a database as it does.
 * Called for each connection, without `new`.
 *
 * @example
 * import Database from 'better-sqlite3'
 *
 * sqliteStorage({ file: 'data/crm.db', driver: Database })
 * // With options of its own:
 * sqliteStorage({ file: 'data/crm.db', driver: (file, options) => new Database(file, { ...options, nativeBinding }) })
 */
export type BetterSqlite3 = (file: string, options: { readonly?: boolean; timeout?: number }) => BetterSqlite3Database

/** What is used of an open database of better-sqlite3. */
export interface BetterSqlite3Database {
  readonly inTransaction: boolean
  prepare(sql: string): BetterSqlite3Statement
  exec(sql: string): unknown
  function(name: string, options: { deterministic: boolean }, run: (...values: never[]) => unknown): unknown
  unsafeMode(on: boolean): unknown
  backup(file: string, options: { progress: () => number }): Promise<unknown>
  close(): unknown
}

/** What is used of one of its statements. */
export interface BetterSqlite3Statement {
  get(...values: unknown[]): unknown
  all(...values: unknown[]): unknown[]
  iterate(...values: unknown[]): IterableIterator<unknown>
  run(...values: unknown[]): { changes: number; lastInsertRowid: number | bigint }
  raw(on: boolean): unknown
  safeIntegers(on: boolean): unknown
}

/** Pages of a step of a copy: 4 MB, because it runs between the turns of the event loop. */
const PAGES_A_STEP = 1_000

export function betterSqlite3(open: BetterSqlite3): Driver {
  return { library: 'better-sqlite3', open: (file, options) => new BetterDatabase(open, file, options) }
}

class BetterDatabase implements Database {
  readonly #db: BetterSqlite3Database

  constructor(open: BetterSqlite3, file: string, { readOnly = false, timeoutMs = 0 }: OpenOptions = {}) {
    this.#db = open(file, { readonly: readOnly, timeout: timeoutMs })
  }

  get inTransaction(): boolean {
    return this.#db.inTransaction
  }

  prepare(sql: string, shape: RowShape = 'object'): Statement {
    const statement = this.#db.prepare(sql)
    if (shape !== 'object') statement.raw(true)
    statement.safeIntegers(shape === 'bigint')
    return statement as Statement
  }

  exec(sql: string): void {
    this.#db.exec(sql)
  }

  function(name: string, run: (...values: Cell[]) => 0 | 1): void {
    this.#db.function(name, { deterministic: true }, run)
  }

  writingShadows<Result>(run: () => Result): Result {
    this.#db.unsafeMode(true)
    try {
      return run()
    } finally {
      this.#db.unsafeMode(false)
    }
  }

  async backup(to: string): Promise<void> {
    await this.#db.backup(to, { progress: () => PAGES_A_STEP })
  }

  close(): void {
    this.#db.close()
  }
}
