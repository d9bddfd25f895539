import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createModel, defineObject, text } from '@kith/core'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { sqliteStorage } from './index.ts'
import { objectLayout } from './layout.ts'
import { nodeSqlite } from './node-sqlite.ts'
import { SqliteStore } from './store.ts'
import { goesOn } from './vocabulary.ts'

const model = createModel([
  defineObject({ name: 'thing', label: 'Thing', title: 'title', fields: { title: text({ searchable: true }) } }),
])
const TITLES = ['Maria', 'Kasimir', 'Kasimirs hage', 'Garcia7', 'Мария', 'Мариям', 'Ola']
const folder = mkdtempSync(join(tmpdir(), 'kith-words-'))
let made = 0

async function filled(): Promise<string> {
  const file = join(folder, `${made++}.db`)
  const storage = sqliteStorage({ file })
  await storage.open(model)
  const put = TITLES.map((title, at) => ({ object: 'thing', record: { id: `t${at}`, version: 1, title } }))
  await storage.commit({ tenant: 'north' }, { put })
  await storage.close()
  return file
}

const open = (file: string, readOnly: boolean) => new SqliteStore({ file, driver: nodeSqlite, readOnly }, model)
const stores: SqliteStore[] = []

afterEach(() => {
  for (const store of stores.splice(0)) store.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the words of a search index', () => {
  it.each([false, true])('are known to go on from a beginning, or not (for reading only: %s)', async (readOnly) => {
    const store = open(await filled(), readOnly)
    stores.push(store)
    const asked = ['maria', 'kasimir', 'kasimirs', 'garc', 'garcia7', 'мария', 'мариям', 'nobody', 'ola', 'ka']
    const layout = objectLayout(model, 'thing')
    const going = asked.filter((word) => goesOn(store.connection, layout, word))
    // Shorter ones are words of the index themselves: nobody asks.
    expect(going).toEqual(['kasimir', 'garc', 'мария', 'ola', 'ka'])
  })

  it('are still known after the tables were made to fit another model', async () => {
    const store = open(await filled(), false)
    stores.push(store)
    const layout = objectLayout(model, 'thing')
    expect(goesOn(store.connection, layout, 'kasimir')).toBe(true)
    store.use(model)
    expect(goesOn(store.connection, layout, 'kasimir')).toBe(true)
    expect(goesOn(store.connection, layout, 'maria')).toBe(false)
  })

  it('are found whole and as beginnings, before and after longer ones came', async () => {
    const storage = sqliteStorage({ file: await filled() })
    await storage.open(model)
    const find = async (word: string) => {
      const where = { op: 'true' } as const
      const sort = { ref: { field: 'id', slot: 'value', kind: 'text', type: 'text' }, direction: 'asc' } as const
      const found = await storage.find({ tenant: 'north' }, 'thing', { where, sort, limit: 9, search: [word] })
      return found.map(({ id }) => id)
    }
    expect(await find('maria')).toEqual(['t0'])
    await storage.commit(
      { tenant: 'north' },
      { put: [{ object: 'thing', record: { id: 't9', version: 1, title: 'Mariana' } }] },
    )
    expect(await find('maria')).toEqual(['t0', 't9'])
    expect(await find('kasimir')).toEqual(['t1', 't2'])
    await storage.close()
  })
})
