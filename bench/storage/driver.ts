import { createRequire } from 'node:module'
import { DatabaseSync } from 'node:sqlite'

export type Cell = string | number | null

/** What a hand-written program needs of a driver. */
export interface Db {
  exec(sql: string): void
  /** Rows come as objects. */
  prepare(sql: string): Statement
  close(): void
}

export interface Statement {
  get(...values: readonly Cell[]): unknown
  all(...values: readonly Cell[]): unknown[]
  run(...values: readonly Cell[]): { readonly lastInsertRowid: number | bigint }
}

/** The settings of Kith, for everybody: an answer means that it is on disk, and what is deleted is gone. */
export const SETTINGS = [
  'journal_mode = WAL',
  'synchronous = FULL',
  'secure_delete = ON',
  'temp_store = MEMORY',
  'cache_size = -65536',
  'wal_autocheckpoint = 4000',
]

export function openNodeSqlite(file: string): DatabaseSync {
  return prepared(new DatabaseSync(file))
}

/** The driver that all peers use. */
export function openBetterSqlite3(file: string): Db {
  const Database = createRequire(import.meta.url)('better-sqlite3') as new (path: string) => Db
  return prepared(new Database(file))
}

function prepared<Of extends { exec(sql: string): unknown }>(db: Of): Of {
  db.exec(SETTINGS.map((setting) => `PRAGMA ${setting};`).join(' '))
  return db
}
