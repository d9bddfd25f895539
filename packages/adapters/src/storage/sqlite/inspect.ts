import { existsSync, statfsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { KithError } from '@kith/core/shared'
import type { Finding } from '@kith/core/storage'
import { TENANT } from '../sql/layout.ts'
import { quote } from '../sql/sql.ts'
import type { Database, Driver } from './driver.ts'
import { HeldFile } from './held-file.ts'
import type { ObjectLayout } from './layout.ts'
import { openToRead } from './read-only.ts'
import { missingIndexes, missingLogIndexes, readMeta } from './schema.ts'
import { STORE_VERSION } from './tables.ts'

const MEGABYTE = 1024 * 1024
/** What a store needs of free disk: a checkpoint, a backup beside it, a busy day. */
const LITTLE_SPACE = 256 * MEGABYTE
/** A log ahead of this size means that something keeps it from being taken over. */
const LARGE_WAL = 256 * MEGABYTE
const FAULTS_SHOWN = 10

/**
 * What is wrong with a file, or could be better, in sentences. Reads every page of it, on a connection of its own; nothing is
 * changed.
 *
 * @param layouts What the model asks for; undefined while the store is not open: then indexes and objects are not compared.
 */
export function inspectFile(
  driver: Driver,
  file: string,
  layouts: readonly ObjectLayout[] | undefined,
): readonly Finding[] {
  if (!existsSync(file)) return [problem('MISSING', `There is no file ${file}. Look at the path.`)]
  let db: Database | undefined
  try {
    db = openToRead(driver, file)
    const damage = damageOf(db)
    if (damage.length > 0) return damage
    return [...settingsOf(db, file), ...searchOf(db), ...(layouts ? modelOf(db, layouts) : []), ...diskOf(file)]
  } catch (error) {
    if (error instanceof KithError) throw error
    return [problem('DAMAGED', `The file ${file} cannot be read: ${(error as Error).message}. ${RESTORE}`)]
  } finally {
    db?.close()
  }
}

const RESTORE = 'Stop what uses it, keep a copy of the file, and restore the last backup (kith restore).'

const problem = (code: string, message: string): Finding => ({ level: 'problem', code, message })
const advice = (code: string, message: string): Finding => ({ level: 'advice', code, message })
const fact = (code: string, message: string): Finding => ({ level: 'fact', code, message })

function damageOf(db: Database): Finding[] {
  const rows = db.prepare(`PRAGMA integrity_check(${FAULTS_SHOWN})`).all()
  const faults = rows.map((row) => String(row['integrity_check'])).filter((text) => text !== 'ok')
  if (faults.length > 0) return faults.every(isOfSearch) ? searchFaults(faults) : [damaged(faults)]
  const found = Number(readMeta(db, 'version') ?? 0)
  if (found === 0) return [problem('NO_STORE', 'This is a SQLite file, but no store of Kith. Look at the path.')]
  if (found > STORE_VERSION)
    return [
      problem(
        'STORAGE_TOO_NEW',
        `A newer Kith wrote this store (version ${found}, this one knows ${STORE_VERSION}). Update the program.`,
      ),
    ]
  return []
}

const damaged = (faults: readonly string[]) =>
  problem('DAMAGED', `The file is damaged: ${faults.join('; ')}. ${RESTORE}`)

/** FTS5 says of an index of its own that it does not fit what was indexed: that is still there, so it can be made anew. */
const isOfSearch = (fault: string) => /fts5/i.test(fault) && SEARCH_INDEX.test(fault)
const SEARCH_INDEX = /\bs_\w+/

function searchFaults(faults: readonly string[]): Finding[] {
  const names = new Set(faults.flatMap((fault) => SEARCH_INDEX.exec(fault) ?? []))
  return [...names].map((name) => {
    const repair = `INSERT INTO ${quote(name)} (${quote(name)}) VALUES ('rebuild')`
    return problem('DAMAGED', `The search index ${name} does not fit its records, which are whole. Run: ${repair}`)
  })
}

/** What is kept in the file itself. `synchronous` and `secure_delete` belong to a connection: the store sets them and reads them back each time it opens. */
function settingsOf(db: Database, file: string): Finding[] {
  const mode = db.prepare('PRAGMA journal_mode').get()?.['journal_mode']
  if (mode === 'wal' || isInWalMode(file))
    return [fact('DURABILITY', 'The file is whole (every page was checked), and in WAL mode.')]
  return [
    problem(
      'DURABILITY',
      `The file is in journal mode "${mode}", not WAL: another program changed it. Opening the store sets it back.`,
    ),
  ]
}

/** By the header (https://sqlite.org/fileformat2.html): a connection to a disk that takes no writes cannot tell. */
function isInWalMode(path: string): boolean {
  const header = Buffer.alloc(20)
  const file = new HeldFile(path)
  try {
    file.read(header, 0)
  } finally {
    file.release()
  }
  return header[18] === 2
}

/** Without `secure-delete` an erased word stays readable in the search index. */
function searchOf(db: Database): Finding[] {
  const tables = db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 's_*' AND sql LIKE '%fts5%'")
    .all()
  return tables.flatMap((row) => {
    const name = String(row['name'])
    const option = db.prepare(`SELECT v FROM ${quote(`${name}_config`)} WHERE k = 'secure-delete'`).get()
    if (option?.['v'] === 1) return []
    const repair = `INSERT INTO ${quote(name)} (${quote(name)}, rank) VALUES ('secure-delete', 1)`
    return [problem('ERASURE', `The search index ${name} keeps what is erased. Run: ${repair}`)]
  })
}

function modelOf(db: Database, layouts: readonly ObjectLayout[]): Finding[] {
  const lacks = (what: string) => (statement: string) =>
    problem(
      'MISSING_INDEX',
      `${what} lacks an index, so some lists read every row. Run kith schema with --apply: ${statement}`,
    )
  const missing = [
    ...missingLogIndexes(db).map(lacks('The log')),
    ...layouts.flatMap((layout) => missingIndexes(db, layout).map(lacks(layout.object))),
  ]
  const unknown = unknownObjects(db, layouts).map((object) =>
    problem(
      'UNKNOWN_OBJECT',
      `The store holds records of "${object}", which this configuration does not have. Name the app's configuration (--config).`,
    ),
  )
  return [...missing, ...unknown]
}

/** Objects with records that the model does not have; of one tenant, or of any. */
export function unknownObjects(db: Database, layouts: readonly ObjectLayout[], tenant?: string): readonly string[] {
  const known = new Set(layouts.map(({ object }) => object))
  const keys = db.prepare("SELECT substr(key, 8) AS object FROM kith_meta WHERE key GLOB 'object:*'").all()
  return keys
    .map((row) => String(row['object']))
    .filter((object) => !known.has(object))
    .filter((object) => {
      const one = `SELECT 1 FROM ${quote(`o_${object}`)}${tenant === undefined ? '' : ` WHERE ${TENANT} = ?`} LIMIT 1`
      return db.prepare(one).get(...(tenant === undefined ? [] : [tenant])) !== undefined
    })
}

function diskOf(file: string): Finding[] {
  const { bavail, bsize } = statfsSync(dirname(file))
  const [free, size] = [bavail * bsize, statSync(file).size]
  const megabytes = (bytes: number) => `${Math.round(bytes / MEGABYTE)} MB`
  const found: Finding[] = [fact('DISK', `The file takes ${megabytes(size)}; ${megabytes(free)} of its disk are free.`)]
  if (free < Math.max(LITTLE_SPACE, size / 10))
    found.push(
      advice(
        'DISK',
        `Only ${megabytes(free)} are free beside a file of ${megabytes(size)}. Free some space: a full disk refuses every write.`,
      ),
    )
  const wal = existsSync(`${file}-wal`) ? statSync(`${file}-wal`).size : 0
  if (wal > LARGE_WAL)
    found.push(
      advice(
        'WAL',
        `The write-ahead log has ${megabytes(wal)}: something reads for very long. Close what has the file open for hours.`,
      ),
    )
  return found
}
