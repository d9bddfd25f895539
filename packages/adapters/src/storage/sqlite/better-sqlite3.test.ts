import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Crm, createCrm, type FileStore } from '@kith/core'
import {
  API_CONTRACT_TENANTS,
  apiContract,
  fakeClock,
  filterContract,
  modelContract,
  seededRandom,
  storageContract,
} from '@kith/core/testing'
import { afterAll, describe, test } from 'vitest'
import { sqliteStorage } from './index.ts'
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
  apiContract(contractTest, async () => {
    const crm = await openCrm(await newFile(), 7)
    return { as: crm.as, visitors: () => crm.visitors({ tenant: 'main' }), tick: crm.tick, close: crm.close }
  })
})

async function openCrm(file: string, seed: number): Promise<Crm> {
  return createCrm({
    storage: sqliteStorage({ file, driver: betterSqlite3() }),
    clock: fakeClock(),
    random: seededRandom(seed),
    files: emptyFiles,
    jobsEveryMs: 0,
  })
}

/** A copy of a file that has the tables and the tenants: making them is most of a short test. */
async function newFile(): Promise<string> {
  const made = join(temporary, 'tenants.db')
  if (!existsSync(made)) {
    const crm = await openCrm(made, 1)
    for (const tenant of API_CONTRACT_TENANTS) await crm.openTenant(tenant)
    await crm.close()
  }
  const file = join(temporary, `api-${++files}.db`)
  copyFileSync(made, file)
  return file
}

/** Counts bytes and keeps none of them. */
const emptyFiles: FileStore = {
  put: async (_tenant, _key, body) => ({ sizeBytes: (await new Response(body as BodyInit).arrayBuffer()).byteLength }),
  get: async () => undefined,
  remove: async () => {},
  olderThan: async () => [],
}
