import type { Expectation } from '../../ports/storage.ts'
import { equal, holds, refused } from './assert.ts'
import { type ContractCase, ids, NORTH, NOW, one, record, SOUTH, thing } from './kit.ts'

interface Row {
  readonly name: string
  readonly expect: Expectation
  readonly met: boolean
}

/** `live` has version 3, `binned` version 2 and lies in the recycle bin, `foreign` is of another tenant. */
const table: readonly Row[] = [
  { name: 'the version that is stored', expect: { object: 'thing', id: 'live', version: 3 }, met: true },
  { name: 'an older version', expect: { object: 'thing', id: 'live', version: 2 }, met: false },
  { name: 'a newer version', expect: { object: 'thing', id: 'live', version: 4 }, met: false },
  {
    name: 'version 0 of a record that is not there',
    expect: { object: 'thing', id: 'nobody', version: 0 },
    met: false,
  },
  {
    name: 'version 1 of a record that is not there',
    expect: { object: 'thing', id: 'nobody', version: 1 },
    met: false,
  },
  {
    name: 'the version of a record of another object',
    expect: { object: 'place', id: 'live', version: 3 },
    met: false,
  },
  {
    name: 'the version of a record of another tenant',
    expect: { object: 'thing', id: 'foreign', version: 1 },
    met: false,
  },
  {
    name: 'the version of a record in the recycle bin',
    expect: { object: 'thing', id: 'binned', version: 2 },
    met: true,
  },
  { name: 'that a record exists', expect: { object: 'thing', id: 'live', exists: true }, met: true },
  {
    name: 'that a record in the recycle bin exists',
    expect: { object: 'thing', id: 'binned', exists: true },
    met: true,
  },
  { name: 'that an unknown record exists', expect: { object: 'thing', id: 'nobody', exists: true }, met: false },
  {
    name: 'that a record of another tenant exists',
    expect: { object: 'thing', id: 'foreign', exists: true },
    met: false,
  },
  {
    name: 'that an unknown record does not exist',
    expect: { object: 'thing', id: 'nobody', exists: false },
    met: true,
  },
  {
    name: 'that a record of another tenant does not exist',
    expect: { object: 'thing', id: 'foreign', exists: false },
    met: true,
  },
  {
    name: 'that a record does not exist which does',
    expect: { object: 'thing', id: 'live', exists: false },
    met: false,
  },
  {
    name: 'that a record does not exist which lies in the recycle bin',
    expect: { object: 'thing', id: 'binned', exists: false },
    met: false,
  },
]

const single: readonly ContractCase[] = table.map(({ name, expect, met }) => ({
  name: `${met ? 'applies' : 'refuses'} a batch that expects ${name}`,
  async run({ storage }) {
    await storage.commit(NORTH, {
      put: [thing('live', { version: 3 }), thing('binned', { version: 2, deletedAt: NOW })],
    })
    await storage.commit(SOUTH, { put: [thing('foreign')] })
    const commit = storage.commit(NORTH, { expect: [expect], put: [thing('other')] })
    if (met) await commit
    else await refused(commit, 'VERSION_CONFLICT', { object: expect.object, id: expect.id })
    equal((await one(storage, 'other')) !== undefined, met, 'Whether it was applied')
  },
}))

