import { sqliteStorage } from '@kith/adapters/storage/sqlite'
import type { Batch, Condition, SortKey, Storage } from '@kith/core'
import { createCrm, type Page, type StoredRecord } from '@kith/core'
import { batchOf, benchModel, contactOf, FOUND, idOf, inputOf, joined, PAGE_SIZE, SCOPE, TENANT } from './contacts.ts'
import type { Contestant, Plain } from './contestant.ts'

const ref = (field: string, slot: string, type: string) => ({ field, slot, kind: 'text', type }) as const
const WHERE = {
  op: 'and',
  of: [
    { op: 'empty', field: 'deletedAt' },
    { op: 'compare', ref: ref('lifecycle', 'value', 'select'), cmp: 'eq', value: 'prospect' },
    { op: 'compare', ref: ref('source', 'fold', 'text'), cmp: 'eq', value: 'website' },
  ],
} as Condition
const NOT_DELETED = { op: 'empty', field: 'deletedAt' } as const
const SORT = { ref: ref('createdAt', 'value', 'dateTime'), direction: 'desc' } as SortKey

/** A store of Kith without its engine: what is asked is compiled, what is written is derived from the model. */
export async function storeAlone(storage: Storage): Promise<Contestant> {
  await storage.open(benchModel())
  let batches = new Map<number, Batch>()
  return {
    get: (number) => storage.get(TENANT, 'contact', [idOf(number)]),
    page(behind) {
      const last = (behind as StoredRecord[] | undefined)?.at(-1)
      const query = { where: WHERE, sort: SORT, limit: PAGE_SIZE }
      const after = last && { value: last['createdAt'] as string, id: last.id }
      return storage.find(TENANT, 'contact', after ? { ...query, after } : query)
    },
    search: (search) =>
      storage.find(TENANT, 'contact', { where: NOT_DELETED, sort: SORT, limit: FOUND, search, ranked: true }),
    ready(numbers) {
      batches = new Map(numbers.map((number) => [number, batchOf(contactOf(number))]))
    },
    insert: (number) => storage.commit(TENANT, batches.get(number) as Batch),
    group: (numbers) => Promise.all(numbers.map((one) => storage.commit(TENANT, batches.get(one) as Batch))),
    bulk: (numbers) => storage.commit(TENANT, joined(numbers.map((one) => batches.get(one) as Batch))),
    records: (answer) => answer as Plain[],
    close: () => storage.close(),
  }
}

export function adapterAlone(file: string): Promise<Contestant> {
  return storeAlone(sqliteStorage({ file }))
}

/** The whole engine: who asks, what they may, what is valid, and the log. */
export async function wholeEngine(file: string): Promise<Contestant> {
  const crm = await createCrm({ storage: sqliteStorage({ file }), jobsEveryMs: 0 })
  const team = { id: 'inside-sales', name: 'Inside sales' }
  const users = ['ida', 'ola', 'per'].map((id) => ({ id, name: id, teamIds: [team.id] }))
  await crm.openTenant({ id: 'main', name: 'Main', teams: [team], users })
  const api = crm.as(SCOPE)
  let inputs = new Map<number, ReturnType<typeof inputOf>>()
  const create = (number: number) => api.create('contact', inputs.get(number) as ReturnType<typeof inputOf>)
  const where = { lifecycle: 'prospect', source: 'website' } as const
  return {
    get: (number) => api.get('contact', idOf(number)),
    page(behind) {
      const cursor = (behind as Page<StoredRecord> | undefined)?.nextCursor
      const query = { where, sort: '-createdAt', limit: PAGE_SIZE }
      return api.list('contact', cursor === undefined ? query : { ...query, cursor })
    },
    search: async (beginnings) => {
      const found = await api.search(beginnings.join(' '), { objects: ['contact'], limit: FOUND })
      return found.map(({ record }) => record)
    },
    ready(numbers) {
      inputs = new Map(numbers.map((number) => [number, inputOf(number)]))
    },
    insert: create,
    group: (numbers) => Promise.all(numbers.map(create)),
    records: (answer) =>
      (Array.isArray(answer)
        ? answer
        : 'items' in (answer as object)
          ? (answer as Page<Plain>).items
          : [answer]) as Plain[],
    close: () => crm.close(),
  }
}
