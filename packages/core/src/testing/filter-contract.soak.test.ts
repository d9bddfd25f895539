import { describe, test } from 'vitest'
import { memoryStorage } from '../storage/memory.ts'
import { type ContractTest, filterContract } from './filter-contract.ts'

const PAIRS = Number(process.env['KITH_SOAK_N'] ?? 20_000)
const SEED = 20_260_302

const reported: ContractTest = (name, run, limitMs) =>
  test(
    name,
    async ({ task }) => {
      await run()
      if (!name.includes('random pairs')) return
      task.meta.report = {
        name: 'filter',
        what: 'Random pairs of records and Filters: the storage in memory against the closure, also page by page.',
        n: PAIRS,
        seed: SEED,
        figures: { differences: 0 },
      }
    },
    limitMs,
  )

describe('memoryStorage for long', () => filterContract(reported, () => memoryStorage(), { pairs: PAIRS, seed: SEED }))
