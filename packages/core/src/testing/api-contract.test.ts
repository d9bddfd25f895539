import { describe, test } from 'vitest'
import { createCrm, type FileStore } from '../index.ts'
import { memoryStorage } from '../storage/memory.ts'
import { API_CONTRACT_TENANTS, apiContract } from './api-contract.ts'
import { fakeClock } from './fake-clock.ts'
import { seededRandom } from './seeded-random.ts'

/** Counts bytes and keeps none of them. */
const files: FileStore = {
  put: async (_tenant, _key, body) => ({ sizeBytes: (await new Response(body as BodyInit).arrayBuffer()).byteLength }),
  get: async () => undefined,
  remove: async () => {},
  olderThan: async () => [],
}

describe('the engine in process', () =>
  apiContract(test, async () => {
    const clock = fakeClock()
    const crm = await createCrm({ storage: memoryStorage(), clock, random: seededRandom(7), files, jobsEveryMs: 0 })
    for (const tenant of API_CONTRACT_TENANTS) await crm.openTenant(tenant)
    return { as: crm.as, visitors: () => crm.visitors({ tenant: 'main' }), close: crm.close }
  }))
