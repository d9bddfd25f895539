import type { Claim } from '../../ports/storage.ts'
import { equal, refused } from './assert.ts'
import { type ContractCase, ids, NORTH, SOUTH, thing } from './kit.ts'

const claim = (id: string, key: string, space = 'thing.mail', object = 'thing'): Claim => ({ space, key, object, id })
const release = (id: string, key: string, space = 'thing.mail') => ({ space, key, id })

/** Keys that a careless store mixes up. */
const oddKeys = [
  '',
  ' ',
  'a',
  'A',
  'á',
  'a\u0301',
  "'; DROP TABLE kith_claim; --",
  '%',
  '_',
  '*',
  '\u{1f600}',
  '\uff61',
  'x'.repeat(2_000),
  'a\nb',
  '"',
  '\\',
]

export const claimCases: readonly ContractCase[] = [
  {
    name: 'tells who holds a claim, and undefined where nobody does',
    async run(kit) {
      await kit.storage.commit(NORTH, { claim: [claim('a', 'a@x.org')] })
      const again = await kit.again()
      equal(await again.holder(NORTH, 'thing.mail', 'a@x.org'), { object: 'thing', id: 'a' })
      equal(await again.holder(NORTH, 'thing.mail', 'b@x.org'), undefined)
    },
  },
  {
    name: 'refuses a claim that another record holds, and names object, field and holder',
    async run({ storage }) {
      await storage.commit(NORTH, { claim: [claim('a', 'a@x.org')] })
      await refused(storage.commit(NORTH, { claim: [claim('b', 'a@x.org')] }), 'ALREADY_EXISTS', {
        object: 'thing',
        field: 'mail',
        id: 'a',
      })
    },
  },
  {
    name: 'refuses a claim of the same id of another object',
    async run({ storage }) {
      await storage.commit(NORTH, { claim: [claim('a', 'k', 'slot')] })
      await refused(storage.commit(NORTH, { claim: [claim('a', 'k', 'slot', 'place')] }), 'ALREADY_EXISTS', {
        field: 'slot',
      })
    },
  },
  {
    name: 'takes a claim of what the record holds already',
    async run({ storage }) {
      await storage.commit(NORTH, { claim: [claim('a', 'a@x.org')] })
      await storage.commit(NORTH, { claim: [claim('a', 'a@x.org'), claim('a', 'a@x.org')] })
      equal(await storage.holder(NORTH, 'thing.mail', 'a@x.org'), { object: 'thing', id: 'a' })
    },
  },
  {
    name: 'keeps all claims of one record: every value of a list',
    async run({ storage }) {
      await storage.commit(NORTH, { claim: [claim('a', '1'), claim('a', '2'), claim('a', '3')] })
      for (const key of ['1', '2', '3'])
        await refused(storage.commit(NORTH, { claim: [claim('b', key)] }), 'ALREADY_EXISTS')
    },
  },
  {
    name: 'gives back what is released',
    async run({ storage }) {
      await storage.commit(NORTH, { claim: [claim('a', 'a@x.org')] })
      await storage.commit(NORTH, { release: [release('a', 'a@x.org')] })
      await storage.commit(NORTH, { claim: [claim('b', 'a@x.org')] })
      equal(await storage.holder(NORTH, 'thing.mail', 'a@x.org'), { object: 'thing', id: 'b' })
    },
  },
  {
    name: 'does not release what another record holds',
    async run({ storage }) {
      await storage.commit(NORTH, { claim: [claim('a', 'a@x.org')] })
      await storage.commit(NORTH, { release: [release('b', 'a@x.org')] })
      equal(await storage.holder(NORTH, 'thing.mail', 'a@x.org'), { object: 'thing', id: 'a' })
    },
  },
  {
    name: 'takes the release of what nobody holds',
    async run({ storage }) {
      await storage.commit(NORTH, { release: [release('a', 'nothing')] })
      equal(await storage.holder(NORTH, 'thing.mail', 'nothing'), undefined)
    },
  },
  {
    name: 'lets two records swap claims in one batch',
    async run({ storage }) {
      await storage.commit(NORTH, { claim: [claim('a', '1'), claim('b', '2')] })
      await storage.commit(NORTH, {
        release: [release('a', '1'), release('b', '2')],
        claim: [claim('a', '2'), claim('b', '1')],
      })
      equal(await storage.holder(NORTH, 'thing.mail', '1'), { object: 'thing', id: 'b' })
      equal(await storage.holder(NORTH, 'thing.mail', '2'), { object: 'thing', id: 'a' })
    },
  },
  {
    name: 'refuses a batch in which two records claim one key',
    async run({ storage }) {
      await refused(
        storage.commit(NORTH, { claim: [claim('a', 'k'), claim('b', 'k')], put: [thing('a'), thing('b')] }),
        'ALREADY_EXISTS',
        { id: 'a' },
      )
      equal(await ids(storage), [])
      equal(await storage.holder(NORTH, 'thing.mail', 'k'), undefined)
    },
  },
  {
    name: 'keeps the same key of two spaces apart',
    async run({ storage }) {
      await storage.commit(NORTH, { claim: [claim('a', 'k', 'thing.mail'), claim('b', 'k', 'place.name')] })
      equal(await storage.holder(NORTH, 'place.name', 'k'), { object: 'thing', id: 'b' })
    },
  },
  {
    name: 'does not mix up space and key where they meet',
    async run({ storage }) {
      await storage.commit(NORTH, { claim: [claim('a', 'c', 'a.b'), claim('b', 'b.c', 'a'), claim('c', '', 'a.bc')] })
      equal(await storage.holder(NORTH, 'a.b', 'c'), { object: 'thing', id: 'a' })
      equal(await storage.holder(NORTH, 'a', 'b.c'), { object: 'thing', id: 'b' })
    },
  },
  {
    name: 'takes keys byte by byte: case, accents, wildcards, quotes, very long',
    async run(kit) {
      await kit.storage.commit(NORTH, { claim: oddKeys.map((key, at) => claim(`t${at}`, key)) })
      const again = await kit.again()
      for (const [at, key] of oddKeys.entries())
        equal(
          await again.holder(NORTH, 'thing.mail', key),
          { object: 'thing', id: `t${at}` },
          `The holder of ${JSON.stringify(key)}`,
        )
    },
  },
  {
    name: 'lets one of thirty racing claims win',
    async run(kit) {
      const race = Array.from({ length: 30 }, (_, at) =>
        kit.storage.commit(NORTH, { claim: [claim(`t${at}`, 'slot')], put: [thing(`t${at}`)] }),
      )
      const won = (await Promise.allSettled(race)).flatMap((outcome, at) =>
        outcome.status === 'fulfilled' ? [`t${at}`] : [],
      )
      equal(won.length, 1, 'Claims that won')
      equal(await ids(await kit.again()), won)
    },
  },
  {
    name: 'keeps claims of two tenants apart',
    async run({ storage }) {
      await storage.commit(NORTH, { claim: [claim('a', 'k')] })
      await storage.commit(SOUTH, { claim: [claim('b', 'k')] })
      await storage.commit(SOUTH, { release: [release('a', 'k')] })
      equal(await storage.holder(NORTH, 'thing.mail', 'k'), { object: 'thing', id: 'a' })
      equal(await storage.holder(SOUTH, 'thing.mail', 'k'), { object: 'thing', id: 'b' })
    },
  },
  {
    name: 'keeps the claim of a record that is removed until it is released',
    async run(kit) {
      await kit.storage.commit(NORTH, { put: [thing('a')], claim: [claim('a', 'k')] })
      await kit.storage.commit(NORTH, { remove: [{ object: 'thing', id: 'a' }] })
      await refused((await kit.again()).commit(NORTH, { claim: [claim('b', 'k')] }), 'ALREADY_EXISTS', { id: 'a' })
      await kit.storage.commit(NORTH, { release: [release('a', 'k')], claim: [claim('b', 'k')] })
      equal(await kit.storage.holder(NORTH, 'thing.mail', 'k'), { object: 'thing', id: 'b' })
    },
  },
  {
    name: 'holds what a batch releases and claims again',
    async run({ storage }) {
      await storage.commit(NORTH, { claim: [claim('a', 'k')] })
      await storage.commit(NORTH, { release: [release('a', 'k')], claim: [claim('a', 'k'), claim('a', 'l')] })
      await refused(storage.commit(NORTH, { claim: [claim('b', 'k')] }), 'ALREADY_EXISTS')
      equal(await storage.holder(NORTH, 'thing.mail', 'l'), { object: 'thing', id: 'a' })
    },
  },
  {
    name: 'gives back no claim of a batch that is refused',
    async run(kit) {
      await kit.storage.commit(NORTH, { claim: [claim('a', '1'), claim('b', '2')] })
      const swap = { release: [release('a', '1')], claim: [claim('a', '2')] }
      await refused(kit.storage.commit(NORTH, swap), 'ALREADY_EXISTS', { id: 'b' })
      equal(await (await kit.again()).holder(NORTH, 'thing.mail', '1'), { object: 'thing', id: 'a' })
    },
  },
  {
    name: 'keeps every value of a list claimed when one of them is given up',
    async run(kit) {
      await kit.storage.commit(NORTH, { claim: ['1', '2', '3'].map((key) => claim('a', key)) })
      await kit.storage.commit(NORTH, { release: [release('a', '2')] })
      await kit.storage.commit(NORTH, { claim: [claim('b', '2')] })
      const again = await kit.again()
      for (const [key, id] of Object.entries({ 1: 'a', 2: 'b', 3: 'a' }))
        equal(await again.holder(NORTH, 'thing.mail', key), { object: 'thing', id })
    },
  },
]
