import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { filterContract, modelContract, storageContract } from '@kith/core/testing'
import { afterAll, describe, test } from 'vitest'
import { sqliteStorage } from './index.ts'

const temporary = mkdtempSync(join(tmpdir(), 'kith-sqlite-'))
afterAll(() => rmSync(temporary, { recursive: true, force: true }))

describe('sqliteStorage', () => {
  storageContract(test, (folder) => sqliteStorage({ file: join(temporary, folder, 'crm.db') }))

  let files = 0
  filterContract(test, () => sqliteStorage({ file: join(temporary, `filter-${++files}`, 'crm.db') }))

  modelContract(test, () => sqliteStorage({ file: join(temporary, 'model', 'crm.db') }), { runs: 10 })
})
