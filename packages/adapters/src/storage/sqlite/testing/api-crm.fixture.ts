import { copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Crm, createCrm, type FileStore } from '@kith/core'
import type { Storage } from '@kith/core/storage'
import { API_CONTRACT_TENANTS, type ApiUnderTest, fakeClock, seededRandom } from '@kith/core/testing'

/**
 * What `apiContract` asks for, on files of a folder. Each is a copy of one that has the tables and the tenants: making them is
 * most of a short test.
 */
export function apiOnFiles(folder: string, storage: (file: string) => Storage): () => Promise<ApiUnderTest> {
  const made = join(folder, 'tenants.db')
  let files = 0
  const openCrm = (file: string, seed: number): Promise<Crm> =>
    createCrm({
      storage: storage(file),
      clock: fakeClock(),
      random: seededRandom(seed),
      files: emptyFiles,
      jobsEveryMs: 0,
    })
  return async () => {
    if (!existsSync(made)) {
      const crm = await openCrm(made, 1)
      for (const tenant of API_CONTRACT_TENANTS) await crm.openTenant(tenant)
      await crm.close()
    }
    const file = join(folder, `api-${++files}.db`)
    copyFileSync(made, file)
    const crm = await openCrm(file, 7)
    return { as: crm.as, visitors: () => crm.visitors({ tenant: 'main' }), tick: crm.tick, close: crm.close }
  }
}

/** Counts bytes and keeps none of them. */
const emptyFiles: FileStore = {
  put: async (_tenant, _key, body) => ({ sizeBytes: (await new Response(body as BodyInit).arrayBuffer()).byteLength }),
  get: async () => undefined,
  remove: async () => {},
  olderThan: async () => [],
}
