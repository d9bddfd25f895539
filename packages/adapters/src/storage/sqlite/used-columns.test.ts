import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createModel, defineObject, number, text } from '@kith/core'
import type { Query, Storage, StoredRecord } from '@kith/core/storage'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { storedColumns } from '../sql/layout.ts'
import { quote } from '../sql/sql.ts'
import type { Cell } from './driver.ts'
import { sqliteStorage } from './index.ts'
import { objectLayout } from './layout.ts'
import { UsedColumns } from './used-columns.ts'

/** More than the arguments of a function of SQLite. */
const MANY = 250
const names = Array.from({ length: MANY }, (_, at) => `f${at}`)
const model = createModel([
  defineObject({
    name: 'wide',
    label: 'Wide',
    title: 'f0',
    fields: Object.fromEntries(names.map((name, at) => [name, at % 2 === 0 ? text() : number()])),
  }),
])
const TENANT = { tenant: 'north' }
const QUERY: Query = {
  where: { op: 'empty', field: 'deletedAt' },
  sort: { ref: { field: 'id', slot: 'value', kind: 'text', type: 'text' }, direction: 'asc' },
  limit: 50,
}

const wide = (id: string, values: object = {}) => ({ id, version: 1, f0: `Wide ${id}`, ...values }) as StoredRecord

describe('reading a table whose columns are mostly empty', () => {
  let folder: string
  let storage: Storage
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kith-used-'))
    storage = sqliteStorage({ file: join(folder, 'crm.db') })
    await storage.open(model)
  })
  afterEach(async () => {
    await storage.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const put = (to: Storage, ...records: StoredRecord[]) =>
    to.commit(TENANT, { put: records.map((record) => ({ object: 'wide', record })) })
  const all = () => storage.find(TENANT, 'wide', QUERY)

  it('gives what a record holds in a column that no record used before', async () => {
    const [plain, zero, long] = [wide('a'), wide('b', { f7: 0 }), wide('c', { f248: 'Øl', f249: 12.5 })]
    await put(storage, plain)
    expect(await all()).toEqual([plain])
    await put(storage, zero)
    expect(await storage.get(TENANT, 'wide', ['b', 'none', 'a'])).toEqual([zero, undefined, plain])
    await put(storage, long)
    expect(await all()).toEqual([plain, zero, long])
    const found = await storage.find(TENANT, 'wide', { ...QUERY, search: ['wide'], ranked: true })
    expect(found).toEqual([plain, zero, long])
  })

  it('gives what another connection wrote into such a column', async () => {
    await put(storage, wide('a'))
    await all()
    const other = sqliteStorage({ file: join(folder, 'crm.db') })
    await other.open(model)
    const changed = { ...wide('a', { f100: 'new' }), version: 2 }
    await put(other, changed)
    await other.close()
    expect(await storage.get(TENANT, 'wide', ['a'])).toEqual([changed])
  })

  it('reads a run-time field', async () => {
    await put(storage, wide('a'))
    await all()
    const custom = wide('b', { hull_no: 'NO-17' })
    await put(storage, custom)
    expect(await all()).toEqual([wide('a'), custom])
  })
})

describe('the columns that are in use', () => {
  const layout = objectLayout(model, 'wide')
  const db = new DatabaseSync(':memory:')
  db.exec(`CREATE TABLE o_wide (${storedColumns(layout).map(quote).join(', ')})`)
  db.exec(`INSERT INTO o_wide (id, version, f4) VALUES ('a', 1, NULL), ('b', 2, NULL), ('c', 3, 'x')`)
  afterAll(() => db.close())

  it('are asked for once when they are known, and more often where a row holds more', () => {
    const used = new UsedColumns(layout)
    let asked = 0
    const read = (most: number) => {
      asked = 0
      const rows = used.rows(({ columns }) => {
        asked++
        const statement = db.prepare(`SELECT ${columns} FROM o_wide t ORDER BY id LIMIT ${most}`)
        statement.setReturnArrays(true)
        return statement.all() as unknown as Cell[][]
      })
      return rows.map((row) => used.record(row))
    }
    const [a, b, c] = [
      { id: 'a', version: 1 },
      { id: 'b', version: 2 },
      { id: 'c', version: 3, f4: 'x' },
    ]
    expect(read(1)).toEqual([a])
    expect([read(2), asked]).toEqual([[a, b], 1])
    expect([read(3), asked]).toEqual([[a, b, c], 3])
    expect([read(3), asked]).toEqual([[a, b, c], 1])
  })
})
