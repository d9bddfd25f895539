import { contactOf, idOf, PAGE_SIZE } from '../contacts.ts'
import { COLUMNS, type Contestant, plainRow, quoted, VALUES } from '../contestant.ts'
import type { Cell, Db } from '../driver.ts'
import { rowOf } from './row.ts'

type Row = Readonly<Record<string, Cell>>

const NAMES = ['$tenant', ...COLUMNS]
const SELECT = `SELECT ${VALUES.map(({ name }) => quoted(name)).join(', ')} FROM o_contact WHERE "$tenant" = ?`
const WANTED = 'AND "deletedAt" IS NULL AND "lifecycle" = ? AND "source$fold" = ?'
const ORDER = `ORDER BY "createdAt" DESC, "id" DESC LIMIT ${PAGE_SIZE}`

/** What the peers do, with nothing but their driver: rows of the one table of contacts, as they are. */
export function rawRows(db: Db): Contestant {
  const get = db.prepare(`${SELECT} AND "id" = ?`)
  const first = db.prepare(`${SELECT} ${WANTED} ${ORDER}`)
  const next = db.prepare(`${SELECT} ${WANTED} AND ("createdAt", "id") < (?, ?) ${ORDER}`)
  const insert = db.prepare(
    `INSERT INTO o_contact (${NAMES.map(quoted).join(', ')}) VALUES (${NAMES.map(() => '?').join(', ')})`,
  )
  const begin = db.prepare('BEGIN')
  const commit = db.prepare('COMMIT')
  let rows = new Map<number, Row>()
  const write = (number: number) => {
    const row = rows.get(number) as Row
    insert.run(...NAMES.map((name) => row[name] ?? null))
  }
  return {
    get: (number) => get.get('main', idOf(number)),
    page(behind) {
      const last = (behind as Row[] | undefined)?.at(-1)
      const asked = ['main', 'prospect', 'website'] as const
      return last ? next.all(...asked, last['createdAt'] as Cell, last['id'] as Cell) : first.all(...asked)
    },
    ready(numbers) {
      rows = new Map(numbers.map((number) => [number, rowOf(contactOf(number))]))
    },
    insert: write,
    bulk(numbers) {
      begin.run()
      for (const number of numbers) write(number)
      commit.run()
    },
    records: (answer) => ([answer].flat() as Row[]).map(plainRow),
    close: () => db.close(),
  }
}
