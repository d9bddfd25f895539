import type { Batch, Job, Query, Storage, StorageScope } from '@kith/core/storage'
import { memoryStorage } from '@kith/core/storage/memory'

/** A storage with one fault, and the case of the contract that finds it. */
export interface Mutant {
  readonly fault: string
  /** Theme and name of a case, as `storageContract` names it. */
  readonly caughtBy: string
  readonly change: (intact: Storage) => Partial<Storage>
}

/** The reference, with what a mutant changes. */
export function mutantOf({ change }: Mutant): Storage {
  const intact = memoryStorage()
  return { ...intact, ...change(intact) }
}

const ALL_TENANTS = { tenant: 'all' }

function without(batch: Batch, ...parts: readonly (keyof Batch)[]): Batch {
  return Object.fromEntries(Object.entries(batch).filter(([part]) => !parts.includes(part as keyof Batch)))
}

const commitsWithout =
  (...parts: readonly (keyof Batch)[]): Mutant['change'] =>
  ({ commit }) => ({ commit: (scope, batch) => commit(scope, without(batch, ...parts)) })

/** One turn of the event loop: where a careless store lets others in between its reading and its writing. */
const turn = () => new Promise((done) => setTimeout(done, 0))

export const mutants: readonly Mutant[] = [
  {
    fault: 'no version check',
    caughtBy: 'races: refuses one of two writers that each rely on what the other changes',
    change: commitsWithout('expect'),
  },
  {
    fault: 'the tenant missing where records are found',
    caughtBy: 'isolation: answers find in two tenants as it would each of them alone',
    change: ({ commit, find }) => ({
      commit: async (scope, batch) => {
        const result = await commit(scope, batch)
        await commit(ALL_TENANTS, { put: batch.put ?? [] })
        return result
      },
      find: (_, object, query) => find(ALL_TENANTS, object, query),
    }),
  },
  {
    fault: 'the tenant missing where a person is erased',
    caughtBy: 'isolation: moves nothing of another tenant by the part eraseSubjects of a batch',
    change: ({ commit, tenants }) => ({
      commit: async (scope, batch) => {
        const { eraseSubjects = [] } = batch
        if (eraseSubjects.length > 0) for (const tenant of await tenants()) await commit({ tenant }, { eraseSubjects })
        return commit(scope, batch)
      },
    }),
  },
  {
    fault: 'no claims',
    caughtBy: 'claims: lets one of thirty racing claims win',
    change: commitsWithout('claim', 'release'),
  },
  {
    fault: 'claims that do not tell letters of two cases apart',
    caughtBy: 'claims: takes keys byte by byte: case, accents, wildcards, quotes, very long',
    change: ({ commit }) => ({
      commit: (scope, batch) =>
        commit(scope, { ...batch, claim: (batch.claim ?? []).map((one) => ({ ...one, key: one.key.toLowerCase() })) }),
    }),
  },
  {
    fault: 'a skipped change: one that was committed late comes to stand before what a reader has read',
    caughtBy: 'readers: shows four readers on two instances every change once, in one order, while both write',
    change: ({ changes }) => {
      let late = 5
      return {
        changes: async (scope, query) => {
          const found = await changes(scope, query)
          if (!found.some(({ seq }) => seq === late)) return found
          const hidden = late
          late = 0
          return found.filter(({ seq }) => seq !== hidden)
        },
      }
    },
  },
  {
    fault: 'a batch half applied in a group',
    caughtBy:
      'groups: keeps nothing of the batches of a group that fail by a change that is not JSON, and all of the others',
    change: ({ commit }) => {
      let waiting = 0
      return {
        commit: async (scope, batch) => {
          waiting++
          await undefined
          const inGroup = waiting > 1
          try {
            return await commit(scope, batch)
          } catch (error) {
            if (inGroup) await commit(scope, { put: batch.put ?? [] })
            throw error
          } finally {
            waiting--
          }
        },
      }
    },
  },
  {
    fault: 'idempotency ignored',
    caughtBy: 'idempotency: answers a repeated key with the first answer, and applies nothing',
    change: commitsWithout('idempotency'),
  },
  {
    fault: 'idempotency looked up before the group, so that two of one group are both applied',
    caughtBy: 'idempotency: applies one of twenty commits with one key that come at once, and answers all',
    change: ({ commit, answer }) => ({
      commit: async (scope, batch) => {
        const { key, now } = batch.idempotency ?? { key: '', now: '' }
        const known = batch.idempotency && (await answer(scope, key, now))
        await turn()
        return commit(scope, known ? batch : without(batch, 'idempotency'))
      },
    }),
  },
  {
    fault: 'a number series with a gap where a batch is refused',
    caughtBy: 'counters: leaves no gap where a batch with a number is refused',
    change: ({ commit }) => ({
      commit: async (scope, batch) => {
        try {
          return await commit(scope, batch)
        } catch (error) {
          await commit(scope, { number: batch.number ?? [] })
          throw error
        }
      },
    }),
  },
  {
    fault: 'an erasure that keeps the payload',
    caughtBy: 'log: erases payload and salt of all changes about a person, and of no other',
    change: commitsWithout('eraseSubjects'),
  },
  {
    fault: 'a lease given twice to runners that ask at once',
    caughtBy: 'jobs: gives each job to one of ten racing workers',
    change: ({ claimJobs, jobs }) => ({
      claimJobs: async (scope, claim) => {
        const free = (job: Job) =>
          job.dueAt <= claim.now && (job.leasedUntil === undefined || job.leasedUntil <= claim.now)
        const due = (await jobs(scope, { state: 'waiting', limit: 1_000 })).filter(free).slice(0, claim.limit)
        await turn()
        await claimJobs(scope, claim)
        return due
      },
    }),
  },
  {
    fault: 'a keyset that skips equal values',
    caughtBy: 'order: loses none of a hundred equal values between pages, both ways, with a condition too',
    change: ({ find }) => ({
      find: (scope, object, query) => find(scope, object, { ...query, ...afterAllEqual(query) }),
    }),
  },
  {
    fault: 'counters that overwrite',
    caughtBy: 'counters: loses none of fifty additions that come at once',
    change: ({ commit, get }) => ({
      commit: async (scope, batch) => {
        const { add = [], ...rest } = batch
        const put = await Promise.all(add.map((one) => summed(get, scope, one)))
        await turn()
        return commit(scope, { ...rest, put: [...(batch.put ?? []), ...put.flat()] })
      },
    }),
  },
  {
    fault: 'puts that overwrite what was added since',
    caughtBy: 'counters: keeps what was added since a record was read that is put again',
    change: ({ commit }) => ({
      commit: (scope, batch) => commit(scope, { ...batch, put: (batch.put ?? []).map(({ keep: _, ...put }) => put) }),
    }),
  },
  {
    fault: 'what has nothing sorted first',
    caughtBy: 'order: sorts numbers rising, then by id, nothing last; pages of every size give the same list',
    change: ({ find }) => ({
      find: async (scope, object, query) => {
        const found = await find(scope, object, query)
        const has = (item: (typeof found)[number]) => item[query.sort.ref.field] !== undefined
        return [...found.filter((item) => !has(item)), ...found.filter(has)]
      },
    }),
  },
  {
    fault: 'a reader that sees half a batch',
    caughtBy: 'races: never shows a reader half a batch',
    change: ({ commit }) => ({
      commit: async (scope, batch) => {
        const [first, ...more] = batch.put ?? []
        if (first && more.length > 0) {
          await commit(scope, { put: [first] })
          await turn()
        }
        return commit(scope, batch)
      },
    }),
  },
  {
    fault: 'a chain that leaves an entry out',
    caughtBy: 'log: chains every entry to the one before, from the name of the tenant on',
    change: ({ changes }) => ({
      changes: async (scope, query) => {
        const all = await changes(scope, { after: 0, limit: 1_000 })
        return (await changes(scope, query)).map((one) =>
          one.seq === 4 ? { ...one, chain: all[1]?.chain ?? '' } : one,
        )
      },
    }),
  },
  {
    fault: 'a sum that is a little wrong instead of refused',
    caughtBy: 'aggregates: refuses a sum that is no longer exact',
    change: ({ aggregate }) => ({
      aggregate: async (scope, object, query) =>
        aggregate(scope, object, query).catch(() => [{ keys: [], values: query.measures.map(() => 2 ** 54) }]),
    }),
  },
  {
    fault: 'a dump that goes on while others write',
    caughtBy: 'moving: dumps one moment while writes go on',
    change: ({ dump }) => ({
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
    }),
  },
  {
    fault: 'a load that forgets run-time slots',
    caughtBy: 'moving: finds moved records by their values, their run-time fields and their words',
    change: ({ load }) => ({
      load: (scope, pieces) =>
        load(
          scope,
          pieces.map((piece) => {
            if (piece.kind !== 'record') return piece
            const { custom: _, ...rest } = piece
            return rest
          }),
        ),
    }),
  },
  {
    fault: 'a load that keeps what it can of a call',
    caughtBy: 'moving: refuses a claim that another record holds, and all that came with it',
    change: ({ load }) => ({
      load: async (scope, pieces) => {
        for (const piece of pieces) await load(scope, [piece])
      },
    }),
  },
]

/** Skips everything that has the value where the last page ended, as `value > ?` without the id does. */
function afterAllEqual({ after, sort }: Query): Pick<Query, 'after'> {
  return after ? { after: { ...after, id: sort.direction === 'asc' ? '\u{10ffff}' : '' } } : {}
}

async function summed(
  get: Storage['get'],
  scope: StorageScope,
  { object, id, field, by }: NonNullable<Batch['add']>[number],
): Promise<NonNullable<Batch['put']>> {
  const [record] = await get(scope, object, [id])
  if (!record) return []
  const before = typeof record[field] === 'number' ? record[field] : 0
  return [{ object, record: { ...record, [field]: before + by } }]
}