export const expectationCases: readonly ContractCase[] = [
  {
    name: 'takes it twice that a record is absent, beside another that is not put',
    async run(kit) {
      const absent = (id: string) => ({ object: 'thing', id, exists: false })
      await kit.storage.commit(NORTH, { expect: [absent('b'), absent('a'), absent('b')], put: [thing('b')] })
      equal(await ids(await kit.again()), ['b'])
    },
  },
  ...single,
  {
    name: 'checks expectations before what the batch itself puts',
    async run({ storage }) {
      await storage.commit(NORTH, { expect: [{ object: 'thing', id: 'a', exists: false }], put: [thing('a')] })
      await storage.commit(NORTH, {
        expect: [{ object: 'thing', id: 'a', version: 1 }],
        put: [thing('a', { version: 2 })],
      })
      equal(await one(storage, 'a'), record('a', { version: 2 }))
    },
  },
  {
    name: 'refuses when one of several expectations is not met, and names that one',
    async run({ storage }) {
      await storage.commit(NORTH, { put: [thing('a'), thing('b')] })
      const expect = [
        { object: 'thing', id: 'a', version: 1 },
        { object: 'thing', id: 'b', version: 2 },
      ]
      await refused(storage.commit(NORTH, { expect, put: [thing('a', { version: 2 })] }), 'VERSION_CONFLICT', {
        id: 'b',
      })
    },
  },
  {
    name: 'guards a record that is only read',
    async run({ storage }) {
      await storage.commit(NORTH, { put: [thing('rate')] })
      await storage.commit(NORTH, { put: [thing('rate', { version: 2 })] })
      await refused(
        storage.commit(NORTH, { expect: [{ object: 'thing', id: 'rate', version: 1 }], put: [thing('b')] }),
        'VERSION_CONFLICT',
      )
    },
  },
  {
    name: 'lets one of thirty racing writers win, and tells the others',
    async run(kit) {
      await kit.storage.commit(NORTH, { put: [thing('a')] })
      const race = Array.from({ length: 30 }, (_, at) =>
        kit.storage.commit(NORTH, {
          expect: [{ object: 'thing', id: 'a', version: 1 }],
          put: [thing('a', { version: 2, title: `by ${at}` })],
        }),
      )
      const outcomes = await Promise.allSettled(race)
      equal(outcomes.filter((outcome) => outcome.status === 'fulfilled').length, 1, 'Writers that won')
      const winner = outcomes.findIndex((outcome) => outcome.status === 'fulfilled')
      equal((await one(await kit.again(), 'a'))?.['title'], `by ${winner}`)
    },
  },
  {
    name: 'lets writers that read again after a conflict all get through, without a lost update',
    async run(kit) {
      await kit.storage.commit(NORTH, { put: [thing('a', { count: 0 })] })
      const increment = async () => {
        for (let attempt = 0; attempt < 100; attempt++) {
          const now = await one(kit.storage, 'a')
          const [version, count] = [now?.version ?? 0, now?.['count'] as number]
          const batch = {
            expect: [{ object: 'thing', id: 'a', version }],
            put: [thing('a', { version: version + 1, count: count + 1 })],
          }
          const done = await kit.storage.commit(NORTH, batch).then(
            () => true,
            () => false,
          )
          if (done) return true
        }
        return false
      }
      const all = await Promise.all(Array.from({ length: 12 }, increment))
      holds(all.every(Boolean), 'every writer gets through')
      equal((await one(await kit.again(), 'a'))?.['count'], 12)
    },
  },
  {
    name: 'knows nothing of a record that was removed',
    async run({ storage }) {
      await storage.commit(NORTH, { put: [thing('a', { version: 3 })] })
      await storage.commit(NORTH, { remove: [{ object: 'thing', id: 'a' }] })
      await refused(storage.commit(NORTH, { expect: [{ object: 'thing', id: 'a', version: 3 }] }), 'VERSION_CONFLICT')
      await storage.commit(NORTH, { expect: [{ object: 'thing', id: 'a', exists: false }], put: [thing('a')] })
      equal((await one(storage, 'a'))?.version, 1)
    },
  },
  {
    name: 'holds a version to be the same after an addition to the record',
    async run({ storage }) {
      await storage.commit(NORTH, { put: [thing('a', { version: 3 })] })
      await storage.commit(NORTH, { add: [{ object: 'thing', id: 'a', field: 'score', by: 2 }] })
      await storage.commit(NORTH, { expect: [{ object: 'thing', id: 'a', version: 3 }], put: [thing('b')] })
      holds((await one(storage, 'b')) !== undefined, 'the batch is applied')
    },
  },
  {
    name: 'checks what a batch expects of the records that it removes, adds to and numbers',
    async run(kit) {
      await kit.storage.commit(NORTH, { put: [thing('a'), thing('b', { score: 1 })] })
      const expect = [{ object: 'thing', id: 'a', version: 2 }]
      await refused(kit.storage.commit(NORTH, { expect, remove: [{ object: 'thing', id: 'a' }] }), 'VERSION_CONFLICT')
      await refused(
        kit.storage.commit(NORTH, { expect, add: [{ object: 'thing', id: 'b', field: 'score', by: 1 }] }),
        'VERSION_CONFLICT',
      )
      const again = await kit.again()
      equal(await again.get(NORTH, 'thing', ['a', 'b']), [record('a'), record('b', { score: 1 })])
    },
  },
  {
    name: 'refuses an expectation of an object that the model has not',
    run: ({ storage }) =>
      refused(storage.commit(NORTH, { expect: [{ object: 'ghost', id: 'a', exists: false }] }), 'UNKNOWN_OBJECT'),
  },
]
