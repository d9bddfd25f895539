import { describe, expect, it, test } from 'vitest'
import { createCrm, type FileStore } from '../index.ts'
import { memoryStorage } from '../storage/memory.ts'
import { API_METHODS, listened } from './api-contract/methods.ts'
import { API_CONTRACT_TENANTS, type ApiUnderTest, apiContract } from './api-contract.ts'
import { fakeClock } from './fake-clock.ts'
import { seededRandom } from './seeded-random.ts'

/** Counts bytes and keeps none of them. */
const files: FileStore = {
  put: async (_tenant, _key, body) => ({ sizeBytes: (await new Response(body as BodyInit).arrayBuffer()).byteLength }),
  get: async () => undefined,
  remove: async () => {},
  olderThan: async () => [],
}

async function inProcess(): Promise<ApiUnderTest> {
  const clock = fakeClock()
  const crm = await createCrm({ storage: memoryStorage(), clock, random: seededRandom(7), files, jobsEveryMs: 0 })
  for (const tenant of API_CONTRACT_TENANTS) await crm.openTenant(tenant)
  return { as: crm.as, visitors: () => crm.visitors({ tenant: 'main' }), tick: crm.tick, close: crm.close }
}

describe('the engine in process', () => apiContract(test, inProcess))

describe('apiContract', () => {
  it('asks every method of the APIs', async () => {
    const asked = new Set<string>()
    const hear = (method: string) => void asked.add(method)
    const runs: (() => Promise<void>)[] = []
    apiContract(
      (_, run) => runs.push(run),
      async () => {
        const crm = await inProcess()
        return {
          ...crm,
          as: (scope) => listened(crm.as(scope), hear),
          visitors: () => listened(crm.visitors(), hear),
        }
      },
    )
    for (const run of runs) await run()
    expect(API_METHODS.filter((method) => !asked.has(method))).toEqual([])
  })

  it('finds an API that lets a stale version overwrite', async () => {
    const broken: string[] = []
    const runs: Promise<void>[] = []
    apiContract(
      (name, run) => runs.push(run().catch(() => void broken.push(name))),
      async () => {
        const crm = await inProcess()
        const as: ApiUnderTest['as'] = (scope) => {
          const api = crm.as(scope)
          const update: typeof api.update = async (object, id, values, options) => {
            const { version } = await api.get(object, id)
            return api.update(object, id, values, { ...options, ifVersion: version })
          }
          return { ...api, update }
        }
        return { ...crm, as }
      },
    )
    await Promise.all(runs)
    expect(broken).toContain('records: a stale update is refused with the record as it is')
  })
})
