import type { Batch } from '../../ports/storage.ts'
import { equal, refused } from './assert.ts'
import {
  type ContractCase,
  draft,
  gaveSeqs,
  ids,
  job,
  type Kit,
  LATER,
  NORTH,
  NOW,
  one,
  place,
  record,
  sealed,
  snapshot,
  thing,
} from './kit.ts'

/** A batch of one record of each kind. */
const everything: Batch = {
  idempotency: { key: 'key', fingerprint: 'f', answer: { id: 'new' }, now: NOW },
  release: [{ space: 'thing.mail', key: 'a@x.org', id: 'old' }],
  claim: [{ space: 'thing.mail', key: 'b@x.org', object: 'thing', id: 'new' }],
  number: [{ series: 'tickets', object: 'thing', id: 'new', field: 'count' }],
  put: [
    thing('new', { title: 'New' }),
    place('p9', { name: 'New place' }),
    thing('old', { title: 'Changed', version: 2 }),
  ],
  remove: [{ object: 'place', id: 'p1' }],
  add: [{ object: 'thing', id: 'old', field: 'score', by: 5 }],
  changes: [draft('new'), draft('old')],
  jobs: { put: [job('j2')], done: ['j1'] },
  eraseSubjects: ['thing:old'],
}

async function seeded({ storage }: Kit): Promise<void> {
  await storage.commit(NORTH, {
    claim: [
      { space: 'thing.mail', key: 'a@x.org', object: 'thing', id: 'old' },
      { space: 'thing.mail', key: 'taken@x.org', object: 'thing', id: 'old' },
    ],
    put: [thing('old', { title: 'Old', score: 1 }), place('p1', { name: 'Place' })],
    changes: [draft('old', { subjects: ['thing:old'] })],
    jobs: { put: [job('j1')] },
  })
}

/** What makes a whole batch fail, at the last step where it can. */
const failures: readonly {
  readonly name: string
  readonly batch: Partial<Batch>
  readonly code: 'VERSION_CONFLICT' | 'ALREADY_EXISTS' | 'UNKNOWN_OBJECT' | 'INVALID_INPUT'
}[] = [
  {
    name: 'an expected version that is stale',
    batch: { expect: [{ object: 'thing', id: 'old', version: 7 }] },
    code: 'VERSION_CONFLICT',
  },
  {
    name: 'a record that should not exist',
    batch: { expect: [{ object: 'thing', id: 'old', exists: false }] },
    code: 'VERSION_CONFLICT',
  },
  {
    name: 'a claim that is taken',
    batch: { claim: [{ space: 'thing.mail', key: 'taken@x.org', object: 'thing', id: 'new' }] },
    code: 'ALREADY_EXISTS',
  },
  {
    name: 'an object that the model has not',
    batch: { put: [thing('new'), { object: 'ghost', record: record('g') }] },
    code: 'UNKNOWN_OBJECT',
  },
  {
    name: 'a change that is not JSON',
    batch: { changes: [draft('new'), draft('old', { after: { at: Number.NaN } })] },
    code: 'INVALID_INPUT',
  },
]

const atomic: readonly ContractCase[] = failures.map(({ name, batch, code }) => ({
  name: `applies nothing of a batch with ${name}: no record, claim, number, change, job, erasure or answer`,
  async run(kit) {
    await seeded(kit)
    const before = await snapshot(kit.storage, 1)
    await refused(kit.storage.commit(NORTH, { ...everything, ...batch }), code)
    equal(await snapshot(await kit.again(), 1), before, 'What is stored')
    const { numbers } = await kit.storage.commit(NORTH, {
      number: [{ series: 'tickets', object: 'thing', id: 'x', field: 'count' }],
      put: [thing('x')],
      changes: [draft('x')],
    })
    equal(numbers, [1], 'The next number')
    await sealed(kit.storage, 2)
    const next = await kit.storage.changes(NORTH, { after: 1, limit: 9 })
    equal(
      next.map((change) => change.id),
      ['x'],
      'The next changes',
    )
  },
}))

