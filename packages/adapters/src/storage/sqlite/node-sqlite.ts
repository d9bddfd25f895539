import type { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { KithError } from '@kith/core/shared'
import type { Cell, Database, Driver, OpenOptions, RowShape, Statement } from './driver.ts'

/** Pages of a step of a copy: 8 MB. It runs in a thread of its own. */
const PAGES_A_STEP = 2_000

/** The SQLite that Node brings; loaded when it is used, so that a Node without it can bring another. */
export const nodeSqlite: Driver = {
  library: 'node:sqlite',
  open: (file, options) => new NodeDatabase(file, options),
  openUnchanged: (file) => new NodeDatabase(`${pathToFileURL(file).href}?immutable=1`, { readOnly: true }),
}

class NodeDatabase implements Database {
  readonly #db: DatabaseSync

  constructor(file: string, { readOnly = false, timeoutMs = 0 }: OpenOptions = {}) {
    this.#db = new (library().DatabaseSync)(file, { readOnly, timeout: timeoutMs })
  }

  get inTransaction(): boolean {
    return this.#db.isTransaction
  }

  prepare(sql: string, shape: RowShape = 'object'): Statement {
    const statement = this.#db.prepare(sql)
    if (shape !== 'object') statement.setReturnArrays(true)
    if (shape === 'bigint') statement.setReadBigInts(true)
    return statement
  }

  exec(sql: string): void {
    this.#db.exec(sql)
  }

  function(name: string, run: (...values: Cell[]) => 0 | 1): void {
    this.#db.function(name, { deterministic: true }, run)
  }

  writingShadows<Result>(run: () => Result): Result {
    this.#defend(false)
    try {
      return run()
    } finally {
      this.#defend(true)
    }
  }

  /** A Node that cannot do this does not defend. */
  #defend(on: boolean): void {
    if ('enableDefensive' in this.#db) this.#db.enableDefensive(on)
  }

  async backup(to: string): Promise<void> {
    await library().backup(this.#db, to, { rate: PAGES_A_STEP })
  }

  close(): void {
    this.#db.close()
  }
}

function library(): typeof import('node:sqlite') {
  const known = process.getBuiltinModule?.('node:sqlite')
  if (!known) throw new KithError('DEPENDENCY_MISSING', { package: 'better-sqlite3', option: 'driver' })
  return known
}
