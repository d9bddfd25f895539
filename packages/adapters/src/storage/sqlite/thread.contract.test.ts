import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { apiContract, filterContract, modelContract, storageContract } from '@kith/core/testing'
import { afterAll, describe, test, vi } from 'vitest'
import { sqliteStorage } from './index.ts'
import { apiOnFiles } from './testing/api-crm.fixture.ts'

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
  apiContract(
    test,
    apiOnFiles(temporary, (file) => sqliteStorage({ file, thread: true })),
  )
})
