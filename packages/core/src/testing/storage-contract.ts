import type { Storage } from '../ports/storage.ts'
import type { Model } from '../schema/model.ts'
import { aggregateCases } from './storage-contract/aggregates.ts'
import { batchCases } from './storage-contract/batches.ts'
import { claimCases } from './storage-contract/claims.ts'
import { conditionCases } from './storage-contract/conditions.ts'
import { counterCases } from './storage-contract/counters.ts'
import { expectationCases } from './storage-contract/expectations.ts'
import { groupCases } from './storage-contract/groups.ts'
import { growthCases } from './storage-contract/growth.ts'
import { idempotencyCases } from './storage-contract/idempotency.ts'
import { isolationCases } from './storage-contract/isolation.ts'
import { jobCases } from './storage-contract/jobs.ts'
import type { ContractCase, Feature, Kit } from './storage-contract/kit.ts'
import { lifecycleCases } from './storage-contract/lifecycle.ts'
import { logCases } from './storage-contract/log.ts'
import { contractModel } from './storage-contract/model.ts'
import { movingCases } from './storage-contract/moving.ts'
import { movingLogCases } from './storage-contract/moving-log.ts'
import { orderCases } from './storage-contract/order.ts'
import { raceCases } from './storage-contract/races.ts'
import { readerCases } from './storage-contract/readers.ts'
import { rivalCases } from './storage-contract/rivals.ts'
import { searchCases } from './storage-contract/search.ts'
import { tenantCases } from './storage-contract/tenants.ts'
import { totalsCases } from './storage-contract/totals.ts'
import { unicodeCases } from './storage-contract/unicode.ts'
import { valueCases } from './storage-contract/values.ts'

/** What a runner gives a test, of which the contract uses one thing: how to say that it was skipped, and why. */
export interface CaseContext {
  readonly skip?: (reason: string) => unknown
}

/** Runs one named case; `test` of Vitest, Jest, Mocha, `node:test`. Where it can skip, what cannot apply is shown as skipped. */
export interface StorageContractTest {
  (name: string, run: (context?: CaseContext) => Promise<void>): unknown
  readonly skip?: (name: string, run: () => Promise<void>) => unknown
}

export interface StorageContractOptions {
  /** Whether data outlives `close` and a second instance on the same folder sees it. Default true. */
  readonly persistent?: boolean
}

const THEMES: Readonly<Record<string, readonly ContractCase[]>> = {
  batches: batchCases,
  expectations: expectationCases,
  claims: claimCases,
  counters: counterCases,
  idempotency: idempotencyCases,
  log: logCases,
  readers: readerCases,
  jobs: jobCases,
  groups: groupCases,
  races: raceCases,
  rivals: rivalCases,
  values: valueCases,
  unicode: unicodeCases,
  conditions: conditionCases,
  order: orderCases,
  aggregates: aggregateCases,
  totals: totalsCases,
  search: searchCases,
  tenants: tenantCases,
  isolation: isolationCases,
  growth: growthCases,
  moving: [...movingCases, ...movingLogCases],
  lifecycle: lifecycleCases,
}

/** Why a case is skipped where a storage has not what it needs. */
const REASONS: Readonly<Record<Feature, string>> = {
  persistence: 'it keeps nothing when it is closed',
  fullText: 'it does not support full text; that it refuses it is tested',
  watch: 'it does not support watching; that it has no such method is tested',
  backup: 'it does not support backups; that it refuses them is tested',
}

/**
 * Proves that a storage keeps every promise of the port `Storage`: one named test for each, each on a storage of its own.
 * What a storage does not support must be refused; that is tested, and what cannot be tested is skipped with its reason.
 *
 * @param factory Makes a storage that keeps its data under `folder`, a relative name that no other case has. It is called
 *   again with the same folder for a second instance. The contract opens and closes what it gets.
 * @example
 * import { test } from 'vitest'
 * storageContract(test, (folder) => sqliteStorage({ file: join(temporary, folder, 'crm.db') }))
 */
export function storageContract(
  test: StorageContractTest,
  factory: (folder: string) => Storage | Promise<Storage>,
  options: StorageContractOptions = {},
): void {
  const { persistent = true } = options
  let folders = 0
  for (const [theme, cases] of Object.entries(THEMES)) {
    for (const { name, needs, run } of cases) {
      const folder = `${theme}-${++folders}`
      const title = `${theme}: ${name}`
      const body = (context?: CaseContext) =>
        withKit(folder, factory, persistent, async (kit) => {
          if (needs && needs !== 'persistence' && !kit.storage.supports[needs]) await context?.skip?.(REASONS[needs])
          else await run(kit)
        })
      if (needs === 'persistence' && !persistent) test.skip?.(`${title} (skipped: ${REASONS.persistence})`, body)
      else test(title, body)
    }
  }
}

async function withKit(
  folder: string,
  factory: (folder: string) => Storage | Promise<Storage>,
  persistent: boolean,
  run: (kit: Kit) => Promise<void>,
): Promise<void> {
  const open: Storage[] = []
  const instance = async (model: Model, where = folder) => {
    const storage = await factory(where)
    open.push(storage)
    await storage.open(model)
    return storage
  }
  const closeAll = async () => {
    for (const storage of open.splice(0)) await storage.close()
  }
  try {
    const storage = await instance(contractModel)
    const again = async (model = contractModel) => (persistent ? instance(model) : storage)
    const restart = async (model = contractModel) => {
      await closeAll()
      return instance(model)
    }
    let others = 0
    const fresh = async (model = contractModel) => instance(model, `${folder}-other-${++others}`)
    await run({ storage, persistent, again, fresh, restart })
  } finally {
    await closeAll()
  }
}
