import { describe, expect, it } from 'vitest'
import type { Batch, Storage } from '../ports/storage.ts'
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

function without(batch: Batch, ...parts: readonly (keyof Batch)[]): Batch {
  return Object.fromEntries(Object.entries(batch).filter(([part]) => !parts.includes(part as keyof Batch)))
}

/** A memory storage with one fault. */
function mutant(change: (intact: Storage) => Partial<Storage>): () => Storage {
  return () => {
    const intact = memoryStorage()
    return { ...intact, ...change(intact) }
  }
}

const ALL_TENANTS = { tenant: 'all' }

const mutants: Readonly<Record<string, () => Storage>> = {
  'no version check': mutant(({ commit }) => ({ commit: (scope, batch) => commit(scope, without(batch, 'expect')) })),
  'no claims': mutant(({ commit }) => ({
    commit: (scope, batch) => commit(scope, without(batch, 'claim', 'release')),
  })),
  'the tenant missing in find': mutant(({ commit, find }) => ({
    commit: async (scope, batch) => {
      await commit(ALL_TENANTS, { put: batch.put ?? [] })
      return commit(scope, batch)
    },
    find: (_, object, query) => find(ALL_TENANTS, object, query),
  })),
  'the tenant missing in holder': mutant(({ holder, commit }) => ({
    commit: async (scope, batch) => {
      const result = await commit(scope, batch)
      await commit(ALL_TENANTS, { claim: batch.claim ?? [] }).catch(() => undefined)
      return result
    },
    holder: (_, space, key) => holder(ALL_TENANTS, space, key),
  })),
  'a batch half applied': mutant(({ commit }) => ({
    commit: async (scope, batch) => {
      try {
        return await commit(scope, batch)
      } catch (error) {
        const known = (batch.put ?? []).filter(({ object }) => object === 'thing')
        await commit(scope, { put: known })
        throw error
      }
    },
  })),
  'a skipped change': mutant(({ changes }) => ({
    changes: async (scope, query) => (await changes(scope, query)).filter(({ seq }) => seq !== 3),
  })),
  'no idempotency': mutant(({ commit }) => ({
    commit: (scope, batch) => commit(scope, without(batch, 'idempotency')),
  })),
  'an erasure that leaves the payload': mutant(({ commit }) => ({
    commit: (scope, batch) => commit(scope, without(batch, 'eraseSubjects')),
  })),
  'leases for everybody': mutant(({ claimJobs, jobs }) => ({
    claimJobs: async (scope, claim) => {
      await claimJobs(scope, claim)
      return (await jobs(scope, { state: 'waiting', limit: claim.limit })).filter(({ dueAt }) => dueAt <= claim.now)
    },
  })),
  'a dump that goes on while others write': mutant(({ dump }) => ({
    async *dump(scope) {
      const told = new Set<string>()
      for await (const chunk of dump(scope)) {
        for (const piece of chunk) told.add(JSON.stringify(piece))
        yield chunk
      }
      for await (const chunk of dump(scope)) {
        const news = chunk.filter((piece) => !told.has(JSON.stringify(piece)))
        if (news.length > 0) yield news
      }
    },
  })),
  'a load that forgets run-time slots': mutant(({ load }) => ({
    load: (scope, pieces) =>
      load(
        scope,
        pieces.map((piece) => {
          if (piece.kind !== 'record') return piece
          const { custom: _, ...rest } = piece
          return rest
        }),
      ),
  })),
  'a load that keeps what it can of a call': mutant(({ load }) => ({
    load: async (scope, pieces) => {
      for (const piece of pieces) await load(scope, [piece])
    },
  })),
  'empty values first': mutant(({ find }) => ({
    find: async (scope, object, query) => {
      const found = await find(scope, object, query)
      const { field } = query.sort.ref
      return [
        ...found.filter((item) => item[field] === undefined),
        ...found.filter((item) => item[field] !== undefined),
      ]
    },
  })),
}

describe('storageContract', () => {
  it('finds nothing wrong with the reference', async () => {
    expect(await brokenCases(() => memoryStorage())).toEqual([])
  })

  it('finds nothing wrong with a storage that seals changes after the commit', async () => {
    expect(await brokenCases(lateSealingStorage)).toEqual([])
  })

  for (const [name, storage] of Object.entries(mutants)) {
    it(`catches a storage with ${name}`, async () => {
      expect(await brokenCases(storage)).not.toEqual([])
    })
  }

  it('gives every case a name and a folder of its own', () => {
    const names: string[] = []
    storageContract(
      (name) => names.push(name),
      () => memoryStorage(),
    )
    expect(new Set(names).size).toBe(names.length)
    expect(names.length).toBeGreaterThan(200)
  })
})
