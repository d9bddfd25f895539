import type { Storage } from '../../ports/storage.ts'
import { canonicalJson } from '../../shared/index.ts'
import { equal, holds } from './assert.ts'
import { type ContractCase, draft, gaveSeqs, NORTH, one, payloadOf, SOUTH, sealed, thing, turn } from './kit.ts'
import { patience, range } from './racing.ts'

/** Follows the log from its beginning until it has seen so many changes; gives their ids and numbers. */
async function follow(storage: Storage, count: number, limit: number, scope = NORTH): Promise<(string | number)[][]> {
  const read: (string | number)[][] = []
  const wait = patience(`${count} changes`)
  while (read.length < count) {
    wait()
    const page = await storage.changes(scope, { after: read.length, limit })
    read.push(...page.map(({ seq, id }) => [seq, id]))
    if (page.length === 0) await turn()
  }
  return read
}

const about = (id: string, ...subjects: readonly string[]) => draft(id, { subjects })
const payloads = async (storage: Storage, seq: number) => {
  await sealed(storage, seq)
  return (await storage.changes(NORTH, { after: 0, limit: 99 })).map(
    ({ payload, salt }) => payload !== null && salt !== null,
  )
}

export const readerCases: readonly ContractCase[] = [
  {
    name: 'shows four readers on two instances every change once, in one order, while both write',
    async run(kit) {
      const other = await kit.again()
      const writers = Promise.all(
        range(1, 6).map(async (writer) => {
          for (const at of range(1, 10))
            await (writer % 2 ? kit.storage : other).commit(NORTH, { changes: [draft(`${writer}-${at}`)] })
        }),
      )
      const reading = Promise.all([1, 3, 7, 100].map((limit, at) => follow(at % 2 ? kit.storage : other, 60, limit)))
      const [readers] = await Promise.all([reading, writers])
      const [first = [], ...more] = readers
      equal(
        first.map(([seq]) => seq),
        range(1, 60),
      )
      equal(new Set(first.map(([, id]) => id)).size, 60)
      for (const read of more) equal(read, first, 'What another reader saw')
    },
  },
  {
    name: 'keeps the changes of each writer in the order in which it was answered',
    async run(kit) {
      const other = await kit.again()
      await Promise.all(
        range(1, 4).map(async (writer) => {
          for (const at of range(1, 8))
            await (at % 2 ? kit.storage : other).commit(NORTH, { changes: [draft(`w${writer}`, { after: { at } })] })
        }),
      )
      await sealed(kit.storage, 32)
      for (const writer of range(1, 4)) {
        const of = { object: 'thing', id: `w${writer}` }
        const own = await kit.storage.changes(NORTH, { after: 0, limit: 99, of })
        equal(
          own.map((change) => (payloadOf(change)['after'] as { at: number }).at),
          range(1, 8),
        )
      }
    },
  },
  {
    name: 'keeps the changes of one batch in its order, whatever else comes at once',
    async run({ storage }) {
      await Promise.all(
        range(1, 15).map((at) =>
          storage.commit(NORTH, { changes: range(1, 4).map((part) => draft(`b${at}`, { after: { part } })) }),
        ),
      )
      await sealed(storage, 60)
      for (const at of range(1, 15)) {
        const of = { object: 'thing', id: `b${at}` }
        const parts = (await storage.changes(NORTH, { after: 0, limit: 9, of })).map(
          (change) => (payloadOf(change)['after'] as { part: number }).part,
        )
        equal(parts, range(1, 4))
      }
    },
  },
  {
    name: 'never says a head whose entry cannot be read, nor takes one back',
    async run(kit) {
      const reader = await kit.again()
      const writers = Promise.all(range(1, 40).map((at) => kit.storage.commit(NORTH, { changes: [draft(`t${at}`)] })))
      const reading = async () => {
        const wait = patience('the head to come to 40')
        for (let last = 0; last < 40; await turn()) {
          wait()
          const head = await reader.head(NORTH)
          holds(head >= last, `the head does not go back from ${last} to ${head}`)
          const entries = head > 0 ? await reader.changes(NORTH, { after: head - 1, limit: 1 }) : []
          equal(
            entries.map((change) => change.seq),
            head > 0 ? [head] : [],
          )
          last = head
        }
      }
      await Promise.all([reading(), writers])
    },
  },
  {
    name: 'walks backwards to the first change while others are appended',
    async run({ storage }) {
      for (const at of range(1, 12)) await storage.commit(NORTH, { changes: [draft(`t${at}`)] })
      await sealed(storage, 12)
      const read: number[] = []
      const writes: Promise<unknown>[] = []
      let page = await storage.changes(NORTH, { after: 0, limit: 5, reverse: true })
      while (page.length > 0) {
        read.push(...page.map((change) => change.seq))
        writes.push(storage.commit(NORTH, { changes: [draft('more')] }))
        const last = page.at(-1)?.seq ?? 0
        page = await storage.changes(NORTH, { after: last, limit: 5, reverse: true })
      }
      await Promise.all(writes)
      equal(read, range(1, 12).reverse())
    },
  },
  {
    name: 'erases the changes of its own batch that are about the person, and none that come after',
    async run(kit) {
      await kit.storage.commit(NORTH, {
        changes: [about('a', 'thing:a'), about('b', 'thing:b')],
        eraseSubjects: ['thing:a'],
      })
      await kit.storage.commit(NORTH, { changes: [about('a', 'thing:a')] })
      equal(await payloads(await kit.again(), 3), [false, true, true])
    },
  },
  {
    name: 'takes the same erasure twice, and one of nobody',
    async run(kit) {
      await kit.storage.commit(NORTH, { changes: [about('a', 'thing:a'), about('b', 'thing:b')] })
      await kit.storage.commit(NORTH, { eraseSubjects: ['thing:a', 'thing:a', 'thing:nobody'] })
      await kit.storage.commit(NORTH, { eraseSubjects: ['thing:a'] })
      equal(await payloads(await kit.again(), 2), [false, true])
    },
  },
  {
    name: 'leaves nothing of an erased person to be read in any way',
    async run(kit) {
      const secret = 'Zażółć-7f3a'
      await kit.storage.commit(NORTH, {
        put: [thing('a', { title: secret })],
        changes: [draft('a', { after: { title: secret }, subjects: ['thing:a'], correlation: 'c-a' })],
      })
      await kit.storage.commit(NORTH, { remove: [{ object: 'thing', id: 'a' }], eraseSubjects: ['thing:a'] })
      const again = await kit.again()
      await sealed(again, 1)
      const of = { object: 'thing', id: 'a' }
      const told = [
        await again.changes(NORTH, { after: 0, limit: 9 }),
        await again.changes(NORTH, { after: 0, limit: 9, reverse: true }),
        await again.changes(NORTH, { after: 0, limit: 9, of, correlation: 'c-a' }),
        await one(again, 'a'),
      ]
      equal(JSON.stringify(told).includes(secret), false)
      equal((told[2] as readonly unknown[]).length, 1)
    },
  },
  {
    name: 'keeps changes of a record that is removed, and of one that is made again',
    async run(kit) {
      await kit.storage.commit(NORTH, { put: [thing('a')], changes: [draft('a')] })
      await kit.storage.commit(NORTH, {
        remove: [{ object: 'thing', id: 'a' }],
        changes: [draft('a', { before: { title: 'a' }, after: null })],
      })
      await kit.storage.commit(NORTH, { put: [thing('a')], changes: [draft('a')] })
      const again = await kit.again()
      await sealed(again, 3)
      const found = await again.changes(NORTH, { after: 0, limit: 9, of: { object: 'thing', id: 'a' } })
      equal(
        found.map((change) => payloadOf(change)['after'] === null),
        [false, true, false],
      )
    },
  },
  {
    name: 'keeps a change of every script, of falsy values and of a megabyte',
    async run(kit) {
      const afters = [
        { title: 'İ ł 😀 שלום e\u0301', 'ключ 鍵': [0, false, '', null, {}] },
        { note: 'ø'.repeat(500_000) },
        { '\u{1f600}': 1, '\uff5e': 2, Z: 3, a: 4, 1: 5, 10: 6, 9: 7 },
        { big: 9_007_199_254_740_991, small: 5e-324, exponent: 1e21, fraction: 0.1 },
      ]
      await kit.storage.commit(NORTH, { changes: afters.map((after) => draft('a', { after })) })
      const again = await kit.again()
      await sealed(again, afters.length)
      const found = await again.changes(NORTH, { after: 0, limit: 9 })
      for (const [at, after] of afters.entries())
        holds(found[at]?.payload?.includes(`"after":${canonicalJson(after)}`) === true, `change ${at + 1} is canonical`)
    },
  },
  {
    name: 'chains the same changes of two tenants differently',
    async run({ storage }) {
      const change = draft('a')
      gaveSeqs(await storage.commit(NORTH, { changes: [change] }), [1])
      gaveSeqs(await storage.commit(SOUTH, { changes: [change] }), [1])
      await sealed(storage, 1)
      await sealed(storage, 1, SOUTH)
      const [north] = await storage.changes(NORTH, { after: 0, limit: 1 })
      const [south] = await storage.changes(SOUTH, { after: 0, limit: 1 })
      equal(north?.digest, south?.digest)
      holds(north?.chain !== south?.chain, 'the chains differ')
    },
  },
]
