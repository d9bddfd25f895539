import { existsSync } from 'node:fs'
import type { Model } from '@kith/core'
import type { Storage } from '@kith/core/storage'
import { sqliteStorage } from '../storage/sqlite/index.ts'
import { CommandError } from './command.ts'

/** What an address names. */
export interface Place {
  readonly storage: Storage
  /** Of SQLite: the file. */
  readonly file?: string
  /** How it is called in sentences. */
  readonly name: string
}

/** The storage of an address, not open yet. @throws CommandError */
export function placeOf(address: string): Place {
  const file = fileOf(address)
  if (file !== undefined) return { storage: sqliteStorage({ file }), file, name: file }
  throw new CommandError(
    `"${address}" is no address of a storage. Write sqlite:path/to/crm.db; a path that ends in .db or .sqlite will do too.`,
  )
}

/** The file of an address of SQLite. @throws CommandError where the address is of another kind */
export function sqliteFile(address: string, what: string): string {
  const file = fileOf(address)
  if (file === undefined) throw new CommandError(`Only a SQLite file can be ${what}. Write sqlite:path/to/crm.db.`)
  return file
}

function fileOf(address: string): string | undefined {
  if (address.startsWith('sqlite:')) return address.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '')
  return /^[^:]+\.(db|sqlite|sqlite3)$/.test(address) || existsSync(address) ? address : undefined
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
  options: { readonly make: boolean },
  run: (storage: Storage, place: Place) => Promise<Result>,
): Promise<Result> {
  const place = placeOf(address)
  const isNew = place.file !== undefined && !existsSync(place.file)
  if (isNew && !options.make) throw new CommandError(`There is no file ${place.file}. Look at the path.`)
  if (!isNew) await refuseOtherModel(place, model)
  await place.storage.open(model)
  try {
    return await run(place.storage, place)
  } finally {
    await place.storage.close()
  }
}

const SHOWN = 3

async function refuseOtherModel({ storage, name }: Place, model: Model): Promise<void> {
  const steps = (await storage.plan?.(model)) ?? []
  if (steps.length === 0) return
  const reasons = [...new Set(steps.map((step) => step.reason))]
  const more = reasons.length > SHOWN ? ` (and ${reasons.length - SHOWN} more)` : ''
  throw new CommandError(
    `The store ${name} does not fit this configuration:\n${reasons
      .slice(0, SHOWN)
      .map((reason) => `  ${reason}\n`)
      .join('')}${more}` +
      'Name the configuration that the app uses (--config FILE), or bring the store up to date (kith schema ADDRESS --apply).',
  )
}
