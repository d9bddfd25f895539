import { KithError, type Storage } from '../index.ts'
import { memoryStorage } from '../storage/memory.ts'
import type { Fc } from './filter-contract/arbitraries.ts'
import type { ContractTest } from './filter-contract.ts'
import { commandsOf, requireSameState } from './model-contract/commands.ts'
import type { Pair } from './model-contract/state.ts'
import { contractModel } from './storage-contract/model.ts'

export interface ModelContractOptions {
  /** Random runs, each of up to `commands` commands on a tenant of its own. Default 25; 300 and more for a soak. */
  readonly runs?: number
  /** Default 30. */
  readonly commands?: number
  /** Makes a run again that failed: the seed is in the message of the failure. Default: another one each time. */
  readonly seed?: number
}

/**
 * Random histories that a store and the memory storage go through side by side: commits with every part of a batch, some
 * of them at once, leases, closing and opening; between them every question is asked of both. A store passes when it
 * answers as the memory storage does, for commits that came at once in some order of them, and holds the same at the end.
 *
 * Needs `fast-check` beside `@kith/core`.
 *
 * @param open Makes an empty store, not opened yet; called once.
 * @example
 * describe('myStorage', () => modelContract(test, () => myStorage({ file })))
 */
export function modelContract(
  test: ContractTest,
  open: () => Storage | Promise<Storage>,
  options: ModelContractOptions = {},
): void {
  const { runs = 25, commands = 30 } = options
  test(
    `model: ${runs} random histories of up to ${commands} commands give what the memory storage gives`,
    () => checkRuns(open, { ...options, runs, commands }),
    30_000 + runs * 2_000,
  )
}

async function checkRuns(
  open: () => Storage | Promise<Storage>,
  { runs, commands, seed }: ModelContractOptions & { readonly runs: number; readonly commands: number },
): Promise<void> {
  const fc = await loadFastCheck()
  const real = await open()
  await real.open(contractModel)
  let tenants = 0
  const history = fc.commands(commandsOf(fc), { maxCommands: commands, size: 'max' })
  const property = fc.asyncProperty(history, async (all) => {
    const pair = await freshPair(real, `run${tenants++}`)
    await fc.asyncModelRun(() => ({ model: pair, real: pair }), all)
    await requireSameState(pair)
  })
  try {
    await fc.assert(property, { numRuns: runs, includeErrorInReport: true, ...(seed === undefined ? {} : { seed }) })
  } finally {
    await real.close()
  }
}

async function freshPair(real: Storage, tenant: string): Promise<Pair> {
  const model = memoryStorage()
  await model.open(contractModel)
  return { real, model, scope: { tenant }, schema: contractModel, steps: [], now: '' }
}

async function loadFastCheck(): Promise<Fc> {
  try {
    return await import('fast-check')
  } catch (cause) {
    throw new KithError('DEPENDENCY_MISSING', { package: 'fast-check', option: 'fast-check' }, { cause })
  }
}
