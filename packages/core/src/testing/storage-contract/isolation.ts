import type { Batch, Piece, Storage, StorageScope } from '../../ports/storage.ts'
import { equal, refused } from './assert.ts'
import {
  ALL,
  byId,
  COUNT,
  type ContractCase,
  draft,
  eq,
  ids,
  job,
  KIND,
  type Kit,
  LATER,
  link,
  NORTH,
  NOW,
  one,
  place,
  SOUTH,
  sealed,
  slot,
  snapshot,
  THERE,
  TITLE,
  thing,
} from './kit.ts'

/** The same ids and keys in both tenants, so that only the tenant tells them apart. `of` says whose they are. */
const worldOf = (of: string, count: number): Batch => ({
  idempotency: { key: 'key', fingerprint: of, answer: of, now: NOW },
  claim: [{ space: 'thing.mail', key: 'a@x.org', object: 'thing', id: of }],
  number: Array.from({ length: count }, () => ({ series: 'tickets', object: 'thing', id: 'a', field: 'ratio' })),
  put: [
    thing('a', { title: of, count, kind: 'a', mail: [{ value: `a@${of}.org` }], labels: [of], placeId: 'p' }),
    ...Array.from({ length: count }, (_, at) => thing(`${of}${at}`, { title: of, kind: 'b', count: at })),
    place('p', { name: of, city: of }),
    link('l', 'thing:a', 'place:p', { role: of }),
  ],
  changes: [draft('a', { correlation: 'same', subjects: ['thing:a'], after: { title: of } })],
  jobs: { put: [job('j', { payload: of }), job('dead', { payload: of, state: 'dead' })] },
})

async function bothTenants({ storage }: Kit): Promise<void> {
  await storage.commit(NORTH, worldOf('north', 1))
  await storage.commit(SOUTH, worldOf('south', 3))
  await sealed(storage, 1)
  await sealed(storage, 1, SOUTH)
}

const query = { where: ALL, sort: byId, limit: 99 }
const city = (of: string) => eq(slot('city', 'fold', 'text', 'text'), of)

/** Every way to ask: nothing of the answer may be of another tenant. */
type Asked = Exclude<
  keyof Storage,
  'name' | 'supports' | 'open' | 'close' | 'plan' | 'inspect' | 'backup' | 'tenants' | 'watch'
>
type Ask = (storage: Storage, scope: StorageScope) => Promise<unknown>

/** A method that is new in the port has to say here how it keeps tenants apart. */
const asks: Readonly<Record<Asked, readonly Ask[]>> = {
  get: [(storage, scope) => storage.get(scope, 'thing', ['a', 'north0', 'south0', 'south1'])],
  find: [
    (storage, scope) => storage.find(scope, 'thing', query),
    (storage, scope) => storage.find(scope, 'thing', { ...query, where: THERE }),
    (storage, scope) => storage.find(scope, 'thing', { ...query, where: eq(KIND, 'b') }),
    (storage, scope) => storage.find(scope, 'thing', { ...query, where: { op: 'not', of: eq(COUNT, 77) } }),
    (storage, scope) =>
      storage.find(scope, 'thing', { ...query, where: { op: 'or', of: [eq(COUNT, 0), eq(TITLE, 'south')] } }),
    (storage, scope) => storage.find(scope, 'thing', { ...query, sort: { ref: TITLE, direction: 'desc' } }),
    (storage, scope) => storage.find(scope, 'thing', { ...query, after: { value: 'a', id: 'a' } }),
    (storage, scope) =>
      storage.find(scope, 'thing', { ...query, where: { op: 'related', field: 'placeId', to: 'place', of: ALL } }),
    (storage, scope) =>
      storage.find(scope, 'thing', {
        ...query,
        where: { op: 'related', field: 'placeId', to: 'place', of: city('south') },
      }),
    (storage, scope) =>
      storage.find(scope, 'thing', {
        ...query,
        where: { op: 'someLinked', object: 'thing', to: 'place', of: city('south') },
      }),
    async (storage, scope) =>
      storage.supports.fullText ? storage.find(scope, 'thing', { ...query, search: ['so'] }) : [],
  ],
  aggregate: [
    (storage, scope) =>
      storage.aggregate(scope, 'thing', {
        where: ALL,
        groupBy: [KIND],
        measures: [{ fn: 'count' }, { fn: 'sum', ref: COUNT }, { fn: 'max', ref: TITLE }],
      }),
    (storage, scope) =>
      storage.aggregate(scope, 'place', { where: city('south'), groupBy: [], measures: [{ fn: 'count' }] }),
  ],
  holder: [(storage, scope) => storage.holder(scope, 'thing.mail', 'a@x.org')],
  answer: [(storage, scope) => storage.answer(scope, 'key', NOW)],
  changes: [
    (storage, scope) => storage.changes(scope, { after: 0, limit: 99 }),
    (storage, scope) => storage.changes(scope, { after: 0, limit: 99, reverse: true }),
    (storage, scope) => storage.changes(scope, { after: 0, limit: 99, correlation: 'same' }),
    (storage, scope) => storage.changes(scope, { after: 0, limit: 99, of: { object: 'thing', id: 'a' } }),
  ],
  head: [(storage, scope) => storage.head(scope)],
  jobs: [
    (storage, scope) => storage.jobs(scope, { state: 'waiting', limit: 99 }),
    (storage, scope) => storage.jobs(scope, { state: 'dead', limit: 99 }),
  ],
  claimJobs: [(storage, scope) => storage.claimJobs(scope, { now: NOW, leasedUntil: LATER, limit: 99 })],
  commit: [(storage, scope) => storage.commit(scope, worldOf(scope.tenant, scope.tenant === 'north' ? 1 : 3))],
  dump: [
    async (storage, scope) => {
      const pieces: Piece[] = []
      for await (const chunk of storage.dump(scope)) pieces.push(...chunk)
      return pieces
    },
  ],
  load: [
    async (storage, scope) => {
      const piece: Piece = { kind: 'number', series: 'loaded', last: 7 }
      await storage.load(scope, [piece])
      const third = { tenant: `third beside ${scope.tenant}` }
      const { numbers } = await storage.commit(third, {
        number: [{ series: 'loaded', object: 'thing', id: 'x', field: 'count' }],
        put: [thing('x')],
      })
      equal(numbers, [1], 'The first number of a third tenant')
    },
  ],
}

