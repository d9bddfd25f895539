import { createModel, defineObject, email, relation, text } from '@kith/core'
import type { Batch, Storage } from '@kith/core/storage'
import { Pool } from 'pg'
import { describe, expect, it } from 'vitest'
import { startPostgres } from '../../../../../tools/postgres.ts'
import { applyBatch } from './commit.ts'
import { Database } from './database.ts'
import { postgresStorage } from './index.ts'
import { PostgresStore } from './store.ts'

const COMMITS = Number(process.env['KITH_SOAK_N'] ?? 3_000)
const ROUNDS = 5
const WRITERS = 32
/** Reads of one turn: few, so that both ways meet the same machine. */
const GETS = 50
const TURNS = 20
const READERS = 4
const NORTH = { tenant: 'north' }
const NOW = '2026-03-01T09:00:00.000Z'
const model = createModel([
  defineObject({
    name: 'lead',
    label: 'Lead',
    title: 'title',
    fields: { title: text({ indexed: true }), mail: email({ indexed: true }), ownedBy: relation({ to: 'lead' }) },
  }),
])

function capture(id: string): Batch {
  const values = { title: `Lead ${id}`, mail: `${id}@example.org` }
  const actor = { kind: 'visitor', id: 'v' }
  const change = { at: NOW, actor, cause: 'capture', correlation: id, configVersion: 0, object: 'lead', id }
  return {
    expect: [{ object: 'lead', id, exists: false }],
    claim: [{ space: 'lead.mail', key: values.mail, object: 'lead', id }],
    put: [{ object: 'lead', record: { id, version: 1, ...values, createdAt: NOW, updatedAt: NOW } }],
    changes: [{ ...change, subjects: [`lead:${id}`], before: null, after: values, salt: '0'.repeat(32) }],
  }
}

let batches = 0

/** Commits a second, by so many writers at once. */
async function rate(commit: (batch: Batch) => Promise<unknown>, count = COMMITS): Promise<number> {
  const first = batches
  batches += count
  let next = first
  const writer = async () => {
    while (next < first + count) await commit(capture(`l${next++}`))
  }
  const start = performance.now()
  await Promise.all(Array.from({ length: WRITERS }, writer))
  return count / ((performance.now() - start) / 1_000)
}

/** Reads all that the writers write, which is sealed soon; throws where an entry is not the next. */
async function follow(storage: Storage, from: number, state: { stopped: boolean }): Promise<number> {
  let seq = from
  for (let read = 0; ; ) {
    const stopped = state.stopped
    const page = await storage.changes(NORTH, { after: seq, limit: 500 })
    for (const entry of page) if (entry.seq !== ++seq) throw new Error(`A reader found ${entry.seq} for ${seq}`)
    read += page.length
    if (page.length > 0) continue
    if (stopped && read >= COMMITS) return read
    await new Promise((done) => setTimeout(done, 20))
  }
}

async function withReaders(readers: readonly Storage[], run: () => Promise<number>): Promise<number> {
  const state = { stopped: false }
  const heads = await Promise.all(readers.map((reader) => reader.head(NORTH)))
  const following = readers.map((reader, at) => follow(reader, heads[at] as number, state))
  const result = await run()
  state.stopped = true
  expect(new Set(await Promise.all(following))).toEqual(new Set([COMMITS]))
  return result
}

const median = (values: readonly number[]) =>
  [...values].sort((left, right) => left - right)[values.length >> 1] as number

describe('one tenant of PostgreSQL and 32 writers', () => {
  it('keep at least half of their speed when the log is put in order, and pay little for row-level security', async ({
    task,
  }) => {
    const server = await startPostgres({ fsync: true })
    const admin = new Pool({ connectionString: server.url, max: 1 })
    await admin.query(
      'CREATE ROLE kith; CREATE SCHEMA plain AUTHORIZATION kith; CREATE SCHEMA secured AUTHORIZATION kith',
    )
    const poolOn = (schema: string) =>
      new Pool({ connectionString: server.url, max: WRITERS + 4, options: `-c search_path=${schema} -c role=kith` })
    const [plain, secured] = [poolOn('plain'), poolOn('secured')]
    const storage = postgresStorage({ pool: plain })
    const withSecurity = postgresStorage({ pool: secured, rowLevelSecurity: true })
    const readers = Array.from({ length: READERS }, () => postgresStorage({ pool: plain }))
    for (const one of [storage, withSecurity, ...readers]) await one.open(model)
    // The statements of a commit and nothing behind them: nobody seals.
    const unordered = new PostgresStore(new Database(plain, { prepare: true, rowSecurity: false }), model)
    const rates = { unordered: [] as number[], sealed: [] as number[], plain: [] as number[], secured: [] as number[] }
    const reads = { plain: [] as number[], secured: [] as number[] }
    const get = async (of: Storage) => {
      const start = performance.now()
      for (let at = 0; at < GETS; at++) await of.get(NORTH, 'lead', [`l${at}`])
      return GETS / ((performance.now() - start) / 1_000)
    }
    await rate((batch) => storage.commit(NORTH, batch), WRITERS * 5)
    await rate((batch) => withSecurity.commit(NORTH, batch), WRITERS * 5)
    for (let round = 0; round < ROUNDS; round++) {
      rates.unordered.push(await rate((batch) => applyBatch(unordered, 'unordered', batch)))
      rates.sealed.push(await withReaders(readers, () => rate((batch) => storage.commit(NORTH, batch))))
      rates.plain.push(await rate((batch) => storage.commit(NORTH, batch)))
      rates.secured.push(await rate((batch) => withSecurity.commit(NORTH, batch)))
      for (let turn = 0; turn < TURNS; turn++) {
        reads.plain.push(await get(storage))
        reads.secured.push(await get(withSecurity))
      }
    }
    for (const one of [storage, withSecurity, ...readers]) await one.close()
    for (const pool of [plain, secured, admin]) await pool.end()
    await server.stop()
    const ratio = (left: readonly number[], right: readonly number[]) =>
      Number(median(left.map((rate, at) => rate / (right[at] as number))).toFixed(2))
    const figures = {
      writers: WRITERS,
      readers: READERS,
      skippedOrDoubled: 0,
      sealedToUnordered: ratio(rates.sealed, rates.unordered),
      rowLevelSecurity: { commit: ratio(rates.secured, rates.plain), get: ratio(reads.secured, reads.plain) },
    }
    expect(figures.sealedToUnordered).toBeGreaterThanOrEqual(0.5)
    task.meta.report = {
      name: 'writers-postgres',
      what: 'Captured leads a second (record, unique e-mail, change; fsync = on) of 32 writers of one tenant: the same statements without an order of the log, with it while four readers follow, without readers, and then with row-level security; ratios of rounds in turn, 1 is as fast.',
      n: COMMITS * ROUNDS,
      figures,
    }
  }, 900_000)
})
