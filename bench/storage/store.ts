import { sqliteStorage } from '@kith/adapters/storage/sqlite'
import { batchOf, benchModel, contactOf, joined, TENANT } from './contacts.ts'
import { openNodeSqlite } from './driver.ts'

/** Fills a file with contacts, through Kith, from a number up to another; and their words into a plain FTS5 table beside them. */
export async function fillStore(file: string, from: number, to: number): Promise<void> {
  const storage = sqliteStorage({ file })
  await storage.open(benchModel())
  for (let next = from; next < to; next += 1_000) {
    const numbers = Array.from({ length: Math.min(1_000, to - next) }, (_, at) => next + at)
    await storage.commit(TENANT, joined(numbers.map((one) => batchOf(contactOf(one)))))
  }
  await storage.close()
  const db = openNodeSqlite(file)
  db.exec("CREATE VIRTUAL TABLE IF NOT EXISTS bare_search USING fts5 (words, prefix = '2 3')")
  db.exec(
    `INSERT INTO bare_search (rowid, words) SELECT rowid, substr(words, instr(words, ' ') + 1) FROM s_contact
     WHERE rowid > (SELECT ifnull(max(rowid), 0) FROM bare_search)`,
  )
  db.exec("INSERT INTO bare_search (bare_search) VALUES ('optimize')")
  db.exec("INSERT INTO s_contact (s_contact) VALUES ('optimize')")
  db.close()
}

/** Moves the write-ahead log into the file: whoever writes next does not pay for those before. */
export function emptyLog(file: string): void {
  const db = openNodeSqlite(file)
  db.exec('PRAGMA busy_timeout = 5000; PRAGMA wal_checkpoint(TRUNCATE)')
  db.close()
}
