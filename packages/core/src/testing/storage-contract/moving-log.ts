import type { Piece, SealedChange } from '../../ports/storage.ts'
import { equal, refused } from './assert.ts'
import { type ContractCase, draft, gaveSeqs, NORTH, SOUTH, sealed, thing } from './kit.ts'
import { changesOf, fillWorld, loadAll, moved, piecesOf, refusedWhole } from './world.ts'

const forged = (piece: Extract<Piece, { kind: 'change' }>, over: Partial<SealedChange>): Piece => ({
  ...piece,
  change: { ...piece.change, ...over },
})

/** The log is moved with its numbers, digests and chain, and with what it is found and erased by. */
export const movingLogCases: readonly ContractCase[] = [
  {
    name: 'keeps the log: numbers, content, digests, chain, and goes on with it',
    async run(kit) {
      const target = await moved(kit)
      const all = { after: 0, limit: 99 }
      equal(await target.changes(NORTH, all), await kit.storage.changes(NORTH, all))
      const next = { put: [thing('z')], changes: [draft('z')] }
      for (const storage of [target, kit.storage]) gaveSeqs(await storage.commit(NORTH, next), [6])
      await Promise.all([sealed(target, 6), sealed(kit.storage, 6)])
      equal(await target.changes(NORTH, all), await kit.storage.changes(NORTH, all))
    },
  },
  {
    name: 'finds moved changes by record and by intent, erased ones too',
    async run(kit) {
      const target = await moved(kit)
      const found = async (query: object) =>
        (await target.changes(NORTH, { after: 0, limit: 9, ...query })).map(({ seq }) => seq)
      equal(await found({ of: { object: 'thing', id: 'gone' } }), [3, 4])
      equal(await found({ correlation: 'odd' }), [2, 3])
      equal((await target.changes(NORTH, { after: 2, limit: 1 }))[0]?.payload, null, 'The content of the erased change')
    },
  },
  {
    name: 'finds the persons of moved changes when one is erased later',
    async run(kit) {
      const target = await moved(kit)
      await target.commit(NORTH, { eraseSubjects: ['thing:a'] })
      const entries = await target.changes(NORTH, { after: 0, limit: 9 })
      equal(
        entries.filter(({ payload }) => payload === null).map(({ seq }) => seq),
        [1, 3, 5],
      )
    },
  },
  {
    name: 'refuses a change that does not continue the chain, and all that came with it',
    async run({ storage, fresh }) {
      await fillWorld(storage)
      const [first, second, , fourth] = changesOf(await piecesOf(storage))
      if (!first || !second || !fourth) throw new Error('The dump lacks changes.')
      const target = await fresh()
      await refusedWhole(target, [second], 'LOG_BROKEN')
      await refusedWhole(target, [first, fourth], 'LOG_BROKEN')
      await target.load(NORTH, [first])
      for (const over of [{ payload: '{}' }, { salt: 'x' }, { digest: 'x' }, { chain: 'x' }, { id: 'x' }])
        await refusedWhole(target, [forged(second, over)], 'LOG_BROKEN')
      await refusedWhole(target, [forged(first, { chain: second.change.chain })], 'LOG_BROKEN')
      await refused(target.load(SOUTH, [first]), 'LOG_BROKEN')
    },
  },
  {
    name: 'erases what it has when the same change comes erased, and does not take erased content back',
    async run({ storage, fresh }) {
      await fillWorld(storage)
      const whole = changesOf(await piecesOf(storage))
      const target = await fresh()
      await loadAll(target, whole)
      await storage.commit(NORTH, { eraseSubjects: ['thing:b'] })
      await loadAll(target, changesOf(await piecesOf(storage)))
      const erased = async () =>
        (await target.changes(NORTH, { after: 0, limit: 9 }))
          .filter(({ payload }) => payload === null)
          .map(({ seq }) => seq)
      equal(await erased(), [2, 3])
      await loadAll(target, whole)
      equal(await erased(), [2, 3])
    },
  },
]
