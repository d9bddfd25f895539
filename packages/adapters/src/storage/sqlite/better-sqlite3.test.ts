import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { apiContract, filterContract, modelContract, storageContract } from '@kith/core/testing'
import { afterAll, describe, test } from 'vitest'
import { sqliteStorage } from './index.ts'
import { apiOnFiles } from './testing/api-crm.fixture.ts'
import { betterSqlite3, whyNoBetterSqlite3 } from './testing/better-sqlite3.fixture.ts'

const temporary = mkdtempSync(join(tmpdir(), 'kith-better-'))
afterAll(() => rmSync(temporary, { recursive: true, force: true }))

const reason = whyNoBetterSqlite3()
const contractTest = reason ? (name: string) => test(name, ({ skip }) => skip(reason)) : test

let files = 0
const storage = (folder: string) => sqliteStorage({ file: join(temporary, folder, 'crm.db'), driver: betterSqlite3() })

describe('sqliteStorage on better-sqlite3', () => {
  storageContract(contractTest, storage)
  filterContract(contractTest, () => storage(`filter-${++files}`))
  modelContract(contractTest, () => storage('model'), { runs: 10 })
})

describe('the engine on better-sqlite3', () => {
  apiContract(
    contractTest,
    apiOnFiles(temporary, (file) => sqliteStorage({ file, driver: betterSqlite3() })),
  )
})
