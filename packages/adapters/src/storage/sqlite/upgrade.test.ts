import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { SchemaStep } from '@kith/core/storage'
import { afterAll, describe, expect, it } from 'vitest'
import { sqliteStorage } from './index.ts'
import { nodeSqlite } from './node-sqlite.ts'
import { SqliteStore } from './store.ts'
import { fillOld, grown, NORTH, old } from './testing/upgraded.ts'

const KILLS = process.env['KITH_SOAK'] ? Number.POSITIVE_INFINITY : 2
const temporary = mkdtempSync(join(tmpdir(), 'kith-upgrade-'))
afterAll(() => rmSync(temporary, { recursive: true, force: true }))

let files = 0
function place(): string {
  const folder = join(temporary, `case-${++files}`)
  mkdirSync(folder)
  return join(folder, 'crm.db')
}

/** A file of the old model, closed. */
async function oldFile(): Promise<string> {
  const file = place()
  const storage = sqliteStorage({ file })
  await storage.open(old)
  await fillOld(storage)
  await storage.close()
  return file
}

function copyOf(file: string): string {
  const copy = place()
  copyFileSync(file, copy)
  return copy
}

/** Tables, columns, indexes and triggers; and every row but those of search, which are read through their words. */
function contents(file: string): { readonly schema: unknown; readonly rows: unknown } {
  const db = new DatabaseSync(file, { readOnly: true })
  const schema = db
    .prepare("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 's\\_%' ESCAPE '\\' ORDER BY type, name")
    .all()
  const tables = schema.filter((row) => row['type'] === 'table').map((row) => row['name'] as string)
  const rows = tables.map((table) => [table, db.prepare(`SELECT * FROM "${table}" ORDER BY 1, 2`).all()])
  const words = db.prepare('SELECT rowid, words FROM s_lead ORDER BY rowid').all()
  db.close()
  return { schema, rows: [...rows, words] }
}

/** What the search index holds, and what it ranks by. */
function searchOf(file: string): unknown[] {
  const db = new DatabaseSync(file, { readOnly: true })
  const rows = db.prepare('SELECT rowid, words FROM s_lead ORDER BY rowid').all()
  const ranks = db.prepare('SELECT "row", CAST(rank AS TEXT) AS rank FROM r_lead ORDER BY "row"').all()
  db.close()
  return [...rows, ...ranks]
}

async function upgrade(file: string, model = grown): Promise<void> {
  const storage = sqliteStorage({ file })
  await storage.open(model)
  await storage.close()
}

/** Opens with a model; the process ends (or the upgrade stops) before the step with this number. */
function stopAt(file: string, stop: number, model = grown): void {
  let step = 0
  const beforeStep = () => {
    if (step++ === stop) throw new Error('stopped')
  }
  expect(() => new SqliteStore({ driver: nodeSqlite, file, beforeStep }, model).close()).toThrow('stopped')
}

function killAt(file: string, stop: number): void {
  const script = join(import.meta.dirname, 'testing/upgraded.ts')
  const { signal, stderr } = spawnSync(process.execPath, ['--conditions=kith-source', script, file, `${stop}`])
  expect([signal, String(stderr)]).toEqual(['SIGKILL', ''])
}

async function planOf(file: string): Promise<readonly SchemaStep[]> {
  return (await sqliteStorage({ file }).plan?.(grown)) ?? []
}

