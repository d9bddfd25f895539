// How many durable leads a second one process takes, against what the disk and SQLite allow, in one run.
// pnpm bench submit [--json] [--seconds 4] [--callers 32] [--rounds 3]
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { parseArgs } from 'node:util'
import { sqliteStorage } from '@kith/adapters/storage/sqlite'
import { createCrm } from '@kith/core'

const { values: flags } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '4' },
    callers: { type: 'string', default: '32' },
    rounds: { type: 'string', default: '3' },
  },
})
const forMs = Number(flags.seconds) * 1_000
const callers = Number(flags.callers)
const folder = mkdtempSync(join(process.env['BENCH_DIR'] ?? tmpdir(), 'kith-bench-'))

interface Result {
  readonly perSecond: number
  readonly p99Ms: number
}

function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
}

/** Callers who each wait for their answer before they ask again. */
async function measure(call: () => Promise<unknown>, each = callers): Promise<Result> {
  const waits: number[] = []
  const start = performance.now()
  const caller = async () => {
    while (performance.now() - start < forMs) {
      const before = performance.now()
      await call()
      waits.push(performance.now() - before)
    }
  }
  await Promise.all(Array.from({ length: each }, caller))
  const perSecond = waits.length / ((performance.now() - start) / 1_000)
  return {
    perSecond,
    p99Ms: quantile(
      waits.sort((left, right) => left - right),
      0.99,
    ),
  }
}

let count = 0
/** The answers of a visitor whom nobody knows yet: what a form on a website sends. */
function submission() {
  const number = ++count
  return {
    input: {
      values: {
        name: `Kari Nordmann ${number}`,
        email: `kari.${number}@example.com`,
        phone: `+4790${String(100_000 + (number % 900_000))}`,
        message: 'Hello, we would like a new kitchen before the summer. Can somebody call me one of these days?',
      },
      consents: [{ purpose: 'sales' }],
      source: { page: 'https://www.example.com/kitchens', utm_source: 'search', utm_campaign: 'spring' },
    },
    key: `bench-${number}-${Math.random().toString(36).slice(2)}`,
  }
}

/** The whole operation: read the form, check the answers, plan, log, claims, job, fsync, receipt. */
async function kith(file: string, jobsEveryMs: number): Promise<Result> {
  const crm = await createCrm({ storage: sqliteStorage({ file }), jobsEveryMs })
  const users = ['ida', 'ola'].map((id) => ({ id, name: id, roles: ['agent'], teamIds: ['inside-sales'] }))
  await crm.openTenant({ id: 'main', name: 'Main', teams: [{ id: 'inside-sales', name: 'Inside sales' }], users })
  const site = crm.visitors({ tenant: 'main' })
  const result = await measure(async () => {
    const { input, key } = submission()
    await site.submit('contact', input, { idempotencyKey: key })
  })
  await crm.close()
  return result
}

/** What each table got for one lead: rows as they are, with their statement. */
interface Replay {
  readonly sql: string
  readonly rows: readonly (readonly (string | number | null)[])[]
}

/** The rows that Kith wrote, table by table, in equal shares for each lead. */
function recorded(file: string): {
  readonly tables: readonly Replay[]
  readonly leads: number
  readonly bytes: number
} {
  const db = new DatabaseSync(file, { readOnly: true })
  const names = db
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND (name LIKE 'o_%' OR name LIKE 'kith_%') AND name NOT LIKE 's\\_%' ESCAPE '\\'",
    )
    .all()
    .map((row) => String(row['name']))
  const leads = Number(db.prepare('SELECT count(*) AS n FROM o_lead').get()?.['n'])
  const tables: Replay[] = []
  let bytes = 0
  for (const name of names) {
    const rows = db.prepare(`SELECT * FROM "${name}" LIMIT ${leads * 3}`)
    rows.setReturnArrays(true)
    const all = rows.all() as unknown as (string | number | null)[][]
    if (all.length < leads * 0.9) continue
    bytes += JSON.stringify(all).length
    tables.push({ sql: `INSERT OR REPLACE INTO "${name}" VALUES (${all[0]?.map(() => '?').join(', ')})`, rows: all })
  }
  db.close()
  return { tables, leads, bytes: Math.round(bytes / leads) }
}

