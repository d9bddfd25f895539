import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCrm, type FileStore } from '@kith/core'
import {
  API_CONTRACT_TENANTS,
  apiContract,
  fakeClock,
  filterContract,
  modelContract,
  seededRandom,
  storageContract,
} from '@kith/core/testing'
import { afterAll, describe, test, vi } from 'vitest'
import { sqliteStorage } from './index.ts'

vi.mock('node:worker_threads', async (original) => ({
  ...(await original<typeof import('node:worker_threads')>()),
  Worker: (await import('./testing/shared-thread.fixture.ts')).SharedThread,
}))

const temporary = mkdtempSync(join(tmpdir(), 'kith-thread-'))
afterAll(() => rmSync(temporary, { recursive: true, force: true }))

const storage = (folder: string) => sqliteStorage({ file: join(temporary, folder, 'crm.db'), thread: true })

describe('sqliteStorage with a thread', () => {
  storageContract(test, storage)

  let files = 0
  filterContract(test, () => storage(`filter-${++files}`))

  modelContract(test, () => storage('model'), { runs: 10 })
})

describe('the engine with a thread', () => {
  let files = 0
  const openCrm = (name: string, seed: number) =>
    createCrm({
      storage: storage(name),
      clock: fakeClock(),
      random: seededRandom(seed),
      files: emptyFiles,
      jobsEveryMs: 0,
    })

  apiContract(test, async () => {
    const name = `api-${++files}`
    const [made, file] = ['api', name].map((folder) => join(temporary, folder, 'crm.db')) as [string, string]
    if (!existsSync(made)) {
      const crm = await openCrm('api', 1)
      for (const tenant of API_CONTRACT_TENANTS) await crm.openTenant(tenant)
      await crm.close()
    }
    mkdirSync(join(temporary, name))
    copyFileSync(made, file)
    const crm = await openCrm(name, 7)
    return { as: crm.as, visitors: () => crm.visitors({ tenant: 'main' }), tick: crm.tick, close: crm.close }
  })
})

/** Counts bytes and keeps none of them. */
const emptyFiles: FileStore = {
  put: async (_tenant, _key, body) => ({ sizeBytes: (await new Response(body as BodyInit).arrayBuffer()).byteLength }),
  get: async () => undefined,
  remove: async () => {},
  olderThan: async () => [],
}