describe('an upgrade of sqliteStorage', () => {
  it('is planned in full, with a reason for each step, and nothing is changed', async () => {
    const file = await oldFile()
    const before = contents(file)
    const plan = await planOf(file)
    expect(contents(file)).toEqual(before)
    const statements = plan.map(({ statement }) => statement)
    expect(statements.filter((one) => !/"[iv]_gadget/.test(one))).toEqual([
      'ALTER TABLE "o_lead" ADD COLUMN "size" REAL',
      expect.stringContaining('"i_lead_nick$fold"'),
      expect.stringContaining('"i_lead_size"'),
      '-- every record of lead is written again',
      '-- object:lead is noted',
      expect.stringMatching(/^CREATE TABLE "o_gadget"/),
      expect.stringMatching(/^CREATE VIRTUAL TABLE "s_gadget"/),
      expect.stringContaining('secure-delete'),
      'CREATE TABLE "r_gadget" ("row" INTEGER PRIMARY KEY, rank INTEGER NOT NULL) STRICT',
      expect.stringContaining('"u_gadget"'),
      '-- object:gadget is noted',
    ])
    expect(plan.every(({ reason }) => /^[A-Z].*\.$/.test(reason))).toBe(true)
  })

  it('does what was planned, step by step, and then nothing is left to do', async () => {
    const file = await oldFile()
    const plan = await planOf(file)
    const done: SchemaStep[] = []
    new SqliteStore(
      { driver: nodeSqlite, file, beforeStep: ({ statement, reason }) => done.push({ statement, reason }) },
      grown,
    ).close()
    expect(done).toEqual(plan)
    expect(await planOf(file)).toEqual([])
  })

  it('plans a file that is not there, without making it', async () => {
    const file = join(temporary, 'nowhere', 'crm.db')
    const plan = await planOf(file)
    expect(plan[0]?.statement).toContain('kith_log')
    expect(existsSync(file)).toBe(false)
    expect(existsSync(join(temporary, 'nowhere'))).toBe(false)
  })

  it('says which fields have left the model, and that what they hold stays', async () => {
    const file = await oldFile()
    await upgrade(file)
    const plan = await sqliteStorage({ file }).plan?.(old)
    expect(plan?.at(-1)?.reason).toBe('The model no longer has lead.size; what is stored there stays.')
  })

  it('makes indexes that were left for later, after which the file is like any other', async () => {
    const file = place()
    const filling = sqliteStorage({ file, indexes: 'later' })
    await filling.open(old)
    await fillOld(filling)
    const indexes = (await filling.inspect?.())?.filter(({ code }) => code === 'MISSING_INDEX') ?? []
    expect(indexes.length).toBeGreaterThan(5)
    await filling.close()
    const storage = sqliteStorage({ file })
    await storage.open(old)
    expect((await storage.inspect?.())?.filter(({ level }) => level !== 'fact')).toEqual([])
    await storage.close()
    expect(contents(file)).toEqual(contents(await oldFile()))
  })

  it('makes an index again that somebody has dropped', async () => {
    const file = await oldFile()
    await upgrade(file)
    const whole = contents(file)
    const db = new DatabaseSync(file)
    db.exec('DROP INDEX "i_lead_size"')
    db.close()
    expect((await planOf(file)).map(({ statement }) => statement)).toEqual([expect.stringContaining('"i_lead_size"')])
    await upgrade(file)
    expect(contents(file)).toEqual(whole)
  })

  it('ends the same wherever it was stopped: same schema, same rows, nothing lost or done twice', async () => {
    const file = await oldFile()
    const steps = (await planOf(file)).length
    const whole = copyOf(file)
    await upgrade(whole)
    for (let stop = 0; stop < steps; stop++) {
      const stopped = copyOf(file)
      stopAt(stopped, stop)
      await upgrade(stopped)
      expect(contents(stopped), `stopped before step ${stop}`).toEqual(contents(whole))
    }
  })

  it('ends the same when its process is killed, and killed again while it catches up', async ({ task }) => {
    const file = await oldFile()
    const steps = (await planOf(file)).length
    const whole = copyOf(file)
    await upgrade(whole)
    const stride = Math.max(1, Math.floor(steps / KILLS))
    let kills = 0
    for (let stop = 0; stop < steps; stop += stride) {
      const killed = copyOf(file)
      killAt(killed, stop)
      if ((await planOf(killed)).length > 1) killAt(killed, 1)
      await upgrade(killed)
      expect(contents(killed), `killed before step ${stop}`).toEqual(contents(whole))
      kills++
    }
    task.meta.report = {
      name: 'upgrade',
      what: 'Upgrades of a SQLite file killed (SIGKILL) before a step, and again while they catch up; then compared with one that was not.',
      n: kills,
      figures: { steps, differences: 0 },
    }
  }, 120_000)

  it.each([
    [1, "words, tokenize = 'ascii', detail = 'none', prefix = '1 2 3'"],
    [
      1,
      `words, size UNINDEXED, "createdAt" UNINDEXED, id UNINDEXED, tokenize = 'ascii', detail = 'none', columnsize = 0`,
    ],
    [
      2,
      `size UNINDEXED, "createdAt" UNINDEXED, id UNINDEXED, words, tokenize = 'ascii', detail = 'column', prefix = '1 2 3'`,
    ],
  ])('makes the search index of version %i one of today, wherever it was stopped', async (version, former) => {
    const file = await oldFile()
    const dated = sqliteStorage({ file })
    await dated.open(old)
    const record = { id: 'l7', version: 2, title: 'Title 7', nick: 'Nick 7', createdAt: '2026-03-01T08:00:00.123Z' }
    await dated.commit(NORTH, { put: [{ object: 'lead', record }] })
    await dated.close()
    const whole = searchOf(file)
    const db = new DatabaseSync(file)
    const words = db.prepare('SELECT rowid, words FROM s_lead').all()
    db.exec(`DROP TABLE s_lead;
      DROP TABLE r_lead;
      CREATE VIRTUAL TABLE s_lead USING fts5 (${former});
      INSERT INTO s_lead (s_lead, rank) VALUES ('secure-delete', 1);
      UPDATE kith_meta SET value = '${version}' WHERE key = 'version'`)
    const insert = db.prepare('INSERT INTO s_lead (rowid, words) VALUES (?, ?)')
    for (const { rowid, words: text } of words) insert.run(rowid as number, text as string)
    db.close()
    const steps = ((await sqliteStorage({ file }).plan?.(old)) ?? []).length
    expect(steps).toBeGreaterThan(6)
    for (let stop = 0; stop < steps; stop++) {
      const stopped = copyOf(file)
      stopAt(stopped, stop, old)
      await upgrade(stopped, old)
      expect(searchOf(stopped), `stopped before step ${stop}`).toEqual(whole)
      expect(await sqliteStorage({ file: stopped }).plan?.(old)).toEqual([])
    }
    const storage = sqliteStorage({ file })
    await storage.open(old)
    const sort = { ref: { field: 'title', slot: 'fold', kind: 'text', type: 'text' }, direction: 'asc' } as const
    const query = { where: { op: 'true' }, sort, limit: 9, search: ['nick', '7'], ranked: true } as const
    expect((await storage.find(NORTH, 'lead', query)).map(({ id }) => id)).toEqual(['l7'])
    expect((await storage.inspect?.())?.filter(({ level }) => level !== 'fact')).toEqual([])
    await storage.close()
  })

  it('finds the records by what is new after it', async () => {
    const file = await oldFile()
    stopAt(file, 4)
    const storage = sqliteStorage({ file })
    await storage.open(grown)
    const ref = { field: 'nick', slot: 'fold', kind: 'text', type: 'text' } as const
    const where = { op: 'compare', ref, cmp: 'eq', value: 'nick 7' } as const
    const found = await storage.find(NORTH, 'lead', { where, sort: { ref, direction: 'asc' }, limit: 9 })
    expect(found.map(({ id }) => id)).toEqual(['l7'])
    await storage.close()
  })
})