/** A hand-written group commit: what the callers of one turn bring goes into one transaction. */
async function byHand(file: string, write: (db: DatabaseSync) => () => void): Promise<Result> {
  const db = new DatabaseSync(file)
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536')
  const one = write(db)
  let waiting: (() => void)[] = []
  const flush = () => {
    const group = waiting
    waiting = []
    db.exec('BEGIN IMMEDIATE')
    for (const _ of group) one()
    db.exec('COMMIT')
    for (const tell of group) tell()
  }
  const result = await measure(
    () =>
      new Promise<void>((resolve) => {
        if (waiting.push(resolve) === 1) setImmediate(flush)
      }),
  )
  db.close()
  return result
}

/** The very rows of Kith, into the very tables and indexes, without anything that makes or checks them. */
function sameRows(from: string, file: string): Promise<Result> {
  const { tables, leads } = recorded(from)
  return byHand(file, (db) => {
    const source = new DatabaseSync(from, { readOnly: true })
    const schema = source
      .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 's\\_%' ESCAPE '\\'")
      .all()
    source.close()
    for (const { sql } of schema as { sql: string }[]) db.exec(sql)
    const statements = tables.map(({ sql, rows }) => ({ statement: db.prepare(sql), rows, each: rows.length / leads }))
    let at = 0
    return () => {
      for (const { statement, rows, each } of statements)
        for (let row = Math.floor(at * each); row < Math.floor((at + 1) * each); row++)
          statement.run(...fresh(rows[row % rows.length] ?? [], Math.floor(row / rows.length)))
      at++
    }
  })
}

/** A second time round the keys must be new again, and as spread as before. */
function fresh(row: readonly (string | number | null)[], round: number): (string | number | null)[] {
  return row.map((cell, column) => {
    if (round === 0) return cell
    if (column === 0 && typeof cell === 'number') return cell + round * 10_000_000
    return typeof cell === 'string' && cell.length < 80
      ? cell.replace(/\d(?=\D*$)/, (digit) => `${digit}${round}`)
      : cell
  })
}

/** One row of the same bytes. */
function sameBytes(file: string, bytes: number): Promise<Result> {
  const text = 'x'.repeat(bytes)
  return byHand(file, (db) => {
    db.exec('CREATE TABLE lead (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT')
    const insert = db.prepare('INSERT INTO lead (body) VALUES (?)')
    return () => void insert.run(text)
  })
}

/** What the disk does: append the bytes of a group, fdatasync, again. In groups a second, times the callers. */
async function disk(file: string, bytes: number): Promise<Result> {
  const fd = openSync(file, 'w')
  const block = Buffer.alloc(bytes * callers, 'x')
  const { perSecond, p99Ms } = await measure(async () => {
    writeSync(fd, block)
    fdatasyncSync(fd)
  }, 1)
  closeSync(fd)
  return { perSecond: perSecond * callers, p99Ms }
}

const runs: Record<string, Result[]> = {}
function keep(name: string, result: Result): void {
  runs[name] = [...(runs[name] ?? []), result]
}
let bytes = 0
try {
  for (let round = 0; round < Number(flags.rounds); round++) {
    const file = join(folder, `kith-${round}.db`)
    keep('submit', await kith(file, 0))
    keep('submit, rules running', await kith(join(folder, `rules-${round}.db`), 1_000))
    bytes = recorded(file).bytes
    keep('by hand, same rows', await sameRows(file, join(folder, `rows-${round}.db`)))
    keep('by hand, same bytes', await sameBytes(join(folder, `bytes-${round}.db`), bytes))
    keep('append and fdatasync', await disk(join(folder, `disk-${round}`), bytes))
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

const median = (of: readonly number[]) =>
  quantile(
    [...of].sort((left, right) => left - right),
    0.5,
  )
const table = Object.entries(runs).map(([what, results]) => ({
  what,
  perSecond: Math.round(median(results.map((one) => one.perSecond))),
  p99Ms: Math.round(median(results.map((one) => one.p99Ms)) * 10) / 10,
}))
const submit = table[0]?.perSecond ?? 0
const rows = table.map((row) => ({ ...row, submitIs: Math.round((submit / row.perSecond) * 100) / 100 }))
if (flags.json) console.log(JSON.stringify({ callers, bytesOfALead: bytes, rows }))
else {
  console.log(`${callers} callers, ${bytes} bytes a lead`)
  console.table(rows)
}
