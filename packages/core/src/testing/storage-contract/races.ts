import type { Batch, Storage } from '../../ports/storage.ts'
import { equal, holds } from './assert.ts'
import {
  COUNT,
  type ContractCase,
  draft,
  ids,
  job,
  type Kit,
  LATER,
  NORTH,
  NOW,
  one,
  payloadOf,
  sealed,
  thing,
  turn,
} from './kit.ts'
import { codes, named, patience, range } from './racing.ts'

/** The storage and a second instance on the same data, in turn. */
async function both(kit: Kit): Promise<(at: number) => Storage> {
  const other = await kit.again()
  return (at) => (at % 2 === 0 ? kit.storage : other)
}

export const raceCases: readonly ContractCase[] = [
  {
    name: 'lets one of twenty records be made that nobody may make twice, over two instances',
    async run(kit) {
      const by = await both(kit)
      const commits = range(1, 20).map((at) =>
        by(at).commit(NORTH, {
          expect: [{ object: 'thing', id: 'a', exists: false }],
          put: [thing('a', { count: at })],
          changes: [draft('a', { after: { count: at } })],
        }),
      )
      const refusals = await codes(commits)
      equal(refusals.filter((code) => code === 'VERSION_CONFLICT').length, 19)
      await sealed(kit.storage, 1)
      const [change] = await kit.storage.changes(NORTH, { after: 0, limit: 9 })
      equal(
        payloadOf(change)['after'],
        { count: (await one(kit.storage, 'a'))?.['count'] },
        'The change that is logged',
      )
    },
  },
  {
    name: 'refuses one of two writers that each rely on what the other changes',
    async run(kit) {
      const by = await both(kit)
      for (const round of range(1, 10)) {
        await kit.storage.commit(NORTH, { put: [thing('a', { version: round }), thing('b', { version: round })] })
        const relying = (read: string, written: string): Batch => ({
          expect: [{ object: 'thing', id: read, version: round }],
          put: [thing(written, { version: round + 1 })],
        })
        const refusals = await codes([by(0).commit(NORTH, relying('a', 'b')), by(1).commit(NORTH, relying('b', 'a'))])
        equal(refusals.filter((code) => code === undefined).length, 1, 'Writers that won')
      }
    },
  },
  {
    name: 'gives each of five slots to one of forty, over two instances',
    async run(kit) {
      const by = await both(kit)
      const commits = range(0, 39).map((at) =>
        by(at).commit(NORTH, {
          claim: [{ space: 'slot', key: `slot ${at % 5}`, object: 'thing', id: named(at) }],
          put: [thing(named(at))],
        }),
      )
      const refusals = await codes(commits)
      equal(refusals.filter((code) => code === undefined).length, 5)
      equal(refusals.filter((code) => code === 'ALREADY_EXISTS').length, 35)
      for (const slot of range(0, 4)) {
        const holder = await kit.storage.holder(NORTH, 'slot', `slot ${slot}`)
        holds((await one(kit.storage, holder?.id ?? '')) !== undefined, `the holder of slot ${slot} is a record`)
      }
    },
  },
  {
    name: 'gives numbers without gap or double over two instances',
    async run(kit) {
      const by = await both(kit)
      const commits = range(0, 29).map((at) =>
        by(at).commit(NORTH, {
          number: [{ series: 'tickets', object: 'thing', id: named(at), field: 'count' }],
          put: [thing(named(at))],
        }),
      )
      const numbers = (await Promise.all(commits)).flatMap((result) => result.numbers)
      equal(
        [...numbers].sort((a, b) => a - b),
        range(1, 30),
      )
      const byNumber = await ids(await kit.again(), { sort: { ref: COUNT, direction: 'asc' } })
      equal(
        byNumber.map((id) => numbers[Number(id.slice(1))]),
        range(1, 30),
        'The numbers of the records',
      )
    },
  },
  {
    name: 'loses no addition over two instances, nor one that comes beside a put that keeps the number',
    async run(kit) {
      const by = await both(kit)
      await kit.storage.commit(NORTH, { put: [thing('a', { score: 100 })] })
      await Promise.all(
        range(0, 39).map((at) =>
          by(at).commit(
            NORTH,
            at % 4 === 3
              ? { put: [{ ...thing('a', { score: 100, title: `Title ${at}` }), keep: ['score'] }] }
              : { add: [{ object: 'thing', id: 'a', field: 'score', by: at }] },
          ),
        ),
      )
      const sum = range(0, 39).reduce((total, at) => total + (at % 4 === 3 ? 0 : at), 100)
      equal((await one(await kit.again(), 'a'))?.['score'], sum)
    },
  },
  {
    name: 'applies one of twenty commits with one key over two instances, and answers all alike',
    async run(kit) {
      const by = await both(kit)
      const results = await Promise.all(
        range(1, 20).map((at) =>
          by(at).commit(NORTH, {
            idempotency: { key: 'k', fingerprint: 'f', answer: at, now: NOW },
            put: [thing(named(at))],
            jobs: { put: [job(named(at))] },
          }),
        ),
      )
      const [made, ...more] = await ids(kit.storage)
      equal(more, [], 'Further records')
      const answers = results.flatMap((result) => (result.replayed ? [named(result.replayed.answer as number)] : []))
      equal(
        answers,
        Array.from({ length: 19 }, () => made),
      )
      equal(
        (await kit.storage.jobs(NORTH, { state: 'waiting', limit: 99 })).map((waiting) => waiting.id),
        [made],
      )
    },
  },
  {
    name: 'never shows a reader half a batch',
    async run(kit) {
      const reader = await kit.again()
      const put = (count: number) => [thing('a', { count }), thing('b', { count }), thing('c', { count })]
      await kit.storage.commit(NORTH, { put: put(0) })
      let writing = true
      const writers = (async () => {
        for (const count of range(1, 30)) await kit.storage.commit(NORTH, { put: put(count) })
        writing = false
      })()
      const reading = async () => {
        while (writing) {
          const got = await reader.get(NORTH, 'thing', ['a', 'b', 'c'])
          const found = await reader.find(NORTH, 'thing', {
            where: { op: 'true' },
            sort: { ref: COUNT, direction: 'asc' },
            limit: 9,
          })
          for (const records of [got, found])
            equal(new Set(records.map((record) => record?.['count'])).size, 1, 'States that one reading shows')
          await turn()
        }
      }
      await Promise.all([reading(), writers])
    },
  },
  {
    name: 'shows a record that is at least as new as its change, whenever the change can be read',
    async run(kit) {
      const reader = await kit.again()
      const writers = Promise.all(
        range(1, 30).map((at) => kit.storage.commit(NORTH, { put: [thing(named(at))], changes: [draft(named(at))] })),
      )
      const reading = async () => {
        const wait = patience('30 changes')
        for (let seq = 0; seq < 30; await turn()) {
          wait()
          const page = await reader.changes(NORTH, { after: seq, limit: 5 })
          for (const change of page) holds((await one(reader, change.id)) !== undefined, `${change.id} can be read`)
          seq = page.at(-1)?.seq ?? seq
        }
      }
      await Promise.all([reading(), writers])
    },
  },
  {
    name: 'gives every due job to one of two runners, and after the lease is over to the other',
    async run(kit) {
      const by = await both(kit)
      await kit.storage.commit(NORTH, { jobs: { put: range(1, 12).map((at) => job(named(at))) } })
      const lease = (at: number, now: string, leasedUntil: string) =>
        by(at).claimJobs(NORTH, { now, leasedUntil, limit: 4 })
      const first = (await Promise.all(range(0, 5).map((at) => lease(at, NOW, LATER)))).flat()
      equal(
        first.map((leased) => leased.id).sort(),
        range(1, 12).map((at) => named(at)),
      )
      equal((await Promise.all(range(0, 3).map((at) => lease(at, NOW, LATER)))).flat(), [])
      const second = (await Promise.all(range(0, 5).map((at) => lease(at, LATER, '2026-03-01T11:00:00.000Z')))).flat()
      equal(
        second.map((leased) => [leased.id, leased.attempts]).sort(),
        range(1, 12).map((at) => [named(at), 2]),
      )
    },
  },
]
