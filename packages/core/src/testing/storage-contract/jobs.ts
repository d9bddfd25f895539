import type { Job, Storage } from '../../ports/storage.ts'
import { equal, refused } from './assert.ts'
import { type ContractCase, EARLIER, job, LATER, NORTH, NOW, SOUTH } from './kit.ts'

const claim = { now: NOW, leasedUntil: LATER, limit: 10 }
const put = (storage: Storage, ...jobs: readonly Job[]) => storage.commit(NORTH, { jobs: { put: jobs } })
const waiting = (storage: Storage, scope = NORTH) => storage.jobs(scope, { state: 'waiting', limit: 99 })
const idsOf = (jobs: readonly Job[]) => jobs.map((one) => one.id)
const minute = (at: number) => `2026-03-01T08:${String(at).padStart(2, '0')}:00.000Z`

export const jobCases: readonly ContractCase[] = [
  {
    name: 'leases due jobs, oldest first, with one attempt more',
    async run(kit) {
      await put(
        kit.storage,
        job('b', { dueAt: minute(2) }),
        job('a', { dueAt: minute(3), payload: { deep: [1, 'ø'] } }),
        job('c', { dueAt: minute(1) }),
      )
      const leased = await kit.storage.claimJobs(NORTH, claim)
      equal(idsOf(leased), ['c', 'b', 'a'])
      equal(leased[2], {
        ...job('a', { dueAt: minute(3), payload: { deep: [1, 'ø'] }, attempts: 1 }),
        leasedUntil: LATER,
      })
      equal(
        (await waiting(await kit.again())).map((one) => one.attempts),
        [1, 1, 1],
      )
    },
  },
  {
    name: 'leaves jobs that are not due yet, and leases one that is due this instant',
    async run({ storage }) {
      await put(storage, job('later', { dueAt: LATER }), job('now', { dueAt: NOW }))
      equal(idsOf(await storage.claimJobs(NORTH, claim)), ['now'])
    },
  },
  {
    name: 'leases at most as many as were asked for',
    async run({ storage }) {
      await put(storage, ...Array.from({ length: 5 }, (_, at) => job(`j${at}`, { dueAt: minute(at) })))
      equal(idsOf(await storage.claimJobs(NORTH, { ...claim, limit: 2 })), ['j0', 'j1'])
      equal(idsOf(await storage.claimJobs(NORTH, { ...claim, limit: 2 })), ['j2', 'j3'])
    },
  },
  {
    name: 'gives a leased job to nobody else until the lease is over, then with one attempt more',
    async run({ storage }) {
      await put(storage, job('a'))
      await storage.claimJobs(NORTH, claim)
      equal(await storage.claimJobs(NORTH, claim), [])
      const [again] = await storage.claimJobs(NORTH, { ...claim, now: LATER, leasedUntil: '2026-03-01T11:00:00.000Z' })
      equal([again?.id, again?.attempts], ['a', 2])
    },
  },
  {
    name: 'gives each job to one of ten racing workers',
    async run(kit) {
      await put(kit.storage, ...Array.from({ length: 30 }, (_, at) => job(`j${at}`)))
      const leased = (
        await Promise.all(Array.from({ length: 10 }, () => kit.storage.claimJobs(NORTH, { ...claim, limit: 5 })))
      ).flat()
      equal([leased.length, new Set(idsOf(leased)).size], [30, 30])
    },
  },
  {
    name: 'forgets finished jobs',
    async run(kit) {
      await put(kit.storage, job('a'), job('b'))
      await kit.storage.commit(NORTH, { jobs: { done: ['a', 'nobody'] } })
      equal(idsOf(await waiting(await kit.again())), ['b'])
    },
  },
  {
    name: 'changes nothing when another job is put with the key of one that waits',
    async run({ storage }) {
      await put(storage, job('a', { key: 'k' }))
      await put(storage, job('b', { key: 'k', dueAt: EARLIER }))
      equal(await waiting(storage), [job('a', { key: 'k' })])
    },
  },
  {
    name: 'changes nothing either while the one that waits is leased',
    async run({ storage }) {
      await put(storage, job('a', { key: 'k' }))
      await storage.claimJobs(NORTH, claim)
      await put(storage, job('b', { key: 'k' }))
      equal(idsOf(await waiting(storage)), ['a'])
    },
  },
  {
    name: 'keeps the first of two new jobs with one key in a batch',
    async run({ storage }) {
      await put(storage, job('a', { key: 'k' }), job('b', { key: 'k' }))
      equal(idsOf(await waiting(storage)), ['a'])
    },
  },
  {
    name: 'replaces a job that is put again by its id, and ends its lease',
    async run({ storage }) {
      await put(storage, job('a'))
      const [leased] = await storage.claimJobs(NORTH, claim)
      await put(storage, { ...(leased as Job), dueAt: EARLIER, lastError: 'no answer' })
      equal(await waiting(storage), [job('a', { attempts: 1, dueAt: EARLIER, lastError: 'no answer' })])
      equal(idsOf(await storage.claimJobs(NORTH, claim)), ['a'])
    },
  },
  {
    name: 'finishes before it puts, so that a job can follow itself under its key',
    async run({ storage }) {
      await put(storage, job('a', { key: 'daily' }))
      await storage.commit(NORTH, { jobs: { done: ['a'], put: [job('b', { key: 'daily', dueAt: LATER })] } })
      equal(idsOf(await waiting(storage)), ['b'])
    },
  },
  {
    name: 'never leases a dead job, and shows it to people',
    async run(kit) {
      await put(kit.storage, job('a', { state: 'dead', lastError: 'gave up', attempts: 9 }), job('b'))
      const again = await kit.again()
      equal(idsOf(await again.claimJobs(NORTH, claim)), ['b'])
      equal(await again.jobs(NORTH, { state: 'dead', limit: 9 }), [
        job('a', { state: 'dead', lastError: 'gave up', attempts: 9 }),
      ])
    },
  },
  {
    name: 'lets a dead job be put again, by its id or by another job with its key',
    async run({ storage }) {
      await put(storage, job('a', { state: 'dead' }), job('b', { state: 'dead', key: 'k' }))
      await put(storage, job('a'), job('c', { key: 'k' }))
      equal(idsOf(await storage.claimJobs(NORTH, claim)), ['a', 'c'])
      equal(await storage.jobs(NORTH, { state: 'dead', limit: 9 }), [])
    },
  },
  {
    name: 'lists jobs oldest first, up to the limit',
    async run({ storage }) {
      await put(storage, job('b', { dueAt: minute(2) }), job('a', { dueAt: minute(2) }), job('c', { dueAt: minute(1) }))
      equal(idsOf(await storage.jobs(NORTH, { state: 'waiting', limit: 2 })), ['c', 'a'])
    },
  },
  {
    name: 'keeps payloads as they were, also nothing and falsy ones',
    async run(kit) {
      const payloads = [0, false, '', null, { a: [] }, 'ø']
      await put(kit.storage, ...payloads.map((payload, at) => job(`j${at}`, { payload })))
      equal(
        (await waiting(await kit.again())).map((one) => one.payload),
        payloads,
      )
    },
  },
  {
    name: 'keeps jobs of two tenants apart, with the same ids and keys',
    async run({ storage }) {
      await put(storage, job('a', { payload: 'north' }))
      await storage.commit(SOUTH, { jobs: { put: [job('a', { payload: 'south' })] } })
      await storage.commit(SOUTH, { jobs: { done: ['a'] } })
      equal(
        (await storage.claimJobs(NORTH, claim)).map((one) => one.payload),
        ['north'],
      )
      equal(await storage.claimJobs(SOUTH, claim), [])
    },
  },
  {
    name: 'names the tenants that have a job due',
    async run({ storage }) {
      await put(storage, job('a', { dueAt: NOW }))
      await storage.commit(SOUTH, {
        jobs: { put: [job('a', { dueAt: LATER }), job('b', { state: 'dead', dueAt: EARLIER })] },
      })
      equal(await storage.tenants({ dueAt: EARLIER }), [])
      equal(await storage.tenants({ dueAt: NOW }), ['north'])
      equal(await storage.tenants({ dueAt: LATER }), ['north', 'south'])
      await storage.claimJobs(NORTH, claim)
      equal(await storage.tenants({ dueAt: NOW }), [])
    },
  },
  {
    name: 'lets a runner that comes back late still finish what another has leased since',
    async run(kit) {
      await put(kit.storage, job('a'))
      await kit.storage.claimJobs(NORTH, claim)
      await kit.storage.claimJobs(NORTH, { ...claim, now: LATER, leasedUntil: '2026-03-01T11:00:00.000Z' })
      await kit.storage.commit(NORTH, { jobs: { done: ['a'] } })
      equal(await waiting(await kit.again()), [])
    },
  },
  {
    name: 'leaves a job leased when the batch that would finish it is refused',
    async run(kit) {
      await put(kit.storage, job('a'))
      await kit.storage.claimJobs(NORTH, claim)
      const stale = { expect: [{ object: 'thing', id: 'no', version: 1 }], jobs: { done: ['a'], put: [job('b')] } }
      await refused(kit.storage.commit(NORTH, stale), 'VERSION_CONFLICT')
      const again = await kit.again()
      equal(await again.claimJobs(NORTH, claim), [])
      equal(await waiting(again), [{ ...job('a', { attempts: 1 }), leasedUntil: LATER }])
    },
  },
  {
    name: 'names a tenant again once a lease is over',
    async run({ storage }) {
      await put(storage, job('a'))
      await storage.claimJobs(NORTH, { ...claim, leasedUntil: '2026-03-01T09:30:00.000Z' })
      equal(await storage.tenants({ dueAt: '2026-03-01T09:29:59.999Z' }), [])
      equal(await storage.tenants({ dueAt: '2026-03-01T09:30:00.000Z' }), ['north'])
    },
  },
  {
    name: 'takes ids and keys byte by byte',
    async run(kit) {
      const odd = ['A', 'a', 'å', 'a\u030a', '%', "'; --", '\u{1f600}', '__proto__']
      await put(kit.storage, ...odd.map((id) => job(id)))
      await kit.storage.commit(NORTH, { jobs: { done: ['a', '%'] } })
      equal(idsOf(await waiting(await kit.again())).sort(), odd.filter((id) => id !== 'a' && id !== '%').sort())
    },
  },
  {
    name: 'gives a job that is put while it is leased to the next who asks',
    async run({ storage }) {
      await put(storage, job('a'))
      await storage.claimJobs(NORTH, claim)
      await put(storage, job('a', { attempts: 1, dueAt: LATER, lastError: 'later' }))
      equal(await storage.claimJobs(NORTH, claim), [])
      equal(idsOf(await storage.claimJobs(NORTH, { ...claim, now: LATER })), ['a'])
    },
  },
]
