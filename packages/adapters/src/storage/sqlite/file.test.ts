import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createModel, defineObject, email, number, text } from '@kith/core'
import type { ChangeDraft, Storage } from '@kith/core/storage'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sqliteStorage } from './index.ts'
import { SqliteStore } from './store.ts'
import { storedText } from './testing/stored-text.ts'

const temporary = mkdtempSync(join(tmpdir(), 'kith-file-'))
afterAll(() => rmSync(temporary, { recursive: true, force: true }))

const NORTH = { tenant: 'north' }
const lead = (fields: object = {}) =>
  defineObject({ name: 'lead', label: 'Lead', title: 'title', fields: { title: text(), ...fields } })
const model = createModel([lead({ mails: email({ many: true, indexed: true }), count: number() })])

let file: string
let files = 0
const opened: Storage[] = []

async function open(path = file, of = model): Promise<Storage> {
  const storage = sqliteStorage({ file: path })
  opened.push(storage)
  await storage.open(of)
  return storage
}

beforeEach(() => {
  file = join(temporary, `case-${++files}`, 'crm.db')
})

afterEach(async () => {
  for (const storage of opened.splice(0)) await storage.close()
})

const put = (id: string, values: object = {}) => ({ object: 'lead', record: { id, version: 1, ...values } })

function draft(id: string, after: Record<string, unknown>): ChangeDraft {
  const actor = { kind: 'user', id: 'u' }
  const common = { at: '2026-03-01T09:00:00.000Z', actor, cause: 'test', correlation: id, configVersion: 0 }
  return { ...common, object: 'lead', id, subjects: [`lead:${id}`], before: null, after, salt: 'f'.repeat(32) }
}

/** Asks the file itself, past the storage. */
function ask(sql: string, path = file): unknown[] {
  const db = new DatabaseSync(path)
  try {
    return db
      .prepare(sql)
      .all()
      .map((row) => Object.values(row)[0])
  } finally {
    db.close()
  }
}

