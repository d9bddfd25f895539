import { modelContract } from '@kith/core/testing'
import { describe, test } from 'vitest'
import { indexedDbStorage } from './index.ts'

declare global {
  interface ImportMeta {
    /** Filled in by the configuration of the browser's tests. */
    readonly env: { readonly KITH_SOAK_N: string; readonly KITH_SOAK_SEED: string }
  }
}

const RUNS = Number(import.meta.env.KITH_SOAK_N || 300)
const COMMANDS = 40
const SEED = Number(import.meta.env.KITH_SOAK_SEED || Date.now() % 2 ** 31)

describe('random histories in a browser', () => {
  const runs: (() => Promise<void>)[] = []
  const open = () => indexedDbStorage({ name: `model-${SEED}` })
  modelContract((_, run) => void runs.push(run), open, { runs: RUNS, commands: COMMANDS, seed: SEED })

  test(`indexeddb answers as the memory storage does (seed ${SEED})`, async ({ task }) => {
    const start = performance.now()
    for (const run of runs) await run()
    const ms = Math.round(performance.now() - start)
    task.meta.report = {
      name: 'model',
      what: 'Random histories of commits (some at once), leases, closing and opening, and every question, on a storage and the memory storage side by side.',
      n: RUNS,
      figures: { indexeddb: { runs: RUNS, seed: SEED, commandsUpTo: COMMANDS, divergences: 0, ms } },
    }
  })
})
