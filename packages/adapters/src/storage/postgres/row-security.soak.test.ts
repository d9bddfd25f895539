import { storageContract } from '@kith/core/testing'
import { afterEach, describe, expect, it, test } from 'vitest'
import { testDatabase } from './testing/database.fixture.ts'

const database = await testDatabase()
let cases = 0

describe('postgresStorage with row-level security', () => {
  afterEach(({ task }) => {
    if (task.result?.state !== 'fail') cases++
  })

  storageContract(test, (folder) => database.storage(folder, { rowLevelSecurity: true }))

  it('keeps every promise of a storage', ({ task }) => {
    expect(cases).toBeGreaterThan(400)
    task.meta.report = {
      name: 'row-security',
      what: 'Cases of the storage contract that PostgreSQL passes with row-level security.',
      n: cases,
      figures: { passed: cases },
    }
  })
})
