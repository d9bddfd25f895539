import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contactOf, idOf, searchOf } from './contacts.ts'
import { asText, type Contestant, type Plain, plainRow } from './contestant.ts'
import { CONTESTANTS, HAND, HAND_WITH_LOG } from './contestants.ts'
import { openNodeSqlite } from './driver.ts'
import { MEMORY } from './memory.ts'
import { fillStore } from './store.ts'
import { TEMPLATES } from './templates.ts'

const ROWS = 1_300
const folder = mkdtempSync(join(tmpdir(), 'kith-bench-agreement-'))
const file = join(folder, 'crm.db')

const newestFirst = Array.from({ length: ROWS }, (_, at) => contactOf(ROWS - 1 - at))
const wanted = newestFirst.filter((one) => one['lifecycle'] === 'prospect' && one['source'] === 'website')
/** Whose rows the programs by hand write. */
const BASES_OF: Readonly<Record<string, string>> = { [HAND]: 'kith', [HAND_WITH_LOG]: 'kith engine' }
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

function stored(own: string, table: string, number: number): unknown[] {
  const db = openNodeSqlite(own)
  try {
    return db.prepare(`SELECT * FROM ${table} WHERE id = ?`).all(idOf(number))
  } finally {
    db.close()
  }
}

describe('the contestants of the storage bench', () => {
  it.each(Object.keys(everybody))('read the same contact and the same pages: %s', async (name) => {
    const { contestant } = await opened(name)
    if (contestant.get) expect(asText(contestant.records(await contestant.get(7)))).toBe(asText([contactOf(7)]))
    expect(await pagesOf(contestant)).toEqual([asText(wanted.slice(0, 50)), asText(wanted.slice(50, 100))])
    await contestant.close()
  })

  const writers = Object.keys(CONTESTANTS).filter((name) => name !== 'kith engine' && name !== HAND_WITH_LOG)
  it.each(writers)('write the same contacts: %s', async (name) => {
    const { contestant, own } = await opened(name)
    const numbers = [5_001, 5_002, 5_003, 5_004]
    contestant.ready(numbers)
    await contestant.insert?.(5_001)
    await contestant.bulk?.([5_002, 5_003])
    await (contestant.group ? contestant.group([5_004]) : contestant.insert?.(5_004))
    await contestant.close()
    const records = numbers.flatMap((number) => stored(own, 'o_contact', number).map((row) => plainRow(row as Plain)))
    const made = numbers.map((number) => contactOf(name === HAND ? number % TEMPLATES : number))
    expect(records.map(({ id }) => id)).toEqual(numbers.map(idOf))
    if (name !== HAND) expect(asText(records)).toBe(asText(made))
    else expect(records.map((one) => one['title'])).toEqual(made.map((one) => one['title']))
  })

  it.each([HAND, HAND_WITH_LOG])('write as many rows as Kith, in every table: %s', async (name) => {
    const tables = ['o_contact', 's_contact', 'field_value', 'kith_claim', 'kith_log', 'kith_log_subject', 'kith_job']
    const count = (own: string) => {
      const db = openNodeSqlite(own)
      const all = tables.map((table) => Object.values(db.prepare(`SELECT count(*) FROM ${table}`).get() ?? {})[0])
      db.close()
      return all as number[]
    }
    const added = async (writer: string) => {
      const { contestant, own } = await opened(writer)
      contestant.ready([7_001, 7_002])
      const before = count(own)
      await contestant.insert?.(7_001)
      await contestant.insert?.(7_002)
      const after = count(own)
      await contestant.close()
      return after.map((rows, at) => rows - (before[at] ?? 0))
    }
    expect(await added(name)).toEqual(await added(BASES_OF[name] ?? ''))
  })

  it('find contacts whose words begin as asked', async () => {
    const { contestant } = await opened(HAND)
    const found = contestant.records(await contestant.search?.(searchOf(0)))
    await contestant.close()
    expect(found.length).toBeGreaterThan(0)
  })
})
