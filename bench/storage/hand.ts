import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { StoredRecord } from '@kith/core'
import { contactOf, FOUND, idOf, inputOf, PAGE_SIZE } from './contacts.ts'
import { CALLERS, COLUMNS, type Contestant, type Plain, quoted, VALUES } from './contestant.ts'
import type { Cell } from './driver.ts'
import { type ContactRows, type End, entryOf, recordOf, rowsOf } from './rows.ts'

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
 * The program that somebody writes who needs nothing but this: prepared statements on the same file, nothing checked, no
 * general rule. It makes the rows that Kith makes of a contact, in every table.
 *
 * @param bareSearch A plain FTS5 table of the words of the contacts
 */
export function byHand(db: DatabaseSync, bareSearch: string): Contestant {
  const write = rowWriter(db)
  let records = new Map<number, StoredRecord>()
  const writes = writer(db, (numbers) => {
    for (const number of numbers) write(rowsOf(records.get(number) as StoredRecord))
  })
  return {
    ...reader(db, bareSearch),
    ...writes,
    ready(numbers) {
      records = new Map(numbers.map((number) => [number, contactOf(number)]))
    },
  }
}

/** The same with rows that were made before: what writing alone costs. Reads nothing. */
export function readyRows(db: DatabaseSync): Contestant {
  const write = rowWriter(db)
  let rows = new Map<number, ContactRows>()
  const writes = writer(db, (numbers) => {
    for (const number of numbers) write(rows.get(number) as ContactRows)
  })
  return {
    ...writes,
    ready(numbers) {
      rows = new Map(numbers.map((number) => [number, rowsOf(contactOf(number))]))
    },
    records: () => [],
    close: () => db.close(),
  }
}

/** The same with an entry of the log for each contact, of what somebody enters now. */
export function byHandWithLog(db: DatabaseSync, bareSearch: string): Contestant {
  const write = rowWriter(db)
  const log = logWriter(db)
  let inputs = new Map<number, ReturnType<typeof inputOf>>()
  const { insert, group } = writer(db, (numbers) => {
    let end = log.end()
    for (const number of numbers) {
      const record = recordOf(number, inputs.get(number) as ReturnType<typeof inputOf>)
      write(rowsOf(record))
      end = log.append(record, end)
    }
  })
  return {
    ...reader(db, bareSearch),
    insert,
    group,
    ready(numbers) {
      inputs = new Map(numbers.map((number) => [number, inputOf(number)]))
    },
  }
}

function reader(
  db: DatabaseSync,
  bareSearch: string,
): Pick<Contestant, 'get' | 'page' | 'search' | 'records' | 'close'> {
  const get = inArrays(db, `SELECT ${VALUES_SQL} FROM ${TABLE} WHERE t."$tenant" = 'main' AND t."id" = ?`)
  const first = inArrays(db, `SELECT ${VALUES_SQL} FROM ${TABLE} WHERE ${WANTED} ${ORDER}`)
  const next = inArrays(
    db,
    `SELECT ${VALUES_SQL} FROM ${TABLE} WHERE ${WANTED} AND (t."createdAt", t."id") < (?, ?) ${ORDER}`,
  )
  return {
    get: (number) => contactFrom(get.get(idOf(number)) as unknown as Row),
    page(behind) {
      const last = (behind as Contact[] | undefined)?.at(-1)
      const rows = last ? next.all(last.createdAt as Cell, last.id as Cell) : first.all()
      return (rows as unknown as Row[]).map(contactFrom)
    },
    search: searcher(db, bareSearch),
    records: (answer) => [answer].flat() as Plain[],
    close: () => db.close(),
  }
}

/** One transaction for all that are written together. */
function writer(db: DatabaseSync, write: (numbers: readonly number[]) => void) {
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  const all = (numbers: readonly number[]) => {
    begin.run()
    write(numbers)
    commit.run()
  }
  const one = groupOf(all)
  return {
    insert: (number: number) => all([number]),
    group: (numbers: readonly number[]) => Promise.all(numbers.map(one)),
    bulk: all,
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
function rowWriter(db: DatabaseSync): (rows: ContactRows) => void {
  const contact = db.prepare(
    `INSERT INTO o_contact (${['$tenant', ...COLUMNS].map(quoted).join(', ')}) VALUES (?${', ?'.repeat(COLUMNS.length)})`,
  )
  const search = db.prepare('INSERT INTO s_contact (rowid, words) VALUES (?, ?)')
  const rank = db.prepare(
    'INSERT INTO r_contact ("row", rank) VALUES (?, ? << 48 | 281474976710655 - CAST(? AS INTEGER))',
  )
  const value = db.prepare('INSERT INTO field_value VALUES (?, ?, ?, ?, ?, ?, ?)')
  const claim = db.prepare('INSERT INTO kith_claim VALUES (?, ?, ?, ?, ?)')
  return (rows) => {
    claim.run(...rows.claim)
    const { lastInsertRowid } = contact.run(...rows.contact)
    for (const cells of rows.values) value.run(...cells)
    search.run(lastInsertRowid, rows.words)
    rank.run(lastInsertRowid, ...rows.rank)
  }
}

/** Appends to the log, whoever wrote to it before. */
function logWriter(db: DatabaseSync) {
  const last = db.prepare("SELECT seq, chain FROM kith_log WHERE tenant = 'main' ORDER BY seq DESC LIMIT 1")
  const entry = db.prepare(
    'INSERT INTO kith_log (tenant, seq, object, id, correlation, payload, salt, digest, chain) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const subject = db.prepare('INSERT INTO kith_log_subject VALUES (?, ?, ?)')
  return {
    end: (): End => (last.get() as unknown as End | undefined) ?? { seq: 0, chain: 'main' },
    append(record: StoredRecord, before: End): End {
      const { cells, end } = entryOf(record, before)
      entry.run(...cells)
      subject.run('main', `contact:${record.id}`, end.seq)
      return end
    },
  }
}