/** What a tenant alone would be answered, by the same store with nobody else in it. */
const reading: readonly ContractCase[] = Object.entries(asks).map(([method, all]) => ({
  name: `answers ${method} in two tenants as it would each of them alone`,
  async run(kit) {
    await bothTenants(kit)
    for (const scope of [NORTH, SOUTH]) {
      const other = scope === NORTH ? 'south' : 'north'
      for (const [at, ask] of all.entries()) {
        const told = JSON.stringify((await ask(kit.storage, scope)) ?? null)
        equal(told.includes(other), false, `Whether ${method} ${at + 1} in ${scope.tenant} tells of ${other}: ${told}`)
      }
    }
  },
}))

/** Every way to write: with the ids and keys of the other tenant, nothing of it may move. */
const writes: Readonly<Record<keyof Batch, Batch>> = {
  idempotency: { idempotency: { key: 'key', fingerprint: 'third', answer: 'third', now: NOW } },
  expect: { expect: [{ object: 'thing', id: 'a', exists: false }] },
  release: { release: [{ space: 'thing.mail', key: 'a@x.org', id: 'north' }] },
  claim: { claim: [{ space: 'thing.mail', key: 'a@x.org', object: 'thing', id: 'third' }] },
  number: { number: [{ series: 'tickets', object: 'thing', id: 'a', field: 'count' }], put: [thing('n')] },
  put: { put: [thing('a', { title: 'third' }), place('p', { city: 'third' }), link('l', 'thing:a', 'place:p')] },
  remove: { remove: ['a', 'north0'].map((id) => ({ object: 'thing', id })) },
  add: { add: [{ object: 'thing', id: 'a', field: 'count', by: 5 }] },
  changes: { changes: [draft('a', { correlation: 'same' })] },
  jobs: { jobs: { put: [job('j', { payload: 'third', dueAt: LATER })], done: ['j', 'dead'] } },
  eraseSubjects: { eraseSubjects: ['thing:a'] },
}

const writing: readonly ContractCase[] = Object.entries(writes).map(([part, batch]) => ({
  name: `moves nothing of another tenant by the part ${part} of a batch`,
  async run(kit) {
    await kit.storage.commit(NORTH, worldOf('north', 1))
    const before = await snapshot(kit.storage, 1)
    await kit.storage.commit({ tenant: 'third' }, batch)
    equal(await snapshot(await kit.again(), 1), before)
    equal(await kit.storage.holder(NORTH, 'thing.mail', 'a@x.org'), { object: 'thing', id: 'north' })
    const { numbers } = await kit.storage.commit(NORTH, {
      number: [{ series: 'tickets', object: 'thing', id: 'n', field: 'count' }],
      put: [thing('n')],
    })
    equal(numbers, [2], 'The next number of north')
  },
}))

export const isolationCases: readonly ContractCase[] = [
  ...reading,
  ...writing,
  {
    name: 'refuses what a tenant expects of a record that only another has, whatever its version',
    async run(kit) {
      await bothTenants(kit)
      await refused(
        kit.storage.commit(NORTH, { expect: [{ object: 'thing', id: 'south0', version: 1 }] }),
        'VERSION_CONFLICT',
        { object: 'thing', id: 'south0' },
      )
      await kit.storage.commit(NORTH, { expect: [{ object: 'thing', id: 'south0', exists: false }] })
      equal((await one(kit.storage, 'south0', SOUTH))?.version, 1)
    },
  },
  {
    name: 'keeps a hundred tenants apart that write at once',
    async run(kit) {
      const tenants = Array.from({ length: 100 }, (_, at) => `t${String(at).padStart(3, '0')}`)
      await Promise.all(
        tenants.map((tenant, at) =>
          kit.storage.commit({ tenant }, { put: [thing('a', { count: at })], changes: [draft('a')] }),
        ),
      )
      const again = await kit.again()
      equal(await again.tenants(), tenants)
      for (const [at, tenant] of tenants.entries()) {
        equal(await ids(again, { where: eq(COUNT, at) }, { tenant }), ['a'])
        await sealed(again, 1, { tenant })
        equal(await again.head({ tenant }), 1)
      }
    },
  },
]
