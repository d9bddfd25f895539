import { describe, expect, it, test } from 'vitest'
import type { Storage } from '../ports/storage.ts'
import { memoryStorage } from '../storage/memory.ts'
import { modelContract } from './model-contract.ts'
import { lateSealingStorage } from './storage-contract/late-sealing.fixture.ts'

/** What the contract says of a storage; undefined where it finds nothing. */
async function fault(open: () => Storage): Promise<string | undefined> {
  const runs: (() => Promise<void>)[] = []
  modelContract((_, run) => void runs.push(run), open, { runs: 200, seed: 7 })
  return runs[0]?.().then(
    () => undefined,
    (error: unknown) => String(error),
  )
}

describe('memoryStorage', () => modelContract(test, () => memoryStorage(), { runs: 50 }))

describe('modelContract', () => {
  modelContract(test, lateSealingStorage, { runs: 20 })

  it('finds a store that gives a job to two runners, and shows its seed and the commands', async () => {
    const open = () => {
      const intact = memoryStorage()
      const lease = intact.claimJobs
      const claimJobs: Storage['claimJobs'] = (scope, claim) => lease(scope, { ...claim, leasedUntil: claim.now })
      return { ...intact, claimJobs }
    }
    expect(await fault(open)).toMatch(/seed: 7[\s\S]*claimJobs/)
  })

  it('finds a store that applies batches of a group one over the other', async () => {
    const open = () => {
      const intact = memoryStorage()
      let waiting = 0
      const commit: Storage['commit'] = async (scope, batch) => {
        const alone = ++waiting === 1
        await undefined
        const { expect: _, ...blind } = batch
        return intact.commit(scope, alone ? batch : blind).finally(() => waiting--)
      }
      return { ...intact, commit }
    }
    expect(await fault(open)).toMatch(/In no order of these commits/)
  })

  it('finds a store whose pages leave out what has the value of the last one', async () => {
    const open = () => {
      const intact = memoryStorage()
      const find: Storage['find'] = (scope, object, { after, ...query }) =>
        intact.find(scope, object, after ? { ...query, after: { ...after, id: '\u{10ffff}' } } : query)
      return { ...intact, find }
    }
    expect(await fault(open)).toMatch(/The page after/)
  })
})
