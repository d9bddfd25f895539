import type { Storage } from '../ports/storage.ts'
import type { Model } from '../schema/model.ts'
import { aggregateCases } from './storage-contract/aggregates.ts'
import { batchCases } from './storage-contract/batches.ts'
import { claimCases } from './storage-contract/claims.ts'
import { conditionCases } from './storage-contract/conditions.ts'
import { counterCases } from './storage-contract/counters.ts'
import { expectationCases } from './storage-contract/expectations.ts'
import { growthCases } from './storage-contract/growth.ts'
import { idempotencyCases } from './storage-contract/idempotency.ts'
import { jobCases } from './storage-contract/jobs.ts'
import type { ContractCase, Kit } from './storage-contract/kit.ts'
import { lifecycleCases } from './storage-contract/lifecycle.ts'
import { logCases } from './storage-contract/log.ts'
import { contractModel } from './storage-contract/model.ts'
import { orderCases } from './storage-contract/order.ts'
import { searchCases } from './storage-contract/search.ts'
import { tenantCases } from './storage-contract/tenants.ts'
import { valueCases } from './storage-contract/values.ts'

/** Runs one named case; `test` of Vitest, Jest, Mocha, `node:test`. With `skip`, what cannot apply is shown as skipped. */
export interface StorageContractTest {
  (name: string, run: () => Promise<void>): unknown
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
  jobs: jobCases,
  values: valueCases,
  conditions: conditionCases,
  order: orderCases,
  aggregates: aggregateCases,
  search: searchCases,
  tenants: tenantCases,
  growth: growthCases,
  lifecycle: lifecycleCases,
}

/**
 * Proves that a storage keeps every promise of the port `Storage`: one named test for each, each on a storage of its own.
 * What a storage does not support must be refused; that is tested instead.
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
      const body = () => withKit(folder, factory, persistent, run)
      if (needs === 'persistence' && !persistent)
        test.skip?.(`${title} (skipped: it keeps nothing when it is closed)`, body)
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
  const instance = async (model: Model) => {
    const storage = await factory(folder)
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
    await run({ storage, persistent, again, restart })
  } finally {
    await closeAll()
  }
}
