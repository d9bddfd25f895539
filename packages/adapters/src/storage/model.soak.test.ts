import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Storage } from '@kith/core/storage'
import { modelContract } from '@kith/core/testing'
import { describe, test } from 'vitest'
import { testDatabase } from './postgres/testing/database.fixture.ts'
import { sqliteStorage } from './sqlite/index.ts'

const RUNS = Number(process.env.KITH_SOAK_N ?? 300)
const COMMANDS = 40
const SEED = Number(process.env.KITH_SOAK_SEED ?? Date.now() % 2 ** 31)

/** The run of the contract as a function. A failure says the seed, the commands and what differs. */
function histories(open: () => Storage | Promise<Storage>): () => Promise<void> {
  const runs: (() => Promise<void>)[] = []
  modelContract((_, run) => void runs.push(run), open, { runs: RUNS, commands: COMMANDS, seed: SEED })
  return async () => {
    for (const run of runs) await run()
  }
}

const database = await testDatabase()

/** Those that run in Node, each on an empty folder. What runs in a browser has its own long run beside its tests. */
const adapters: Readonly<Record<string, (folder: string) => Storage | Promise<Storage>>> = {
  sqlite: (folder) => sqliteStorage({ file: join(folder, 'crm.db') }),
  postgres: () => database.storage('model'),
}

describe('random histories', () => {
  for (const [name, open] of Object.entries(adapters))
    test(`${name} answers as the memory storage does (seed ${SEED})`, async ({ task, onTestFinished }) => {
      const folder = mkdtempSync(join(tmpdir(), `kith-model-${name}-`))
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
      const start = performance.now()
      await histories(() => open(folder))()
      task.meta.report = {
        name: 'model',
        what: 'Random histories of commits (some at once), leases, closing and opening, and every question, on a storage and the memory storage side by side.',
        n: RUNS,
        figures: {
          [name]: {
            runs: RUNS,
            seed: SEED,
            commandsUpTo: COMMANDS,
            divergences: 0,
            ms: Math.round(performance.now() - start),
          },
        },
      }
    })
})
