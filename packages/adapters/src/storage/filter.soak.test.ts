import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Storage } from '@kith/core'
import { memoryStorage } from '@kith/core/storage/memory'
import { filterContract } from '@kith/core/testing'
import { describe, test } from 'vitest'
import { testDatabase } from './postgres/testing/database.fixture.ts'
import { sqliteStorage } from './sqlite/index.ts'

const PAIRS = Number(process.env.KITH_SOAK_N ?? 20_000)
const SEED = Number(process.env.KITH_SOAK_SEED ?? 20_260_302)

/** The part of the contract that asks random pairs. A failure says its seed. IndexedDB has its long run beside its tests. */
function randomPairs(open: () => Storage | Promise<Storage>): () => Promise<void> {
  const runs: (() => Promise<void>)[] = []
  filterContract((name, run) => void (name.includes('random pairs') && runs.push(run)), open, {
    pairs: PAIRS,
    seed: SEED,
  })
  return async () => {
    for (const run of runs) await run()
  }
}

const database = await testDatabase()

describe('the condition language', () => {
  test('is read alike by the closure, the plainest reading, memory, SQLite and PostgreSQL', async ({
    task,
    onTestFinished,
  }) => {
    const folder = mkdtempSync(join(tmpdir(), 'kith-filter-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const start = performance.now()
    await randomPairs(() => memoryStorage())()
    await randomPairs(() => sqliteStorage({ file: join(folder, 'crm.db') }))()
    await randomPairs(() => database.storage('filter'))()
    task.meta.report = {
      name: 'filter',
      what: 'Random pairs of records and Filters: the closure against the plainest reading, the storage in memory, SQLite, PostgreSQL and IndexedDB, also page by page.',
      n: PAIRS,
      seed: SEED,
      figures: { differences: 0, ms: Math.round(performance.now() - start) },
    }
  })
})
