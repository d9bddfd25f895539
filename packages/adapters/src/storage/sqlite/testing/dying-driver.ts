// A driver whose thread ends when it is to store a text that says so. Named by its URL in a test.
import { createRequire } from 'node:module'
import { isMainThread } from 'node:worker_threads'
import type { BetterSqlite3, BetterSqlite3Database } from '../better-sqlite3.ts'

const library = createRequire(import.meta.url)('better-sqlite3') as BetterSqlite3

const open: BetterSqlite3 = (file, options) => {
  const db = library(file, options)
  if (!isMainThread) diesOn(db, '(the thread ends here)')
  return db
}

// biome-ignore lint/style/noDefaultExport: a library is taken from its module as the default
export default open

function diesOn(db: BetterSqlite3Database, words: string): void {
  const { prepare } = db
  db.prepare = (sql) => {
    const statement = prepare.call(db, sql)
    const { run } = statement
    statement.run = (...values) => {
      if (values.some((value) => String(value).includes(words))) throw process.exit(1)
      return run.apply(statement, values)
    }
    return statement
  }
}