describe('the file of sqliteStorage', () => {
  it('is in WAL mode, in strict tables', async () => {
    await open()
    expect(ask('PRAGMA journal_mode')).toEqual(['wal'])
    expect(ask("SELECT count(*) FROM pragma_table_list WHERE name LIKE 'o\\_%' ESCAPE '\\' AND strict = 0")).toEqual([
      0,
    ])
  })

  it('has the tenant at the beginning of every index and key', async () => {
    await open()
    const first = `SELECT DISTINCT c.name FROM sqlite_schema s, pragma_index_list(s.name) i, pragma_index_info(i.name) c
      WHERE s.type = 'table' AND (s.name LIKE 'o!_%' ESCAPE '!' OR s.name = 'field_value') AND c.seqno = 0`
    expect(ask(first).sort()).toEqual(['$tenant', 'tenant'])
  })

  it('is refused when a newer program wrote it, and left as it was', async () => {
    await (await open()).close()
    const db = new DatabaseSync(file)
    db.exec("UPDATE kith_meta SET value = '99' WHERE key = 'version'")
    db.close()
    await expect(open()).rejects.toMatchObject({ code: 'STORAGE_TOO_NEW', details: { found: 99, known: 3 } })
    expect(ask("SELECT value FROM kith_meta WHERE key = 'version'")).toEqual(['99'])
  })

  it('is refused when it is no database', async () => {
    mkdirSync(join(file, '..'), { recursive: true })
    writeFileSync(file, 'not a database, but long enough to look like a page of one. '.repeat(20))
    await expect(open()).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
  })

  it('is refused in one sentence when its folder cannot be written', async () => {
    mkdirSync(join(temporary, 'taken'))
    writeFileSync(join(temporary, 'taken', 'crm.db'), '')
    await expect(open(join(temporary, 'taken', 'crm.db', 'crm.db'))).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
    })
  })

  it.skipIf(process.getuid?.() === 0)('is refused when it may only be read', async () => {
    await (await open()).close()
    chmodSync(file, 0o400)
    await expect(open()).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
  })

  it('refuses commits when it is full, keeps what it acknowledged, and goes on when there is space', async () => {
    const storage = await open()
    await storage.commit(NORTH, { put: [put('before')] })
    const limit = new DatabaseSync(file)
    const pages = Number(Object.values(limit.prepare('PRAGMA page_count').get() ?? {})[0])
    limit.close()
    await storage.close()
    const tight = sqliteStorage({ file, maxPages: pages + 4 })
    opened.push(tight)
    await tight.open(model)
    const big = { title: 'x'.repeat(200_000) }
    await expect(tight.commit(NORTH, { put: [put('big', big)] })).rejects.toMatchObject({ code: 'STORAGE_FULL' })
    await tight.commit(NORTH, { put: [put('small')] })
    expect((await tight.get(NORTH, 'lead', ['before', 'small', 'big'])).map((record) => record?.id)).toEqual([
      'before',
      'small',
      undefined,
    ])
  })

  it('is closed on a full disk too, and has what it acknowledged at the next opening', async () => {
    const storage = await open()
    await storage.commit(NORTH, { put: [put('before')] })
    const full = vi.spyOn(SqliteStore.prototype, 'emptyWal').mockImplementation(() => {
      throw new Error('database or disk is full')
    })
    await storage.close()
    full.mockRestore()
    expect((await (await open()).get(NORTH, 'lead', ['before']))[0]?.id).toBe('before')
  })

  it('holds nothing of an erased person: file, log ahead, search index', async () => {
    const storage = await open()
    const secret = 'Zebulonia'
    await storage.commit(NORTH, {
      put: [
        put('a', { title: `Ms ${secret} Quux`, mails: [{ value: `${secret}@example.org` }] }),
        put('b', { title: 'Other' }),
      ],
      changes: [draft('a', { title: secret })],
    })
    expect(storedText(file)).toContain('zebulonia')
    await storage.commit(NORTH, { remove: [{ object: 'lead', id: 'a' }], eraseSubjects: ['lead:a'] })
    expect(storedText(file)).not.toContain('zebulonia')
    expect(await storage.head(NORTH)).toBe(1)
  })

  it('is copied whole while commits go on', async () => {
    const storage = await open()
    await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        storage.commit(NORTH, { put: [put(`t${at}`)], changes: [draft(`t${at}`, { title: 'x' })] }),
      ),
    )
    const copy = join(temporary, `copy-${files}.db`)
    const writing = Array.from({ length: 20 }, (_, at) => storage.commit(NORTH, { put: [put(`later${at}`)] }))
    await Promise.all([storage.backup?.(copy), ...writing])
    const restored = await open(copy)
    expect(await restored.head(NORTH)).toBe(50)
    expect((await restored.get(NORTH, 'lead', ['t0', 't49'])).map((record) => record?.id)).toEqual(['t0', 't49'])
    expect(ask('PRAGMA integrity_check', copy)).toEqual(['ok'])
  })

  it('lets a field change its kind of text, and makes its columns anew', async () => {
    const before = await open(file, createModel([lead({ nick: email() })]))
    await before.commit(NORTH, { put: [put('a', { nick: 'ÅSE@x.org' })] })
    await before.close()
    const after = await open(file, createModel([lead({ nick: text({ indexed: true }) })]))
    expect(await after.get(NORTH, 'lead', ['a'])).toEqual([{ id: 'a', version: 1, nick: 'ÅSE@x.org' }])
  })

  it('refuses a field that would hold something else, and keeps what it held', async () => {
    const before = await open(file, createModel([lead({ nick: text() })]))
    await before.commit(NORTH, { put: [put('a', { nick: 'Bo' })] })
    await before.close()
    await expect(open(file, createModel([lead({ nick: number() })]))).rejects.toMatchObject({
      code: 'INVALID_DEFINITION',
    })
    await expect(open(file, createModel([lead({ nick: text({ many: true }) })]))).rejects.toMatchObject({
      code: 'INVALID_DEFINITION',
    })
    const again = await open(file, createModel([lead({ nick: text() })]))
    expect(await again.get(NORTH, 'lead', ['a'])).toEqual([{ id: 'a', version: 1, nick: 'Bo' }])
  })

  it('goes on with an upgrade that was stopped half way', async () => {
    const before = await open(file, createModel([lead({ mails: email({ many: true }) })]))
    await before.commit(NORTH, { put: [put('a', { mails: [{ value: 'a@x.org' }] })] })
    await before.close()
    const stopped = join(temporary, `stopped-${files}.db`)
    copyFileSync(file, stopped)
    const db = new DatabaseSync(stopped)
    db.exec('ALTER TABLE o_lead ADD COLUMN "count" REAL')
    db.close()
    const after = await open(stopped)
    const mail = {
      op: 'someItem',
      field: 'mails',
      of: { op: 'compare', ref: { field: '', slot: 'fold', kind: 'text', type: 'email' }, cmp: 'eq', value: 'a@x.org' },
    } as const
    const sort = { ref: { field: 'id', slot: 'value', kind: 'text', type: 'relation' }, direction: 'asc' } as const
    expect(await after.find(NORTH, 'lead', { where: mail, sort, limit: 9 })).toHaveLength(1)
  })

  it('hears of what another instance has committed', async () => {
    const [one, other] = [await open(), await open()]
    const heard = new Promise<string>((resolve) => other.watch?.(resolve))
    await one.commit(NORTH, { put: [put('a')], changes: [draft('a', { title: 'x' })] })
    expect(await heard).toBe('north')
  })

  it('waits for another process that writes, and then commits', async () => {
    const storage = await open()
    const other = new DatabaseSync(file)
    other.exec('BEGIN IMMEDIATE')
    const commit = storage.commit(NORTH, { put: [put('a')] })
    setTimeout(() => other.exec('COMMIT'), 60)
    await commit
    other.close()
    expect(await storage.get(NORTH, 'lead', ['a'])).toEqual([{ id: 'a', version: 1 }])
  })
})
