import { existsSync } from 'node:fs'
import type { Model } from '@kith/core'
import { KithError } from '@kith/core/shared'
import type { SchemaStep, Storage } from '@kith/core/storage'
import { type BetterSqlite3, sqliteStorage } from '../storage/sqlite/index.ts'
import { CommandError } from './command.ts'

/** A file of SQLite, and the library it is opened with: undefined is the one that Node brings. */
export interface SqliteFile {
  readonly file: string
  readonly driver: BetterSqlite3 | undefined
}

/** What an address names. */
export interface Place {
  /** Not open yet. */
  readonly storage: Storage
  /** Of SQLite: the file. */
  readonly file?: string
  /** How it is called in sentences; without a password. */
  readonly name: string
  /** Gives back what the storage was made of, once it is closed. */
  readonly end: () => Promise<void>
}

/** How a place is used. */
export interface Use {
  /** Nothing is written: a SQLite file may lie on a disk that takes no writes. */
  readonly readOnly?: boolean
  /** `later`: indexes and totals that are not there are left out, as in a store that is filled at once. Default `now`. */
  readonly indexes?: 'now' | 'later'
}

/** @throws CommandError where it is no address, KithError `DEPENDENCY_MISSING` without the client that it needs */
async function placeOf(address: string, { readOnly = false, indexes = 'now' }: Use): Promise<Place> {
  const sqlite = await fileOf(address)
  if (sqlite) {
    const { file, driver } = sqlite
    return {
      storage: sqliteStorage({ file, readOnly, indexes, ...(driver && { driver }) }),
      file,
      name: file,
      end: async () => undefined,
    }
  }
  if (isPostgres(address)) return postgresPlace(address, indexes)
  throw new CommandError(
    `"${address}" is no address of a storage. Write sqlite:path/to/crm.db (a path that ends in .db or .sqlite will do too), or postgres://user@host/database.`,
  )
}

export function isPostgres(address: string): boolean {
  return /^postgres(ql)?:\/\//.test(address)
}

/** The file of an address of SQLite. @throws CommandError where the address is of another kind */
export async function sqliteFile(address: string, what: string): Promise<SqliteFile> {
  const file = await fileOf(address)
  if (file === undefined) throw new CommandError(`Only a SQLite file can be ${what}. Write sqlite:path/to/crm.db.`)
  return file
}

async function fileOf(address: string): Promise<SqliteFile | undefined> {
  const [, scheme, path = ''] = /^(sqlite|better-sqlite3):(.*)$/s.exec(address) ?? []
  const file = path.replace(/^\/\/(?=\/)/, '')
  if (scheme === 'sqlite') return { file, driver: undefined }
  if (scheme) return { file, driver: await betterSqlite3() }
  const isFile = /^[^:]+\.(db|sqlite|sqlite3)$/.test(address) || existsSync(address)
  return isFile ? { file: address, driver: undefined } : undefined
}

async function betterSqlite3(): Promise<BetterSqlite3> {
  const library = await import('better-sqlite3').catch((cause: unknown) => {
    throw new KithError('DEPENDENCY_MISSING', { package: 'better-sqlite3', option: 'driver' }, { cause })
  })
  return library.default
}

async function postgresPlace(address: string, indexes: 'now' | 'later'): Promise<Place> {
  if (!URL.canParse(address))
    throw new CommandError('The address of PostgreSQL cannot be read. Write postgres://user@host/database.')
  const { Pool } = await import('pg').catch((cause: unknown) => {
    throw new KithError('DEPENDENCY_MISSING', { package: 'pg', option: 'pool' }, { cause })
  })
  const { postgresStorage } = await import('../storage/postgres/index.ts')
  const pool = new Pool({ connectionString: address, max: 4 })
  pool.on('error', () => undefined) // an idle connection that breaks is told to whoever asks next
  const { host, pathname } = new URL(address)
  // A command cannot know whether a pooler stands between, and few of its statements come twice.
  const storage = postgresStorage({ pool, prepare: false, indexes })
  return { storage, name: `postgres://${host}${pathname}`, end: () => pool.end() }
}

/** Runs with the storage of an address, not open yet, and gives back what it was made of. */
export async function withPlace<Result>(
  address: string,
  use: Use,
  run: (place: Place) => Promise<Result>,
): Promise<Result> {
  const place = await placeOf(address, use)
  try {
    return await run(place)
  } finally {
    await place.end()
  }
}

/**
 * Opens a store that is there and fits the model, runs, and closes it. Nothing is upgraded here, so that a command which
 * only reads changes nothing, and one without the app's configuration spoils nothing.
 *
 * @param options.make A store that is not there is made.
 */
export async function withStore<Result>(
  address: string,
  model: Model,
  options: Use & { readonly make: boolean },
  run: (storage: Storage) => Promise<Result>,
): Promise<Result> {
  return withPlace(address, options, async ({ storage, file, name }) => {
    const steps = (await storage.plan?.(model)) ?? []
    const isNew = file === undefined ? makesStore(steps) : !existsSync(file)
    if (isNew && !options.make)
      throw new CommandError(
        file === undefined ? `There is no store at ${name}.` : `There is no file ${file}. Look at the path.`,
      )
    if (!isNew) refuseOtherModel(name, steps)
    await storage.open(model)
    try {
      return await run(storage)
    } finally {
      await storage.close()
    }
  })
}

/** Whether an upgrade would make the store's own table: then there is none yet. */
function makesStore(steps: readonly SchemaStep[]): boolean {
  return steps.some(({ statement }) => /CREATE TABLE (IF NOT EXISTS )?"?kith_meta\b/i.test(statement))
}

const SHOWN = 3

function refuseOtherModel(name: string, steps: readonly SchemaStep[]): void {
  if (steps.length === 0) return
  const reasons = [...new Set(steps.map((step) => step.reason))]
  const shown = reasons.slice(0, SHOWN).map((reason) => `  ${reason}\n`)
  const more = reasons.length > SHOWN ? `  (and ${reasons.length - SHOWN} more)\n` : ''
  throw new CommandError(
    `The store ${name} does not fit this configuration:\n${shown.join('')}${more}` +
      'Name the configuration that the app uses (--config FILE). If it is this one, bring the store up to date (kith schema ADDRESS --apply).',
  )
}
