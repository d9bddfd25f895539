import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sqliteStorage } from '@kith/adapters/storage/sqlite'
import { createCrm } from '@kith/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contactOf, idOf, searchOf } from './contacts.ts'
import { asText, type Contestant, type Plain, plainRow } from './contestant.ts'
import { CONTESTANTS, HAND, HAND_WITH_LOG, READY } from './contestants.ts'
import { openNodeSqlite } from './driver.ts'
import { MEMORY } from './memory.ts'
import { fillStore } from './store.ts'

const ROWS = 1_300
const folder = mkdtempSync(join(tmpdir(), 'kith-bench-agreement-'))
const file = join(folder, 'crm.db')

const newestFirst = Array.from({ length: ROWS }, (_, at) => contactOf(ROWS - 1 - at))
const wanted = newestFirst.filter((one) => one['lifecycle'] === 'prospect' && one['source'] === 'website')
/** The instant in a rank, which is another one each time, is that of the contact. */
const RANKS = `(SELECT r."row", r.rank >> 48 AS size, unixepoch(t."createdAt") = (~r.rank & 281474976710655) / 1000 AS made
  FROM r_contact r JOIN o_contact t ON t."$row" = r."row")`
const TABLES = [
  'o_contact',
  's_contact',
  RANKS,
  'field_value',
  'kith_claim',
  'kith_log',
  'kith_log_subject',
  'kith_job',
]
const everybody = { ...CONTESTANTS, ...MEMORY }

beforeAll(() => fillStore(file, 0, ROWS), 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function pagesOf(contestant: Contestant): Promise<readonly string[]> {
  const pages: string[] = []
  let behind: unknown
  for (let page = 0; page < 2; page++) {
    behind = await contestant.page?.(behind)
    pages.push(asText(contestant.records(behind)))
  }
  return pages
}

/** A file of its own, so that nobody sees what others wrote. */
async function opened(name: string): Promise<{ contestant: Contestant; own: string }> {
  const own = join(folder, `${name}.db`)
  copyFileSync(file, own)
  return { contestant: (await everybody[name]?.(own, ROWS)) as Contestant, own }
}

function query(own: string, sql: string, ...values: string[]): Record<string, unknown>[] {
  const db = openNodeSqlite(own)
  try {
    return db.prepare(sql).all(...values)
  } finally {
    db.close()
  }
}

/** All that somebody writes for two contacts, by table. */
async function writtenBy(name: string): Promise<{ rows: Record<string, string[]>; own: string }> {
  const { contestant, own } = await opened(name)
  const all = (table: string) => query(own, `SELECT * FROM ${table}`).map((row) => JSON.stringify(row))
  const before = new Map(TABLES.map((table) => [table, new Set(all(table))]))
  contestant.ready([7_001, 7_002])
  await contestant.insert?.(7_001)
  await contestant.insert?.(7_002)
  await contestant.close()
  const added = (table: string) => all(table).filter((row) => !before.get(table)?.has(row))
  return { rows: Object.fromEntries(TABLES.map((table) => [table, added(table)])), own }
}

/** Without what is another one each time: instants, ids, hashes. */
function alike(rows: Readonly<Record<string, readonly string[]>>): unknown {
  const plain = (row: string) =>
    row
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'now')
      .replaceAll(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, 'id')
      .replaceAll(/[\da-f]{64}|[\da-f]{32}/g, 'hash')
      .replaceAll(/"(row|seq)":\d+/g, '"$1":0')
  return Object.entries(rows).map(([table, of]) => [table, of.map(plain).toSorted()])
}

describe('the contestants of the storage bench', () => {
  it.each(Object.keys(everybody).filter((name) => name !== READY))(
    'read the same contact and the same pages: %s',
    async (name) => {
      const { contestant } = await opened(name)
      if (contestant.get) expect(asText(contestant.records(await contestant.get(7)))).toBe(asText([contactOf(7)]))
      expect(await pagesOf(contestant)).toEqual([asText(wanted.slice(0, 50)), asText(wanted.slice(50, 100))])
      await contestant.close()
    },
  )

  const writers = Object.keys(CONTESTANTS).filter((name) => name !== 'kith engine' && name !== HAND_WITH_LOG)
  it.each(writers)('write the same contacts: %s', async (name) => {
    const { contestant, own } = await opened(name)
    const numbers = [5_001, 5_002, 5_003, 5_004]
    contestant.ready(numbers)
    await contestant.insert?.(5_001)
    await contestant.bulk?.([5_002, 5_003])
    await (contestant.group ? contestant.group([5_004]) : contestant.insert?.(5_004))
    await contestant.close()
    const rows = numbers.flatMap((number) => query(own, 'SELECT * FROM o_contact WHERE id = ?', idOf(number)))
    expect(asText(rows.map((row) => plainRow(row as Plain)))).toBe(asText(numbers.map(contactOf)))
  })

  it.each([HAND, READY])('write the very rows that Kith writes, in every table: %s', async (name) => {
    expect((await writtenBy(name)).rows).toEqual((await writtenBy('kith')).rows)
  })

  it('write the rows of the whole engine, with a log that it finds in order: by hand with log', async () => {
    const { rows, own } = await writtenBy(HAND_WITH_LOG)
    expect(alike(rows)).toEqual(alike((await writtenBy('kith engine')).rows))
    const crm = await createCrm({ storage: sqliteStorage({ file: own }), jobsEveryMs: 0 })
    expect(await crm.verify('main')).toMatchObject({ ok: true, checked: 2 })
    await crm.close()
  })

  it('find contacts whose words begin as asked', async () => {
    const { contestant } = await opened(HAND)
    const found = contestant.records(await contestant.search?.(searchOf(0)))
    await contestant.close()
    expect(found.length).toBeGreaterThan(0)
  })
})
