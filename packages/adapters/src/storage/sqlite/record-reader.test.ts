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
import { RecordReader } from './record-reader.ts'

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
const RANKED: Query = { ...QUERY, search: ['wide'], ranked: true }

const wide = (id: string, values: object = {}) => ({ id, version: 1, f0: `Wide ${id}`, ...values }) as StoredRecord

describe('reading a table whose columns are mostly empty', () => {
  let folder: string
  let storage: Storage
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kith-reader-'))
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
    const found = await storage.find(TENANT, 'wide', RANKED)
    expect(found).toEqual([plain, zero, long])
  })

  it('gives nothing, and then something, for the best of a search that is the first read', async () => {
    expect(await storage.find(TENANT, 'wide', RANKED)).toEqual([])
    await put(storage, wide('a', { f9: 1 }))
    expect(await storage.find(TENANT, 'wide', RANKED)).toEqual([wide('a', { f9: 1 })])
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

describe('a reader of records', () => {
  const layout = objectLayout(model, 'wide')
  const db = new DatabaseSync(':memory:')
  db.exec(`CREATE TABLE o_wide (${storedColumns(layout).map(quote).join(', ')})`)
  db.exec(`INSERT INTO o_wide (id, version, f4) VALUES ('a', 1, NULL), ('b', 2, NULL), ('c', 3, 'x')`)
  for (const [at, name] of names.entries())
    db.exec(`INSERT INTO o_wide (id, version, ${name}) VALUES ('each ${String(at).padStart(3, '0')}', 1, ${at})`)
  afterAll(() => db.close())

  /** Reads from the table, and counts what that took. */
  function counting() {
    const reader = new RecordReader(layout)
    const asked: string[] = []
    const read = (where: string) => {
      const { rows, record } = reader.read(({ columns }) => {
        asked.push(columns)
        const statement = db.prepare(`SELECT ${columns} FROM o_wide t WHERE ${where} ORDER BY id`)
        statement.setReturnArrays(true)
        return statement.all() as unknown as Cell[][]
      })
      return rows.map(record)
    }
    return { read, asked }
  }

  it('asks once when it knows the columns, and twice where a row holds more', () => {
    const [a, b, c] = [
      { id: 'a', version: 1 },
      { id: 'b', version: 2 },
      { id: 'c', version: 3, f4: 'x' },
    ]
    const { read, asked } = counting()
    const took = (where: string) => {
      asked.length = 0
      return [read(where), asked.length]
    }
    expect(took(`id = 'a'`)).toEqual([[a], 1])
    expect(took(`id IN ('a', 'b')`)).toEqual([[a, b], 1])
    expect(asked[0]).toMatch(/^t\."id", t\."version", coalesce/)
    expect(took(`id IN ('a', 'b', 'c')`)).toEqual([[a, b, c], 2])
    expect(took(`id IN ('a', 'b', 'c')`)).toEqual([[a, b, c], 1])
  })

  it('makes few statements of one question, however many columns come one after the other', () => {
    const { read, asked } = counting()
    for (const [at, name] of names.entries())
      expect(read(`${name} = ${at}`)).toEqual([{ id: `each ${String(at).padStart(3, '0')}`, version: 1, [name]: at }])
    const made = new Set(asked)
    expect(made.size).toBeLessThan(25)
    expect(asked.length).toBeLessThan(MANY + 25)
  })
})
