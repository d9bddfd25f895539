import { equal, holds, refused } from './assert.ts'
import {
  ALL,
  byId,
  type ContractCase,
  draft,
  ids,
  job,
  NORTH,
  NOW,
  one,
  record,
  SOUTH,
  sealed,
  snapshot,
  thing,
  turn,
} from './kit.ts'
import { contractModel } from './model.ts'

/** Lets what is under way come to an end. */
async function turns(): Promise<void> {
  for (let turns = 0; turns < 20; turns++) await turn()
}

/** How soon a listener hears of a commit. */
const WATCH_LIMIT_MS = 5_000

async function inTime(done: () => boolean): Promise<void> {
  const until = Date.now() + WATCH_LIMIT_MS
  while (!done() && Date.now() < until) await turn()
}

export const lifecycleCases: readonly ContractCase[] = [
  {
    name: 'has a name, and says what it supports',
    async run({ storage }) {
      holds(storage.name.length > 0, 'it has a name')
      equal(Object.keys(storage.supports).sort(), ['backup', 'fullText', 'watch'])
    },
  },
  {
    name: 'refuses every call once it is closed',
    async run({ storage }) {
      await storage.close()
      const calls = [
        () => storage.get(NORTH, 'thing', ['a']),
        () => storage.find(NORTH, 'thing', { where: ALL, sort: byId, limit: 1 }),
        () => storage.aggregate(NORTH, 'thing', { where: ALL, groupBy: [], measures: [] }),
        () => storage.holder(NORTH, 's', 'k'),
        () => storage.answer(NORTH, 'k', NOW),
        () => storage.commit(NORTH, { put: [thing('a')] }),
        () => storage.changes(NORTH, { after: 0, limit: 1 }),
        () => storage.head(NORTH),
        () => storage.claimJobs(NORTH, { now: NOW, leasedUntil: NOW, limit: 1 }),
        () => storage.jobs(NORTH, { state: 'waiting', limit: 1 }),
        () => storage.tenants(),
        async () => {
          for await (const _ of storage.dump(NORTH)) return
        },
        () => storage.load(NORTH, [{ kind: 'number', series: 's', last: 1 }]),
      ]
      for (const call of calls) await refused(call(), 'STORAGE_UNAVAILABLE')
    },
  },
  {
    name: 'can be closed twice, and opened again',
    async run({ storage }) {
      await storage.commit(NORTH, { put: [thing('a')] })
      await storage.close()
      await storage.close()
      await storage.open(contractModel)
      equal(await ids(storage), ['a'])
    },
  },
  {
    name: 'writes what was committed before it closes, though nobody waited',
    needs: 'persistence',
    async run(kit) {
      const pending = Array.from({ length: 100 }, (_, at) => kit.storage.commit(NORTH, { put: [thing(`${at}`)] }))
      const told = Promise.allSettled(pending)
      const again = await kit.restart()
      const written = (await told).flatMap(({ status }, at) => (status === 'fulfilled' ? [`${at}`] : []))
      equal(await ids(again), written.sort())
    },
  },
  {
    name: 'shows everything after a restart as it was before',
    needs: 'persistence',
    async run(kit) {
      await kit.storage.commit(NORTH, {
        idempotency: { key: 'key', fingerprint: 'f', answer: [1], now: NOW },
        claim: [{ space: 'thing.mail', key: 'a@x.org', object: 'thing', id: 'a' }],
        put: [thing('a', { title: 'Åse', price: { amountMinor: 5, currency: 'EUR' } })],
        changes: [draft('a')],
        jobs: { put: [job('j'), job('d', { state: 'dead' })] },
      })
      const before = await snapshot(kit.storage, 1)
      equal(await snapshot(await kit.restart(), 1), before)
    },
  },
  {
    name: 'shows a second instance at once what the first has committed, and the other way round',
    needs: 'persistence',
    async run(kit) {
      const other = await kit.again()
      await kit.storage.commit(NORTH, { put: [thing('a')], changes: [draft('a')] })
      equal(await one(other, 'a'), record('a'))
      await other.commit(NORTH, {
        expect: [{ object: 'thing', id: 'a', version: 1 }],
        put: [thing('a', { version: 2 })],
        changes: [draft('a')],
      })
      equal(await one(kit.storage, 'a'), record('a', { version: 2 }))
      await refused(
        kit.storage.commit(NORTH, {
          expect: [{ object: 'thing', id: 'a', version: 1 }],
          put: [thing('a', { version: 2 })],
        }),
        'VERSION_CONFLICT',
      )
    },
  },
  {
    name: 'lets two instances write at once without losing or doubling a change',
    needs: 'persistence',
    async run(kit) {
      const other = await kit.again()
      const commits = Array.from({ length: 40 }, (_, at) =>
        (at % 2 === 0 ? kit.storage : other).commit(NORTH, { put: [thing(`t${at}`)], changes: [draft(`t${at}`)] }),
      )
      const seqs = (await Promise.all(commits)).flatMap((result) => result.seqs)
      equal(new Set(seqs).size, seqs.length, 'Sequence numbers given')
      await sealed(kit.storage, 40)
      const changes = await other.changes(NORTH, { after: 0, limit: 99 })
      equal(
        changes.map((change) => change.seq),
        Array.from({ length: 40 }, (_, at) => at + 1),
      )
      equal(new Set(changes.map((change) => change.id)).size, 40, 'Records in the log')
      equal((await ids(kit.storage)).length, 40)
    },
  },
  {
    name: 'gives a job to one of two instances',
    needs: 'persistence',
    async run(kit) {
      const other = await kit.again()
      await kit.storage.commit(NORTH, { jobs: { put: Array.from({ length: 20 }, (_, at) => job(`j${at}`)) } })
      const claim = { now: NOW, leasedUntil: '2026-03-01T10:00:00.000Z', limit: 15 }
      const leased = (await Promise.all([kit.storage.claimJobs(NORTH, claim), other.claimJobs(NORTH, claim)])).flat()
      equal([leased.length, new Set(leased.map((one) => one.id)).size], [20, 20])
    },
  },
  {
    name: 'has no method to watch by where it does not support it',
    async run({ storage }) {
      if (!storage.supports.watch) equal(storage.watch, undefined)
    },
  },
  {
    name: 'tells a listener whose data changed, until it stops',
    needs: 'watch',
    async run({ storage }) {
      const heard: string[] = []
      const stop = storage.watch?.((tenant) => heard.push(tenant))
      await storage.commit(NORTH, { put: [thing('a')], changes: [draft('a')] })
      await inTime(() => heard.includes('north'))
      equal(heard.includes('north'), true, 'Whether the listener heard of north')
      stop?.()
      heard.length = 0
      await storage.commit(NORTH, { put: [thing('b')], changes: [draft('b')] })
      await turns()
      equal(heard, [])
    },
  },
  {
    name: 'tells a listener of another instance, and every listener that is left',
    needs: 'watch',
    async run(kit) {
      const [other, heard, left] = [await kit.again(), new Set<string>(), new Set<string>()]
      const stops = [other.watch?.((tenant) => heard.add(tenant)), other.watch?.((tenant) => left.add(tenant))]
      stops[1]?.()
      await kit.storage.commit(NORTH, { put: [thing('a')], changes: [draft('a')] })
      await kit.storage.commit(SOUTH, { put: [thing('a')], changes: [draft('a')] })
      await inTime(() => heard.size === 2)
      equal([...heard].sort(), ['north', 'south'])
      equal([...left], [])
      stops[0]?.()
    },
  },
  {
    name: 'refuses a backup where it does not support it',
    async run({ storage }) {
      if (!storage.supports.backup && storage.backup) await refused(storage.backup('copy'), 'NOT_SUPPORTED')
    },
  },
]