export const batchCases: readonly ContractCase[] = [
  ...atomic,
  {
    name: 'applies every part of a batch together',
    async run(kit) {
      await seeded(kit)
      const result = await kit.storage.commit(NORTH, everything)
      gaveSeqs(result, [2, 3])
      const again = await kit.again()
      await sealed(again, 3)
      equal(await one(again, 'new'), record('new', { title: 'New', count: 1 }))
      equal(await one(again, 'old'), record('old', { title: 'Changed', version: 2, score: 5 }))
      equal(await again.get(NORTH, 'place', ['p1', 'p9']), [undefined, record('p9', { name: 'New place' })])
      equal(await again.holder(NORTH, 'thing.mail', 'b@x.org'), { object: 'thing', id: 'new' })
      equal(await again.holder(NORTH, 'thing.mail', 'a@x.org'), undefined)
      equal(
        (await again.jobs(NORTH, { state: 'waiting', limit: 9 })).map((item) => item.id),
        ['j2'],
      )
      equal((await again.answer(NORTH, 'key', LATER))?.answer, { id: 'new' })
      equal(
        (await again.changes(NORTH, { after: 0, limit: 9 })).map((item) => item.payload === null),
        [true, false, false],
      )
    },
  },
  {
    name: 'says that a new record is there already before it says that a key is taken',
    async run(kit) {
      await seeded(kit)
      const taken = { space: 'thing.mail', key: 'taken@x.org', object: 'thing', id: 'new' }
      const batch: Batch = {
        expect: [
          { object: 'thing', id: 'new', exists: false },
          { object: 'thing', id: 'old', exists: false },
        ],
        claim: [taken],
        put: [thing('new'), thing('old', { title: 'Newer' })],
      }
      await refused(kit.storage.commit(NORTH, batch), 'VERSION_CONFLICT', { id: 'old' })
      equal(await one(await kit.again(), 'new'), undefined)
      equal(await one(await kit.again(), 'old'), record('old', { title: 'Old', score: 1 }))
    },
  },
  {
    name: 'makes records of two objects with one id, and refuses both where one is there',
    async run(kit) {
      const expect = ['thing', 'place'].map((object) => ({ object, id: 'a', exists: false }))
      const put = [thing('a', { title: 'T' }), place('a', { name: 'P' })]
      await kit.storage.commit(NORTH, { expect, put })
      equal(await kit.storage.get(NORTH, 'place', ['a']), [record('a', { name: 'P' })])
      await kit.storage.commit(NORTH, { remove: [{ object: 'thing', id: 'a' }] })
      await refused(kit.storage.commit(NORTH, { expect, put }), 'VERSION_CONFLICT', { object: 'place' })
      equal(await one(await kit.again(), 'a'), undefined)
    },
  },
  {
    name: 'takes an empty batch and changes nothing',
    async run({ storage }) {
      equal(await storage.commit(NORTH, {}), { seqs: [], numbers: [] })
      equal(await storage.tenants(), [])
    },
  },
  {
    name: 'keeps the last of two puts of one record',
    async run(kit) {
      await kit.storage.commit(NORTH, { put: [thing('a', { title: 'One', note: 'x' }), thing('a', { title: 'Two' })] })
      equal(await one(await kit.again(), 'a'), record('a', { title: 'Two' }))
    },
  },
  {
    name: 'forgets fields that a later put leaves out',
    async run(kit) {
      await kit.storage.commit(NORTH, {
        put: [thing('a', { title: 'One', tags: ['red'], labels: ['x'], price: { amountMinor: 1, currency: 'EUR' } })],
      })
      await kit.storage.commit(NORTH, { put: [thing('a', { version: 2 })] })
      equal(await one(await kit.again(), 'a'), record('a', { version: 2 }))
    },
  },
  {
    name: 'removes after it has put',
    async run(kit) {
      await kit.storage.commit(NORTH, { put: [thing('a'), thing('b')], remove: [{ object: 'thing', id: 'a' }] })
      equal(await ids(await kit.again()), ['b'])
    },
  },
  {
    name: 'takes the removal of a record that is not there',
    async run({ storage }) {
      equal((await storage.commit(NORTH, { remove: [{ object: 'thing', id: 'nobody' }] })).seqs, [])
    },
  },
  {
    name: 'lets a removed id be used again, without anything of what it was',
    async run(kit) {
      await kit.storage.commit(NORTH, { put: [thing('a', { title: 'Old', labels: ['x'] })] })
      await kit.storage.commit(NORTH, { remove: [{ object: 'thing', id: 'a' }] })
      await kit.storage.commit(NORTH, { put: [thing('a', { count: 1 })] })
      equal(await one(await kit.again(), 'a'), record('a', { count: 1 }))
    },
  },
  {
    name: 'keeps records of two objects with one id apart',
    async run(kit) {
      await kit.storage.commit(NORTH, { put: [thing('a', { title: 'T' }), place('a', { name: 'P' })] })
      await kit.storage.commit(NORTH, { remove: [{ object: 'place', id: 'a' }] })
      equal(await one(await kit.again(), 'a'), record('a', { title: 'T' }))
    },
  },
  {
    name: 'gets records in the order of the ids, the same one twice, undefined where there is none',
    async run({ storage }) {
      await storage.commit(NORTH, { put: [thing('a'), thing('b')] })
      equal(await storage.get(NORTH, 'thing', ['b', 'nobody', 'a', 'b']), [
        record('b'),
        undefined,
        record('a'),
        record('b'),
      ])
      equal(await storage.get(NORTH, 'thing', []), [])
    },
  },
  {
    name: 'gets and finds records in the recycle bin too',
    async run({ storage }) {
      await storage.commit(NORTH, { put: [thing('a', { deletedAt: NOW })] })
      equal(await one(storage, 'a'), record('a', { deletedAt: NOW }))
      equal(await ids(storage), ['a'])
    },
  },
  {
    name: 'is not touched by what the caller does to a record after the commit, or to an answer',
    async run({ storage }) {
      const tags = ['red']
      await storage.commit(NORTH, { put: [thing('a', { tags })] })
      tags.push('blue')
      const got = (await one(storage, 'a')) as unknown as { tags: string[] }
      try {
        got.tags.push('green')
      } catch {
        // A frozen answer is as good as a copy.
      }
      equal((await one(storage, 'a'))?.['tags'], ['red'])
    },
  },
  {
    name: 'refuses unknown objects in every method',
    async run({ storage }) {
      const query = {
        where: { op: 'true' as const },
        sort: {
          ref: { field: 'id', slot: 'value', kind: 'text' as const, type: 'relation' as const },
          direction: 'asc' as const,
        },
        limit: 1,
      }
      await refused(storage.get(NORTH, 'ghost', ['a']), 'UNKNOWN_OBJECT')
      await refused(storage.find(NORTH, 'ghost', query), 'UNKNOWN_OBJECT')
      await refused(
        storage.aggregate(NORTH, 'ghost', { where: query.where, groupBy: [], measures: [] }),
        'UNKNOWN_OBJECT',
      )
      await refused(storage.commit(NORTH, { remove: [{ object: 'ghost', id: 'a' }] }), 'UNKNOWN_OBJECT')
    },
  },
  {
    name: 'applies a hundred commits that come at once, each whole',
    async run(kit) {
      const all = Array.from({ length: 100 }, (_, at) => `t${String(at).padStart(3, '0')}`)
      await Promise.all(
        all.map((id) => kit.storage.commit(NORTH, { put: [thing(id), place(id)], changes: [draft(id)] })),
      )
      const again = await kit.again()
      equal(await ids(again), all)
      equal(await ids(again, {}, NORTH, 'place'), all)
      await sealed(again, 100)
      equal(await again.head(NORTH), 100)
    },
  },
  {
    name: 'rejects only the batches that fail among many that come at once',
    async run(kit) {
      await kit.storage.commit(NORTH, { put: [thing('a')] })
      const commits = Array.from({ length: 20 }, (_, at) =>
        kit.storage.commit(NORTH, {
          expect: [{ object: 'thing', id: 'a', version: at % 2 === 0 ? 1 : 9 }],
          put: [thing(`t${at}`)],
          changes: [draft(`t${at}`)],
        }),
      )
      const outcomes = await Promise.allSettled(commits)
      equal(
        outcomes.map((outcome) => outcome.status === 'fulfilled'),
        outcomes.map((_, at) => at % 2 === 0),
      )
      const again = await kit.again()
      equal((await ids(again)).length, 11)
      await sealed(again, 10)
      equal(
        (await again.changes(NORTH, { after: 0, limit: 99 })).map((change) => change.seq),
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      )
    },
  },
]
