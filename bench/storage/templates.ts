import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { digitsOf, idOf } from './contacts.ts'
import type { Contestant } from './contestant.ts'
import type { Cell } from './driver.ts'

/** The rows that Kith writes for one new contact, in every table. */
export interface Written {
  readonly contact: readonly Cell[]
  readonly words: string
  /** Rows of the other tables; the numbers of the log are given when they are written. */
  readonly others: readonly { readonly table: string; readonly cells: readonly Cell[] }[]
}

/** Rows as they were found, with what stands for the contact in them. */
interface Template extends Written {
  readonly id: string
  readonly number: number
}

/** Contacts that are looked at; the rows of all others are made from theirs. */
export const TEMPLATES = 200
/** In a template: the next number of the tenant's log. */
export const NEXT_SEQ = -1

/**
 * Lets Kith write contacts to a file of its own, and reads what it wrote: so that the program by hand writes the very
 * same rows, whatever Kith may come to write.
 */
export async function writtenBy(open: (file: string) => Promise<Contestant>): Promise<(number: number) => Written> {
  const folder = mkdtempSync(join(tmpdir(), 'kith-bench-rows-'))
  try {
    const file = join(folder, 'crm.db')
    const kith = await open(file)
    const numbers = Array.from({ length: TEMPLATES }, (_, at) => at)
    kith.ready(numbers)
    for (const number of numbers) await kith.insert?.(number)
    await kith.close()
    const templates = read(file)
    return (number) => fill(templates[number % TEMPLATES] as Template, number)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function read(file: string): readonly Template[] {
  const db = new DatabaseSync(file, { readOnly: true })
  const rows = (sql: string, ...values: Cell[]) => {
    const statement = db.prepare(sql)
    statement.setReturnArrays(true)
    return statement.all(...values) as unknown as Cell[][]
  }
  try {
    return rows('SELECT * FROM o_contact ORDER BY 1').map(([row, ...contact]) => {
      const id = String(contact[1])
      const words = String(rows('SELECT words FROM s_contact WHERE rowid = ?', row as Cell)[0]?.[0])
      const of = (table: string, cells: readonly Cell[][]) => cells.map((one) => ({ table, cells: one }))
      const others = [
        ...of('field_value', rows('SELECT * FROM field_value WHERE id = ?', id)),
        ...of('kith_claim', rows('SELECT * FROM kith_claim WHERE id = ?', id)),
        ...of('kith_log', rows(LOG, id)),
        ...of('kith_log_subject', rows(SUBJECTS, id)),
        ...of('kith_job', rows('SELECT * FROM kith_job WHERE instr(payload, ?)', id)),
      ]
      return { id, number: numberOf(contact), contact, words, others }
    })
  } finally {
    db.close()
  }
}

const LOG = `SELECT NULL, tenant, ${NEXT_SEQ}, object, id, correlation, payload, salt, digest, chain FROM kith_log WHERE id = ?`
const SUBJECTS = `SELECT s.tenant, s.subject, ${NEXT_SEQ} FROM kith_log_subject s JOIN kith_log l ON l.tenant = s.tenant AND l.seq = s.seq WHERE l.id = ?`

/** The number stands in the address, whoever gave the id. */
function numberOf(cells: readonly Cell[]): number {
  const found = /\.(\d{12})@example\.com/.exec(cells.join('\n'))
  return Number(found?.[1])
}

function fill({ id, number, contact, words, others }: Template, wanted: number): Written {
  const [before, after] = [digitsOf(number), digitsOf(wanted)]
  const renew = (cell: Cell): Cell =>
    typeof cell === 'string' ? cell.replaceAll(id, idOf(wanted)).replaceAll(before, after) : cell
  return {
    contact: contact.map(renew),
    words: String(renew(words)),
    others: others.map(({ table, cells }) => ({ table, cells: cells.map(renew) })),
  }
}
