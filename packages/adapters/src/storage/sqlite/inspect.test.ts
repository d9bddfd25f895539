import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createModel, defineObject, text } from '@kith/core'
import type { Finding } from '@kith/core/storage'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { sqliteStorage } from './index.ts'
import { fillOld, grown, NORTH, old } from './testing/upgraded.ts'

const temporary = mkdtempSync(join(tmpdir(), 'kith-inspect-'))
afterAll(() => rmSync(temporary, { recursive: true, force: true }))

let files = 0
let file: string
beforeEach(async () => {
  file = join(temporary, `case-${++files}`, 'crm.db')
  const storage = sqliteStorage({ file })
  await storage.open(old)
  await fillOld(storage)
  await storage.close()
})

function change(sql: string): void {
  const db = new DatabaseSync(file)
  db.exec(sql)
  db.close()
}

/** Codes of what is not as it should be. */
async function faults(findings: Promise<readonly Finding[]> | undefined): Promise<string[]> {
  const found = (await findings) ?? []
  for (const { message } of found) expect(message).toMatch(/^[A-Z].*\S$/)
  return found.filter(({ level }) => level !== 'fact').map(({ code }) => code)
}

async function openFaults(model = old): Promise<string[]> {
  const storage = sqliteStorage({ file })
  await storage.open(model)
  try {
    return await faults(storage.inspect?.())
  } finally {
    await storage.close()
  }
}

describe('the inspection of a SQLite file', () => {
  it('finds nothing wrong with a good one, open or not, and changes nothing', async () => {
    const before = readFileSync(file)
    expect(await faults(sqliteStorage({ file }).inspect?.())).toEqual([])
    expect(readFileSync(file).equals(before)).toBe(true)
    expect(await openFaults()).toEqual([])
  })

  it('says that a file is not there, is no database, or is none of Kith', async () => {
    expect(await faults(sqliteStorage({ file: join(temporary, 'none.db') }).inspect?.())).toEqual(['MISSING'])
    const folder = join(temporary, 'other')
    mkdirSync(folder)
    writeFileSync(join(folder, 'text.db'), 'not a database, but long enough to look like one. '.repeat(40))
    expect(await faults(sqliteStorage({ file: join(folder, 'text.db') }).inspect?.())).toEqual(['DAMAGED'])
    new DatabaseSync(join(folder, 'foreign.db')).exec('CREATE TABLE mine (id INTEGER)')
    expect(await faults(sqliteStorage({ file: join(folder, 'foreign.db') }).inspect?.())).toEqual(['NO_STORE'])
  })

  it('finds a page that was overwritten', async () => {
    const bytes = readFileSync(file)
    bytes.fill(0xaa, 8 * 4096, 9 * 4096)
    writeFileSync(file, bytes)
    expect(await faults(sqliteStorage({ file }).inspect?.())).toEqual(['DAMAGED'])
  })

  it('tells a newer store', async () => {
    change("UPDATE kith_meta SET value = '99' WHERE key = 'version'")
    expect(await faults(sqliteStorage({ file }).inspect?.())).toEqual(['STORAGE_TOO_NEW'])
  })

  it('tells a journal mode that another program set', async () => {
    change('PRAGMA journal_mode = DELETE')
    expect(await faults(sqliteStorage({ file }).inspect?.())).toEqual(['DURABILITY'])
  })

  it('tells a search index that keeps what is erased', async () => {
    change("INSERT INTO s_lead (s_lead, rank) VALUES ('secure-delete', 0)")
    expect(await faults(sqliteStorage({ file }).inspect?.())).toEqual(['ERASURE'])
  })

  it('tells a search index that does not fit its records, and how it is made anew', async () => {
    const db = new DatabaseSync(file, { defensive: false })
    db.exec("UPDATE s_lead_content SET c0 = 'other' WHERE id = 7")
    db.close()
    const [found] = (await sqliteStorage({ file }).inspect?.()) ?? []
    expect(found).toMatchObject({ level: 'problem', code: 'DAMAGED' })
    change(/INSERT .*$/.exec(found?.message ?? '')?.[0] ?? '')
    expect(await faults(sqliteStorage({ file }).inspect?.())).toEqual([])
  })

  it('names an index that somebody dropped while the store was open', async () => {
    const storage = sqliteStorage({ file })
    await storage.open(old)
    change('DROP INDEX "i_lead_title$fold"')
    const found = (await storage.inspect?.())?.filter(({ level }) => level === 'problem')
    expect(found).toEqual([
      {
        level: 'problem',
        code: 'MISSING_INDEX',
        message: expect.stringContaining('CREATE INDEX IF NOT EXISTS "i_lead_title$fold"'),
      },
    ])
    await storage.close()
  })

  it('names objects with records that the model lacks, and refuses a dump without them', async () => {
    const storage = sqliteStorage({ file })
    await storage.open(grown)
    await storage.commit(NORTH, { put: [{ object: 'gadget', record: { id: 'g', version: 1, name: 'G' } }] })
    await storage.open(
      createModel([defineObject({ name: 'other', label: 'Other', title: 'name', fields: { name: text() } })]),
    )
    expect(await faults(storage.inspect?.())).toEqual(['UNKNOWN_OBJECT', 'UNKNOWN_OBJECT'])
    const dump = storage.dump(NORTH)[Symbol.asyncIterator]()
    await expect(dump.next()).rejects.toMatchObject({ code: 'UNKNOWN_OBJECT' })
    await storage.close()
  })
})
