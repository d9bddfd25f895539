import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { FOUND, idOf, PAGE_SIZE } from './contacts.ts'
import { CALLERS, COLUMNS, type Contestant, type Plain, quoted, VALUES } from './contestant.ts'
import type { Cell } from './driver.ts'
import { NEXT_SEQ, type Written } from './templates.ts'

const TABLE = 'o_contact t'
const WANTED = `t."$tenant" = 'main' AND t."deletedAt" IS NULL AND t."lifecycle" = 'prospect' AND t."source$fold" = 'website'`
const ORDER = `ORDER BY t."createdAt" DESC, t."id" DESC LIMIT ${PAGE_SIZE}`

type Row = readonly Cell[]
type Contact = ReturnType<typeof contactFrom>

const VALUES_SQL = VALUES.map(({ name }) => `t.${quoted(name)}`).join(', ')

/** The columns of `VALUES_SQL`, in their order. */
function contactFrom(row: Row) {
  const [id, version, createdAt, createdBy, updatedAt, updatedBy, deletedAt, ownerId, teamId] = row
  return {
    id,
    version,
    createdAt,
    createdBy,
    updatedAt,
    updatedBy,
    deletedAt,
    ownerId,
    teamId,
    access: json(row[9]),
    externalIds: json(row[10]),
    mergedInto: row[11],
    name: json(row[12]),
    emails: json(row[13]),
    phones: json(row[14]),
    addresses: json(row[15]),
    companyId: row[16],
    title: row[17],
    birthOn: row[18],
    lifecycle: row[19],
    locale: row[20],
    zone: row[21],
    source: row[22],
    campaign: row[23],
    utm: json(row[24]),
    firstTouch: json(row[25]),
    lastTouch: json(row[26]),
    lastActivityAt: row[27],
    nextActivityAt: row[28],
    openDeals: row[29],
    lifetimeBase: row[30],
  }
}

function json(cell: Cell | undefined): unknown {
  return typeof cell === 'string' ? JSON.parse(cell) : null
}

/**
 * The program that somebody writes who needs nothing but this: prepared statements on the same file, nothing checked,
 * nothing logged, no general rule. What it writes is given to it as rows.
 *
 * @param written The rows of a new contact
 * @param bareSearch A plain FTS5 table of the words of the contacts
 */
export function byHand(db: DatabaseSync, written: (number: number) => Written, bareSearch?: string): Contestant {
  const get = inArrays(db, `SELECT ${VALUES_SQL} FROM ${TABLE} WHERE t."$tenant" = 'main' AND t."id" = ?`)
  const first = inArrays(db, `SELECT ${VALUES_SQL} FROM ${TABLE} WHERE ${WANTED} ${ORDER}`)
  const next = inArrays(
    db,
    `SELECT ${VALUES_SQL} FROM ${TABLE} WHERE ${WANTED} AND (t."createdAt", t."id") < (?, ?) ${ORDER}`,
  )
  const writer = rowWriter(db)
  const made = new Map<number, Written>()
  const write = (number: number) => writer(made.get(number) as Written)
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  const all = (numbers: readonly number[]) => {
    begin.run()
    for (const number of numbers) write(number)
    commit.run()
  }
  const group = groupOf(all)
  return {
    get: (number) => contactFrom(get.get(idOf(number)) as unknown as Row),
    page(behind) {
      const last = (behind as Contact[] | undefined)?.at(-1)
      const rows = last ? next.all(last.createdAt as Cell, last.id as Cell) : first.all()
      return (rows as unknown as Row[]).map(contactFrom)
    },
    ...(bareSearch === undefined ? {} : { search: searcher(db, bareSearch) }),
    ready(numbers) {
      made.clear()
      for (const number of numbers) made.set(number, written(number))
    },
    insert: (number) => all([number]),
    group: (numbers) => Promise.all(numbers.map(group)),
    bulk: all,
    records: (answer) => [answer].flat() as Plain[],
    close: () => db.close(),
  }
}

/** Rows of many columns come faster as arrays. */
function inArrays(db: DatabaseSync, sql: string): StatementSync {
  const statement = db.prepare(sql)
  statement.setReturnArrays(true)
  return statement
}

function searcher(db: DatabaseSync, table: string): (beginnings: readonly string[]) => Contact[] {
  const find = inArrays(
    db,
    `SELECT ${VALUES_SQL} FROM (SELECT rowid FROM ${table} WHERE ${table} MATCH ? ORDER BY rank LIMIT ${FOUND}) s JOIN o_contact t ON t."$row" = s.rowid`,
  )
  return (beginnings) =>
    (find.all(beginnings.map((word) => `"${word}" *`).join(' AND ')) as unknown as Row[]).map(contactFrom)
}

/** Those who ask in the same turn of the event loop share a transaction. */
function groupOf(write: (numbers: readonly number[]) => void): (number: number) => Promise<void> {
  let waiting: { readonly number: number; readonly tell: () => void }[] = []
  const flush = () => {
    const group = waiting
    waiting = []
    write(group.map(({ number }) => number))
    for (const { tell } of group) tell()
  }
  return (number) =>
    new Promise((tell) => {
      if (waiting.push({ number, tell }) === 1) setImmediate(flush)
      else if (waiting.length === CALLERS * 2) flush()
    })
}

/** Writes the rows of one contact. */
function rowWriter(db: DatabaseSync): (written: Written) => void {
  const contact = db.prepare(
    `INSERT INTO o_contact (${['$tenant', ...COLUMNS].map(quoted).join(', ')}) VALUES (?${', ?'.repeat(COLUMNS.length)})`,
  )
  const words = db.prepare('INSERT INTO s_contact (rowid, words) VALUES (?, ?)')
  const last = db.prepare("SELECT ifnull(max(seq), 0) AS seq FROM kith_log WHERE tenant = 'main'")
  const others = new Map<string, StatementSync>()
  const other = (table: string, cells: number) => {
    const known = others.get(table) ?? db.prepare(`INSERT INTO ${table} VALUES (?${', ?'.repeat(cells - 1)})`)
    others.set(table, known)
    return known
  }
  return (written) => {
    const { lastInsertRowid } = contact.run(...written.contact)
    words.run(Number(lastInsertRowid), written.words)
    let seq = 0
    for (const { table, cells } of written.others) {
      if (table === 'kith_log') seq = (last.get() as { seq: number }).seq + 1
      other(table, cells.length).run(...cells.map((cell) => (cell === NEXT_SEQ ? seq : cell)))
    }
  }
}
