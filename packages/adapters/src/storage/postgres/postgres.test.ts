import { filterContract, modelContract, storageContract } from '@kith/core/testing'
import { describe, test } from 'vitest'
import { testDatabase } from './testing/database.fixture.ts'

const database = await testDatabase()

describe('postgresStorage', () => {
  storageContract(test, (folder) => database.storage(folder))

  let count = 0
  filterContract(test, () => database.storage(`filter-${++count}`))

  modelContract(test, () => database.storage('model'), { runs: 10 })
})
