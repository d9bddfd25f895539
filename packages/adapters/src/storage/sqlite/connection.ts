import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { KithError } from '@kith/core/shared'
import type { Database, Driver, RowShape, Statement } from './driver.ts'
import { cannotWrite, guarded, isDiskError } from './errors.ts'
import { FUNCTIONS } from './functions.ts'
import { openToRead } from './read-only.ts'

/**
 * The end of a query that gives at most so many rows. SQLite looks into a bound limit while it plans, so it would compile
 * the statement anew at each call; into a sum it does not look.
 */
export const LIMIT = 'LIMIT ? + 0'

/** Prepared statements that are kept of each shape; the one unused for longest goes first. */
const MAX_STATEMENTS = 500
/** While a file is opened several processes may upgrade it, one after the other. */
const OPEN_TIMEOUT_MS = 5_000
/** Later the event loop stands still while SQLite waits for a lock: commits try again by themselves. */
const BUSY_TIMEOUT_MS = 20
const FULL_SYNC = 2

/** Which file, and how. */
export interface FileOptions {
  readonly file: string
  readonly maxPages?: number
  readonly readOnly?: boolean
}

/** An open file, with statements that are compiled once. */
export class Connection {
  readonly db: Database
  readonly #statements: Readonly<Record<RowShape, Map<string, Statement>>> = {
    object: new Map(),
    array: new Map(),
    bigint: new Map(),
  }
  readonly #readOnly: boolean
  readonly #aside = new Set<string>()

  /** @throws KithError `STORAGE_UNAVAILABLE` when the file cannot be opened or written, `STORAGE_UNSAFE` when it promises no durability */
  constructor(driver: Driver, { file, maxPages, readOnly = false }: FileOptions) {
    this.#readOnly = readOnly
    this.db = readOnly ? openForReading(driver, file) : openFile(driver, file)
    if (maxPages !== undefined && !readOnly) this.db.exec(`PRAGMA max_page_count = ${Math.trunc(maxPages)}`)
    for (const [name, run] of Object.entries(FUNCTIONS)) this.db.function(name, run())
  }

  /** The compiled statement for a text. The text must hold no values: those are bound. */
  sql(text: string, shape: RowShape = 'object'): Statement {
    const statements = this.#statements[shape]
    const known = statements.get(text)
    if (known) {
      if (statements.size < MAX_STATEMENTS / 2) return known
      statements.delete(text)
      statements.set(text, known)
      return known
    }
    const statement = this.db.prepare(text, shape)
    statements.set(text, statement)
    const oldest = statements.keys().next().value
    if (statements.size > MAX_STATEMENTS && oldest !== undefined) statements.delete(oldest)
    return statement
  }

  /** Makes something that this connection alone has, in memory, if it is not there: `CREATE … IF NOT EXISTS temp.…`. */
  aside(statement: string): void {
    if (this.#aside.has(statement)) return
    if (this.#readOnly) this.db.exec('PRAGMA query_only = OFF')
    try {
      this.db.prepare(statement).run()
    } finally {
      if (this.#readOnly) this.db.exec('PRAGMA query_only = ON')
    }
    this.#aside.add(statement)
  }

  /**
   * Runs what may sort millions of values: past some megabytes in files of the machine's temporary folder, and in memory only
   * where there is none that can be written.
   */
  sorting(run: () => void): void {
    try {
      this.db.exec('PRAGMA temp_store = FILE')
      run()
    } catch (error) {
      if (!isDiskError(error instanceof KithError ? error.cause : error)) throw error
      this.db.exec('PRAGMA temp_store = MEMORY')
      run()
    } finally {
      this.db.exec('PRAGMA temp_store = MEMORY')
      // SQLite drops it when the setting changes.
      this.#aside.clear()
    }
  }

  /** From now on a lock of another process is waited for only shortly. */
  waitBriefly(): void {
    this.db.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`)
  }

  /** Grows when another connection has committed. */
  dataVersion(): number {
    const [version] = this.sql('PRAGMA data_version', 'array').get() as unknown as [number]
    return version
  }

  close(): void {
    for (const statements of Object.values(this.#statements)) statements.clear()
    this.db.close()
  }
}

function openFile(driver: Driver, file: string): Database {
  let db: Database | undefined
  try {
    mkdirSync(dirname(file), { recursive: true })
    db = driver.open(file, { timeoutMs: OPEN_TIMEOUT_MS })
    makeDurable(db)
    return db
  } catch (error) {
    db?.close()
    if (error instanceof KithError) throw error
    const hint = cannotWrite(error) && existsSync(file) ? '; with `readOnly: true` it can still be read' : ''
    const reason = `the file ${file} cannot be opened for writing (${(error as Error).message})${hint}`
    throw new KithError('STORAGE_UNAVAILABLE', { reason }, { cause: error })
  }
}

function openForReading(driver: Driver, file: string): Database {
  try {
    const db = openToRead(driver, file)
    db.exec(`PRAGMA query_only = ON; ${SETTINGS}`)
    return db
  } catch (error) {
    if (error instanceof KithError) throw error
    const reason = `the file ${file} cannot be opened for reading (${(error as Error).message})`
    throw new KithError('STORAGE_UNAVAILABLE', { reason }, { cause: error })
  }
}

const SETTINGS = 'PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536'

/** The order matters: `journal_mode` may reset `synchronous`. Each setting is read back, because SQLite refuses silently. */
function makeDurable(db: Database): void {
  const ask = (pragma: string) => Object.values(db.prepare(`PRAGMA ${pragma}`).get() ?? {})[0]
  ask('journal_mode = WAL')
  db.exec('PRAGMA synchronous = FULL')
  ask('secure_delete = ON')
  db.exec(`PRAGMA foreign_keys = OFF; ${SETTINGS}; PRAGMA wal_autocheckpoint = 4000`)
  const found = {
    journal_mode: ask('journal_mode'),
    synchronous: ask('synchronous'),
    secure_delete: ask('secure_delete'),
  }
  const safe = found.journal_mode === 'wal' && found.synchronous === FULL_SYNC && found.secure_delete === 1
  if (!safe) throw new KithError('STORAGE_UNSAFE', { reason: `SQLite kept ${JSON.stringify(found)}` })
  // A file that may only be read is found out here, not at the first lead.
  db.exec('BEGIN IMMEDIATE; ROLLBACK')
}

/** Begins a write transaction, runs, and commits; rolls back what failed. */
export function transaction<Result>(connection: Connection, run: () => Result): Result {
  return guarded(() => {
    connection.sql('BEGIN IMMEDIATE').run()
    try {
      const result = run()
      connection.sql('COMMIT').run()
      return result
    } catch (error) {
      if (connection.db.inTransaction) connection.sql('ROLLBACK').run()
      throw error
    }
  })
}
