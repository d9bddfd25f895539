import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sqliteStorage } from '@kith/adapters/storage/sqlite'
import { createCrm, type VerifyResult } from '@kith/core'
import { OTHER_TENANT, TENANT } from '../accounts.ts'
import { config } from '../config.ts'

const fileIn = (folder: string) => join(folder, 'kith.db')

/** Checks the change logs of both tenants as they lie on disk; the demo must not run. */
export async function verifyLogs(folder: string): Promise<readonly VerifyResult[]> {
  const crm = await createCrm({ storage: sqliteStorage({ file: fileIn(folder) }), config, jobsEveryMs: 0 })
  try {
    return [await crm.verify(TENANT), await crm.verify(OTHER_TENANT)]
  } finally {
    await crm.close()
  }
}

/** One row of the change log as it lies on disk. */
export interface LogRow {
  readonly row: number
  readonly tenant: string
  readonly seq: number
  readonly object: string
  readonly id: string
  readonly payload: string
  readonly salt: string
  readonly digest: string
  readonly chain: string
}

/** The change log of all tenants, oldest first; also while the demo runs. */
export function logRows(folder: string): readonly LogRow[] {
  const db = new DatabaseSync(fileIn(folder), { readOnly: true })
  try {
    return db.prepare('SELECT * FROM kith_log ORDER BY row').all() as unknown as LogRow[]
  } finally {
    db.close()
  }
}

/** Writes over parts of the log, behind the back of everything; the demo must not run. */
export function tamper(folder: string, rows: readonly LogRow[]): void {
  const db = new DatabaseSync(fileIn(folder))
  try {
    const write = db.prepare(
      'UPDATE kith_log SET object = ?, id = ?, payload = ?, salt = ?, digest = ?, chain = ? WHERE row = ?',
    )
    db.exec('PRAGMA synchronous = OFF; BEGIN')
    for (const { row, object, id, payload, salt, digest, chain } of rows)
      write.run(object, id, payload, salt, digest, chain, row)
    db.exec('COMMIT')
  } finally {
    db.close()
  }
}

/** Says something else as soon as one byte of any row of any table is another; also while the demo runs. */
export function databaseHash(folder: string): string {
  const db = new DatabaseSync(fileIn(folder), { readOnly: true })
  try {
    const hash = createHash('sha256')
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all()
    db.exec('BEGIN')
    for (const { name } of tables)
      for (const row of db.prepare(`SELECT * FROM "${name}"`).iterate()) hash.update(`${name} ${JSON.stringify(row)}\n`)
    return hash.digest('hex')
  } finally {
    db.close()
  }
}
