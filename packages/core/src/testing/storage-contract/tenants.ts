import type { Condition } from '../../filter/types.ts'
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
  LATER,
  link,
  NORTH,
  NOW,
  one,
  place,
  record,
  SOUTH,
  sealed,
  slot,
  snapshot,
  TITLE,
  thing,
} from './kit.ts'

const relatedCity = (city: string): Condition => ({
  op: 'related',
  field: 'placeId',
  to: 'place',
  of: eq(slot('city', 'fold', 'text', 'text'), city),
})
const linkedCity = (city: string): Condition => ({
  op: 'someLinked',
  object: 'thing',
  to: 'place',
  of: eq(slot('city', 'fold', 'text', 'text'), city),
})

/** Tenant names that a careless store mixes up. */
const names = ['t', 'T', 't ', 't1', 't%', "t'", 't"', 'ť', '\u{1f600}', 'north:south', '__proto__', 'constructor']

export const tenantCases: readonly ContractCase[] = [
  {
    name: 'gets and finds nothing of another tenant',
    async run({ storage }) {
      await storage.commit(NORTH, { put: [thing('a', { title: 'North' })] })
      equal(await one(storage, 'a', SOUTH), undefined)
      equal(await ids(storage, { where: eq(TITLE, 'north') }, SOUTH), [])
    },
  },
  {
    name: 'keeps the same id of two tenants as two records',
    async run(kit) {
      await kit.storage.commit(NORTH, { put: [thing('a', { title: 'North', count: 1 })] })
      await kit.storage.commit(SOUTH, { put: [thing('a', { title: 'South', labels: ['x'] })] })
      const again = await kit.again()
      equal(await one(again, 'a'), record('a', { title: 'North', count: 1 }))
      equal(await one(again, 'a', SOUTH), record('a', { title: 'South', labels: ['x'] }))
    },
  },
  {
    name: 'removes only the record of its own tenant',
    async run({ storage }) {
      await storage.commit(NORTH, { put: [thing('a', { labels: ['x'] })] })
      await storage.commit(SOUTH, { remove: [{ object: 'thing', id: 'a' }] })
      equal(await one(storage, 'a'), record('a', { labels: ['x'] }))
    },
  },
  {
    name: 'leaves all of one tenant as it was, whatever a batch of another does with the same ids and keys',
    async run(kit) {
      const batch = {
        put: [thing('a'), place('p')],
        changes: [draft('a', { subjects: ['thing:a'] })],
        claim: [{ space: 'thing.mail', key: 'a@x.org', object: 'thing', id: 'a' }],
        jobs: { put: [job('j')] },
        idempotency: { key: 'key', fingerprint: 'f', answer: 1, now: NOW },
      }
      await kit.storage.commit(NORTH, batch)
      const before = await snapshot(kit.storage, 1)
      await kit.storage.commit(SOUTH, batch)
      await kit.storage.commit(SOUTH, {
        release: [{ space: 'thing.mail', key: 'a@x.org', id: 'a' }],
        put: [place('p', { name: 'Other' })],
        remove: [{ object: 'thing', id: 'a' }],
        add: [{ object: 'thing', id: 'a', field: 'score', by: 1 }],
        jobs: { done: ['j'] },
        eraseSubjects: ['thing:a'],
      })
      await kit.storage.claimJobs(SOUTH, { now: NOW, leasedUntil: LATER, limit: 9 })
      equal(await snapshot(await kit.again(), 1), before)
    },
  },
  {
    name: 'follows no relation into another tenant',
    async run({ storage }) {
      await storage.commit(SOUTH, { put: [place('p', { city: 'Oslo' })] })
      await storage.commit(NORTH, { put: [thing('a', { placeId: 'p' })] })
      equal(await ids(storage, { where: relatedCity('oslo') }), [])
      await storage.commit(NORTH, { put: [place('p', { city: 'Bergen' })] })
      equal(await ids(storage, { where: relatedCity('bergen') }), ['a'])
    },
  },
  {
    name: 'follows no link into or through another tenant',
    async run({ storage }) {
      await storage.commit(NORTH, { put: [thing('a'), place('p', { city: 'Bergen' })] })
      await storage.commit(SOUTH, { put: [link('l', 'thing:a', 'place:p'), place('p', { city: 'Oslo' })] })
      equal(await ids(storage, { where: linkedCity('oslo') }), [])
      equal(await ids(storage, { where: linkedCity('bergen') }), [])
      await storage.commit(NORTH, { put: [link('l', 'place:p', 'thing:a')] })
      equal(await ids(storage, { where: linkedCity('bergen') }), ['a'])
      equal(await ids(storage, { where: linkedCity('oslo') }), [])
    },
  },
  {
    name: 'finds no entry of a list of another tenant',
    async run({ storage }) {
      const labelled: Condition = { op: 'someItem', field: 'labels', of: eq(slot('', 'fold', 'text', 'text'), 'x') }
      await storage.commit(SOUTH, { put: [thing('a', { labels: ['x'] })] })
      await storage.commit(NORTH, { put: [thing('a')] })
      equal(await ids(storage, { where: labelled }), [])
      equal(await ids(storage, { where: { op: 'not', of: labelled } }), ['a'])
      equal(await ids(storage, { where: labelled }, SOUTH), ['a'])
    },
  },
  {
    name: 'answers a foreign id exactly as an unknown one',
    async run({ storage }) {
      await storage.commit(SOUTH, {
        put: [thing('foreign')],
        changes: [draft('foreign')],
        claim: [{ space: 's', key: 'k', object: 'thing', id: 'foreign' }],
      })
      const expecting = (id: string) => storage.commit(NORTH, { expect: [{ object: 'thing', id, version: 1 }] })
      await refused(expecting('foreign'), 'VERSION_CONFLICT', { object: 'thing', id: 'foreign' })
      await refused(expecting('unknown'), 'VERSION_CONFLICT', { object: 'thing', id: 'unknown' })
      equal(await storage.holder(NORTH, 's', 'k'), undefined)
      equal(await storage.changes(NORTH, { after: 0, limit: 9, of: { object: 'thing', id: 'foreign' } }), [])
      equal(await storage.changes(NORTH, { after: 0, limit: 9, correlation: 'c1' }), [])
    },
  },
  {
    name: 'names the tenants that hold something, in order, and no others',
    async run(kit) {
      equal(await kit.storage.tenants(), [])
      await kit.storage.commit(SOUTH, { put: [thing('a')] })
      await kit.storage.commit({ tenant: 'east' }, { jobs: { put: [job('j')] } })
      await kit.storage.commit(NORTH, { changes: [draft('a')] })
      await one(kit.storage, 'a', { tenant: 'only-read' })
      equal(await (await kit.again()).tenants(), ['east', 'north', 'south'])
    },
  },
  {
    name: 'keeps tenants apart whose names differ in case, spaces, quotes or accents',
    async run(kit) {
      for (const [at, tenant] of names.entries())
        await kit.storage.commit({ tenant }, { put: [thing('a', { count: at })], changes: [draft('a')] })
      const again = await kit.again()
      for (const [at, tenant] of names.entries()) {
        equal(await ids(again, { where: eq(COUNT, at) }, { tenant }), ['a'], `Records of ${JSON.stringify(tenant)}`)
        await sealed(again, 1, { tenant })
        equal(await again.head({ tenant }), 1)
      }
      equal((await again.tenants()).length, names.length)
    },
  },
  {
    name: 'gives no page of another tenant for a place in its list',
    async run({ storage }) {
      await storage.commit(SOUTH, { put: [thing('b', { count: 2 })] })
      await storage.commit(NORTH, { put: [thing('a', { count: 1 })] })
      const found = await storage.find(NORTH, 'thing', {
        where: ALL,
        sort: { ref: COUNT, direction: 'asc' },
        after: { value: 1, id: 'a' },
        limit: 9,
      })
      equal(found, [])
      equal(await ids(storage, { sort: byId, after: { value: 'a', id: 'a' } }), [])
    },
  },
]
