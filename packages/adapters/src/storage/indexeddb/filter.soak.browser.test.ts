import { filterContract } from '@kith/core/testing'
import { describe, test } from 'vitest'
import { indexedDbStorage } from './index.ts'

const PAIRS = Number(import.meta.env.KITH_SOAK_N || 20_000)
const SEED = Number(import.meta.env.KITH_SOAK_SEED || 20_260_302)

describe('the condition language in a browser', () => {
  const runs: (() => Promise<void>)[] = []
  filterContract(
    (name, run) => void (name.includes('random pairs') && runs.push(run)),
    () => indexedDbStorage({ name: `filter-${SEED}` }),
    { pairs: PAIRS, seed: SEED },
  )

  test('is read by IndexedDB as by the closure and the plainest reading', async ({ task }) => {
    const start = performance.now()
    for (const run of runs) await run()
    const ms = Math.round(performance.now() - start)
    task.meta.report = {
      name: 'filter',
      what: 'Random pairs of records and Filters: the closure against the plainest reading, the storage in memory, SQLite, PostgreSQL and IndexedDB, also page by page.',
      n: PAIRS,
      seed: SEED,
      figures: { indexeddb: { differences: 0, ms } },
    }
  })
})
