import type { Batch, ChangeDraft, CommitResult, Storage, StorageScope } from '../../ports/storage.ts'
import { canonicalJson } from '../../shared/index.ts'
import { memoryStorage } from '../../storage/memory.ts'
import { turn } from './kit.ts'

/** A memory storage that acknowledges changes before they have their place in the log, as stores with a sealer do. */
export function lateSealingStorage(): Storage {
  const intact = memoryStorage()
  const unsealed = new Map<string, ChangeDraft[]>()
  const seal = async (scope: StorageScope, eraseSubjects: readonly string[] = []) => {
    const changes = unsealed.get(scope.tenant) ?? []
    unsealed.delete(scope.tenant)
    if (changes.length + eraseSubjects.length > 0) await intact.commit(scope, { changes, eraseSubjects })
  }
  const sealSoon = async (scope: StorageScope) => {
    for (let turns = 0; turns < 3; turns++) await turn()
    await seal(scope)
  }
  return {
    ...intact,
    name: 'late',
    async commit(scope, batch) {
      for (const draft of batch.changes ?? []) canonicalJson(draft)
      const { changes: drafts = [], eraseSubjects: subjects = [], ...rest } = batch
      const result = await intact.commit(scope, rest)
      if (result.replayed) return result
      unsealed.set(scope.tenant, [...(unsealed.get(scope.tenant) ?? []), ...numbered(batch, drafts, result)])
      if (drafts.length > 0) void sealSoon(scope)
      if (subjects.length > 0) await seal(scope, subjects)
      return result
    },
    async *dump(scope) {
      await seal(scope)
      yield* intact.dump(scope)
    },
    async load(scope, pieces) {
      await seal(scope)
      await intact.load(scope, pieces)
    },
    async close() {
      for (const tenant of [...unsealed.keys()]) await seal({ tenant })
      await intact.close()
    },
    tenants: async (query = {}) => {
      const sealed = await intact.tenants(query)
      const waiting = query.dueAt === undefined ? [...unsealed.keys()] : []
      return [...new Set([...sealed, ...waiting.filter((tenant) => unsealed.get(tenant)?.length)])].sort()
    },
  }
}

/** Numbers that were given stand in the changes of their records too. */
function numbered(batch: Batch, drafts: readonly ChangeDraft[], { numbers }: CommitResult): ChangeDraft[] {
  return drafts.map((draft) => {
    const given = (batch.number ?? []).flatMap(({ object, id, field }, at) =>
      object === draft.object && id === draft.id ? [[field, numbers[at]]] : [],
    )
    return { ...draft, after: draft.after && { ...draft.after, ...Object.fromEntries(given) } }
  })
}
