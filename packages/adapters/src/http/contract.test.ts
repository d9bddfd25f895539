import { createCrm, type Scope } from '@kith/core'
import { memoryStorage } from '@kith/core/storage/memory'
import { API_CONTRACT_TENANTS, type ApiUnderTest, apiContract, fakeClock, seededRandom } from '@kith/core/testing'
import { describe, test } from 'vitest'
import { createClient } from './client.ts'
import { createHandler } from './server/index.ts'
import { BASE } from './testing/fake-crm.ts'
import { memoryFiles } from './testing/world.ts'

async function overHttp(): Promise<ApiUnderTest> {
  const clock = fakeClock()
  const files = memoryFiles()
  const crm = await createCrm({ storage: memoryStorage(), clock, random: seededRandom(7), files, jobsEveryMs: 0 })
  for (const tenant of API_CONTRACT_TENANTS) await crm.openTenant(tenant)
  const handle = createHandler(crm, {
    clock,
    files,
    authenticate: (request) => {
      const { tenant, actor, roles, teams } = JSON.parse(request.headers.get('Test-Scope') ?? '{}') as Scope
      return { tenant, id: actor?.id, roles, ...(teams ? { teams } : {}) }
    },
    sites: [{ key: 'site_main', tenant: 'main', origins: [] }],
  })
  const end = new AbortController()
  const client = (headers: Record<string, string>) =>
    createClient({ baseUrl: BASE, headers, site: 'site_main', fetch: handle, signal: end.signal })
  return {
    as: (scope) => client({ 'Test-Scope': JSON.stringify(scope) }),
    visitors: () => client({}),
    tick: crm.tick,
    async close() {
      end.abort()
      await crm.close()
    },
  }
}

describe('the client over HTTP', () => apiContract(test, overHttp))
