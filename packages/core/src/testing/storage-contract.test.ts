import { describe, expect, it } from 'vitest'
import type { Storage } from '../ports/storage.ts'
import { KithError } from '../shared/index.ts'
import { memoryStorage } from '../storage/memory.ts'
import { lateSealingStorage } from './storage-contract/late-sealing.fixture.ts'
import { storageContract } from './storage-contract.ts'

/** Runs the whole contract and names the cases that a storage breaks. */
async function brokenCases(storage: () => Storage): Promise<string[]> {
  const cases: { readonly name: string; readonly run: () => Promise<void> }[] = []
  storageContract((name, run) => cases.push({ name, run }), storage, { persistent: false })
  const broken: string[] = []
  for (const { name, run } of cases) await run().catch(() => broken.push(name))
  return broken
}

/** A storage without anything that may be refused. */
function plainStorage(): Storage {
  const { watch: _, ...intact } = memoryStorage()
  return {
    ...intact,
    supports: { fullText: false, watch: false, backup: false },
    find: (scope, object, { search = [], ...query }) =>
      search.length > 0 ? Promise.reject(new KithError('NOT_SUPPORTED')) : intact.find(scope, object, query),
  }
}

describe('storageContract', () => {
  it('finds nothing wrong with a storage that seals changes after the commit', async () => {
    expect(await brokenCases(lateSealingStorage)).toEqual([])
  })

  it('finds nothing wrong with a storage that refuses what it may, and skips what it refuses with a reason', async () => {
    expect(await brokenCases(plainStorage)).toEqual([])
    const reasons: string[] = []
    const runs: Promise<void>[] = []
    const context = { skip: (reason: string) => reasons.push(reason) }
    storageContract((_, run) => void runs.push(run(context)), plainStorage, { persistent: false })
    await Promise.all(runs)
    expect(reasons.length).toBeGreaterThan(20)
    expect(new Set(reasons.map((reason) => reason.split(';')[0]))).toEqual(
      new Set(['it does not support full text', 'it does not support watching']),
    )
  })

  it('finds a storage that is silent about what it does not support', async () => {
    const silent = () => ({ ...memoryStorage(), supports: { fullText: false, watch: false, backup: false } })
    const broken = await brokenCases(silent)
    expect(broken).toContain('search: refuses to search where it does not support it')
    expect(broken).toContain('lifecycle: has no method to watch by where it does not support it')
  })

  it('gives every case a name and a folder of its own', () => {
    const names: string[] = []
    storageContract(
      (name) => names.push(name),
      () => memoryStorage(),
    )
    expect(new Set(names).size).toBe(names.length)
    expect(names.length).toBeGreaterThan(400)
  })
})
