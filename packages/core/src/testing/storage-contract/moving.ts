import type { Piece } from '../../ports/storage.ts'
import { memoryStorage } from '../../storage/memory.ts'
import { equal, holds, refused } from './assert.ts'
import {
  ALL,
  type ContractCase,
  draft,
  eq,
  ids,
  job,
  LATER,
  NORTH,
  NOW,
  one,
  record,
  SOUTH,
  slot,
  snapshot,
  thing,
} from './kit.ts'
import { contractModel } from './model.ts'
import { changesOf, essence, fillWorld, loadAll, moved, piecesOf, refusedWhole, withRunTimeFields } from './world.ts'

const custom = (field: string, name: string) => ({ ...slot(field, name, 'text', 'text'), custom: true as const })
const IN_SIZE = eq(custom('x_size', 'fold'), 'stor')
const LIVES_IN = { op: 'someLinked', object: 'thing', to: 'place', role: 'lives', of: ALL } as const
const IN_TAGS = {
  op: 'someItem',
  field: 'x_tags',
  of: eq(slot('', 'fold', 'text', 'text'), 'bla'),
  custom: true,
} as const

export const movingCases: readonly ContractCase[] = [
  {
    name: 'gives back everything in another store of its kind',
    async run(kit) {
      const target = await moved(kit)
      equal(await snapshot(target, 5), await snapshot(kit.storage, 5))
      equal(await essence(target), await essence(kit.storage))
    },
  },
  {
    name: 'gives the reference everything that the reference would have',
    async run({ storage }) {
      const [written, loaded] = [memoryStorage(), memoryStorage()]
      for (const memory of [written, loaded]) await memory.open(contractModel)
      await fillWorld(storage)
      await loadAll(loaded, await piecesOf(storage))
      await fillWorld(written)
      const kinds = (pieces: readonly Piece[]) => pieces.map((piece) => piece.kind).sort()
      equal(kinds(await piecesOf(loaded)), kinds(await piecesOf(written)))
      equal(await essence(loaded), await essence(storage))
    },
  },
  {
    name: 'takes everything from the reference, and gives it back as it was',
    async run({ storage, again }) {
      const memory = memoryStorage()
      await memory.open(contractModel)
      await fillWorld(memory)
      await loadAll(storage, await piecesOf(memory))
      const other = await again()
      equal(await snapshot(other, 5), await snapshot(memory, 5))
      equal(await essence(other), await essence(memory))
    },
  },
  {
    name: 'dumps in chunks of at most a few hundred, jobs last, and nothing for a tenant without anything',
    async run({ storage }) {
      await storage.commit(NORTH, {
        put: Array.from({ length: 1_200 }, (_, at) => thing(`t${at}`)),
        jobs: { put: [job('j')] },
      })
      const sizes: number[] = []
      let last: Piece | undefined
      for await (const chunk of storage.dump(NORTH)) {
        sizes.push(chunk.length)
        last = chunk.at(-1)
      }
      holds(
        sizes.every((size) => size > 0 && size <= 500),
        `chunks of 1 to 500 pieces, not ${sizes.join(', ')}`,
      )
      equal([sizes.reduce((sum, size) => sum + size, 0), last?.kind], [1_201, 'job'])
      equal(await piecesOf(storage, SOUTH), [])
    },
  },
  {
    name: 'finds moved records by their values, their run-time fields and their words',
    async run(kit) {
      const target = await moved(kit)
      equal(await one(target, 'custom'), { ...withRunTimeFields.record, x_count: 6, x_new: 7 })
      equal(await ids(target, { where: eq(slot('title', 'fold', 'text', 'text'), 'ase') }), ['a'])
      equal(await ids(target, { where: IN_SIZE }), ['custom'])
      equal(await ids(target, { where: IN_TAGS }), ['custom'])
      equal(await ids(target, { where: eq({ ...slot('x_count', 'value', 'real', 'number'), custom: true }, 6) }), [
        'custom',
      ])
      equal(await ids(target, { where: LIVES_IN }), ['a'])
      if (target.supports.fullText) equal(await ids(target, { search: ['los', 'stor'] }), ['custom'])
    },
  },
  {
    name: 'keeps run-time fields indexed: what is put later is found too',
    async run(kit) {
      const target = await moved(kit)
      const slots = [{ field: 'x_size', slot: 'fold', value: 'stor', indexed: true }]
      await target.commit(NORTH, { put: [{ ...thing('new', { x_size: 'STOR' }), custom: slots }] })
      await target.commit(NORTH, { remove: [{ object: 'thing', id: 'custom' }] })
      equal(await ids(target, { where: IN_SIZE }), ['new'])
    },
  },
  {
    name: 'keeps claims: who holds, who is refused, who may release',
    async run(kit) {
      const target = await moved(kit)
      const claim = { space: 'thing.mail', key: 'a@x.org', object: 'thing' }
      await refused(target.commit(NORTH, { claim: [{ ...claim, id: 'x' }] }), 'ALREADY_EXISTS', { id: 'a' })
      equal(await target.holder(NORTH, 'slot', '"9"\n'), { object: 'thing', id: 'b' })
      await target.commit(NORTH, { release: [{ ...claim, id: 'a' }], claim: [{ ...claim, id: 'x' }] })
      equal(await target.holder(NORTH, 'thing.mail', 'a@x.org'), { object: 'thing', id: 'x' })
    },
  },
  {
    name: 'refuses a claim that another record holds, and all that came with it',
    async run({ storage }) {
      await fillWorld(storage)
      const claim = { space: 'thing.mail', key: 'a@x.org', object: 'thing', id: 'x' }
      await refusedWhole(storage, [{ kind: 'claim', claim }], 'ALREADY_EXISTS')
      const free = { ...claim, key: 'free' }
      await refusedWhole(
        storage,
        [free, { ...free, id: 'y' }].map((one) => ({ kind: 'claim', claim: one })),
        'ALREADY_EXISTS',
      )
    },
  },
  {
    name: 'refuses a record of an object that the model does not have, and all that came with it',
    async run({ storage }) {
      await fillWorld(storage)
      await refusedWhole(storage, [{ kind: 'record', object: 'alien', record: record('x') }], 'UNKNOWN_OBJECT')
    },
  },
  {
    name: 'goes on with a number series without a gap or a double, and never back',
    async run(kit) {
      const target = await moved(kit)
      const next = async () => {
        const number = [{ series: 'quote', object: 'thing', id: 'n', field: 'count' }]
        return (await target.commit(NORTH, { number, put: [thing('n')] })).numbers
      }
      equal(await next(), [2])
      await target.load(NORTH, [{ kind: 'number', series: 'quote', last: 1 }])
      equal(await next(), [3])
    },
  },
  {
    name: 'keeps answers to idempotency keys, with their end',
    async run(kit) {
      const target = await moved(kit)
      const again = { key: 'key', fingerprint: 'f', answer: 'other', now: NOW }
      equal((await target.commit(NORTH, { idempotency: again, put: [thing('z')] })).replayed, { answer: { id: 'a' } })
      await refused(target.commit(NORTH, { idempotency: { ...again, fingerprint: 'g' } }), 'IDEMPOTENCY_MISMATCH')
      equal(await target.answer(NORTH, 'key', '2026-03-03T00:00:00.000Z'), undefined)
      equal((await target.answer(NORTH, 'for-ever', '2036-03-03T00:00:00.000Z'))?.fingerprint, 'f2')
    },
  },
  {
    name: 'keeps jobs: attempts, leases, dead ones, keys',
    async run(kit) {
      const target = await moved(kit)
      equal(await target.claimJobs(NORTH, { now: NOW, leasedUntil: LATER, limit: 9 }), [], 'What is due and not leased')
      await target.commit(NORTH, { jobs: { put: [job('other', { key: 'j2' })] } })
      const leased = await target.claimJobs(NORTH, { now: LATER, leasedUntil: '2026-03-01T11:00:00.000Z', limit: 9 })
      equal(
        leased.map(({ id, attempts }) => [id, attempts]),
        [
          ['j1', 2],
          ['j2', 1],
        ],
      )
      equal(
        (await target.jobs(NORTH, { state: 'dead', limit: 9 })).map((one) => one.lastError),
        ['x'],
      )
    },
  },
  {
    name: 'changes nothing when everything is loaded twice',
    async run(kit) {
      const target = await moved(kit)
      const [before, pieces] = [await essence(target), await piecesOf(kit.storage)]
      await loadAll(target, pieces)
      equal(await essence(target), before)
      equal(await target.load(NORTH, []), undefined)
    },
  },
  {
    name: 'ends equal when loading is cut anywhere and begun again',
    async run({ storage, fresh }) {
      await fillWorld(storage)
      const pieces = await piecesOf(storage)
      const target = await fresh()
      for (let cut = 1; cut <= pieces.length; cut++) await loadAll(target, pieces.slice(0, cut), 3)
      equal(await essence(target), await essence(storage))
    },
  },
  {
    name: 'dumps one moment while writes go on',
    async run({ storage }) {
      const put = Array.from({ length: 900 }, (_, at) => thing(`t${1_000 + at}`, { count: at }))
      await storage.commit(NORTH, { put, changes: [draft('t1000', { subjects: ['thing:t1000'] })] })
      const before = (await piecesOf(storage)).length
      const pieces: Piece[] = []
      for await (const chunk of storage.dump(NORTH)) {
        pieces.push(...chunk)
        const id = `t${1_000 + pieces.length}`
        await storage.commit(NORTH, {
          put: [thing('t0'), thing('t9'), thing('t1899', { count: -1 })],
          remove: [{ object: 'thing', id: 't1898' }],
          changes: [draft(id)],
          jobs: { put: [job(id)] },
        })
      }
      equal(pieces.length, before)
      const records = pieces.flatMap((piece) => (piece.kind === 'record' ? [piece.record] : []))
      equal(records.find(({ id }) => id === 't1899')?.['count'], 899)
      equal(changesOf(pieces).length, 1)
    },
  },
  {
    name: 'can be left in the middle of a dump, written, and closed',
    async run({ storage }) {
      await storage.commit(NORTH, { put: Array.from({ length: 900 }, (_, at) => thing(`t${at}`)) })
      for await (const chunk of storage.dump(NORTH)) {
        holds(chunk.length > 0, 'the first chunk holds something')
        break
      }
      await storage.commit(NORTH, { put: [thing('z')] })
      equal((await piecesOf(storage)).length, 901)
    },
  },
  {
    name: 'dumps and loads one tenant, and touches no other',
    async run({ storage, fresh }) {
      await fillWorld(storage)
      await storage.commit(SOUTH, { put: [thing('s')], changes: [draft('s')], jobs: { put: [job('s')] } })
      const target = await fresh()
      await target.commit(SOUTH, { put: [thing('mine')], changes: [draft('mine')] })
      const south = await snapshot(target, 1, SOUTH)
      await loadAll(target, await piecesOf(storage))
      equal(await snapshot(target, 1, SOUTH), south)
      equal(await one(target, 's'), undefined)
      equal(await target.tenants(), ['north', 'south'])
    },
  },
]
