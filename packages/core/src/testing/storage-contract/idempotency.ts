import type { Batch } from '../../ports/storage.ts'
import { equal, refused } from './assert.ts'
import {
  type ContractCase,
  draft,
  EARLIER,
  gaveSeqs,
  ids,
  job,
  LATER,
  NORTH,
  NOW,
  one,
  record,
  SOUTH,
  sealed,
  snapshot,
  thing,
} from './kit.ts'

type Idempotency = NonNullable<Batch['idempotency']>

const key = (over: Partial<Idempotency> = {}): Idempotency => ({
  key: 'k',
  fingerprint: 'f',
  answer: { id: 'a' },
  now: NOW,
  ...over,
})
const first: Batch = { idempotency: key(), put: [thing('a')], changes: [draft('a')] }

/** Answers that a careless store does not give back as they were. */
const answers: readonly unknown[] = [0, false, '', null, [], {}, 'text', [1, { a: null }], { deep: { er: ['ø', 1.5] } }]

export const idempotencyCases: readonly ContractCase[] = [
  {
    name: 'answers a repeated key with the first answer, and applies nothing',
    async run(kit) {
      await kit.storage.commit(NORTH, first)
      const again = await kit.again()
      const result = await again.commit(NORTH, { ...first, idempotency: key({ answer: 'other' }), put: [thing('b')] })
      equal(result, { replayed: { answer: { id: 'a' } }, seqs: [], numbers: [] })
      equal(await ids(again), ['a'])
      await sealed(again, 1)
      equal(await again.head(NORTH), 1)
    },
  },
  {
    name: 'answers a repeated key before it looks at expectations and claims',
    async run({ storage }) {
      const batch: Batch = { ...first, expect: [{ object: 'thing', id: 'a', exists: false }] }
      await storage.commit(NORTH, batch)
      equal((await storage.commit(NORTH, batch)).replayed, { answer: { id: 'a' } })
    },
  },
  {
    name: 'refuses a repeated key with another fingerprint, and applies nothing',
    async run({ storage }) {
      await storage.commit(NORTH, first)
      await refused(
        storage.commit(NORTH, { idempotency: key({ fingerprint: 'g' }), put: [thing('b')] }),
        'IDEMPOTENCY_MISMATCH',
      )
      equal(await ids(storage), ['a'])
    },
  },
  {
    name: 'applies one of twenty commits with one key that come at once, and answers all',
    async run(kit) {
      const commits = Array.from({ length: 20 }, (_, at) =>
        kit.storage.commit(NORTH, {
          idempotency: key({ answer: at }),
          put: [thing(`t${at}`)],
          changes: [draft(`t${at}`)],
        }),
      )
      const results = await Promise.all(commits)
      const again = await kit.again()
      const kept = (await again.answer(NORTH, 'k', NOW))?.answer
      equal(results.filter((result) => result.replayed === undefined).length, 1, 'Commits that were applied')
      equal(
        results.flatMap((result) => (result.replayed ? [result.replayed.answer] : [])),
        Array.from({ length: 19 }, () => kept),
      )
      equal(await ids(again), [`t${kept}`])
    },
  },
  {
    name: 'refuses another fingerprint of a key that comes at the same time',
    async run({ storage }) {
      const both = await Promise.allSettled([
        storage.commit(NORTH, { idempotency: key(), put: [thing('a')] }),
        storage.commit(NORTH, { idempotency: key({ fingerprint: 'g' }), put: [thing('b')] }),
      ])
      equal(both.filter((outcome) => outcome.status === 'fulfilled').length, 1)
      equal((await ids(storage)).length, 1)
    },
  },
  {
    name: 'does not keep the key of a batch that is refused',
    async run({ storage }) {
      await refused(
        storage.commit(NORTH, { ...first, expect: [{ object: 'thing', id: 'a', version: 1 }] }),
        'VERSION_CONFLICT',
      )
      equal(await storage.answer(NORTH, 'k', NOW), undefined)
      gaveSeqs(await storage.commit(NORTH, first), [1])
      await sealed(storage, 1)
      equal((await storage.changes(NORTH, { after: 0, limit: 9 })).length, 1)
    },
  },
  {
    name: 'forgets a key after it has expired, and applies the next batch with it',
    async run({ storage }) {
      await storage.commit(NORTH, { idempotency: key({ expiresAt: LATER }), put: [thing('a')] })
      equal((await storage.answer(NORTH, 'k', LATER))?.answer, { id: 'a' })
      const past = '2026-03-01T10:00:00.001Z'
      equal(await storage.answer(NORTH, 'k', past), undefined)
      const result = await storage.commit(NORTH, {
        idempotency: key({ fingerprint: 'g', answer: 'new', now: past }),
        put: [thing('b')],
      })
      equal(result.replayed, undefined)
      equal((await storage.answer(NORTH, 'k', past))?.answer, 'new')
    },
  },
  {
    name: 'keeps a key without expiry for ever',
    async run({ storage }) {
      await storage.commit(NORTH, first)
      equal((await storage.answer(NORTH, 'k', '2999-01-01T00:00:00.000Z'))?.fingerprint, 'f')
      equal(
        (await storage.commit(NORTH, { ...first, idempotency: key({ now: '2999-01-01T00:00:00.000Z' }) })).replayed,
        { answer: { id: 'a' } },
      )
    },
  },
  {
    name: 'keeps keys that are still good when many others have expired',
    async run({ storage }) {
      for (let at = 0; at < 60; at++)
        await storage.commit(NORTH, { idempotency: key({ key: `old ${at}`, expiresAt: EARLIER, now: EARLIER }) })
      await storage.commit(NORTH, { idempotency: key({ key: 'good', expiresAt: LATER }) })
      for (let at = 0; at < 5; at++) await storage.commit(NORTH, { idempotency: key({ key: `next ${at}` }) })
      equal((await storage.answer(NORTH, 'good', NOW))?.answer, { id: 'a' })
      equal(await storage.answer(NORTH, 'old 3', NOW), undefined)
    },
  },
  {
    name: 'takes the same key of two tenants as two',
    async run({ storage }) {
      await storage.commit(NORTH, first)
      equal((await storage.commit(SOUTH, { ...first, idempotency: key({ fingerprint: 'g' }) })).replayed, undefined)
      equal(await one(storage, 'a', SOUTH), record('a'))
      equal((await storage.answer(SOUTH, 'k', NOW))?.fingerprint, 'g')
    },
  },
  {
    name: 'keeps a key for a batch that does nothing else',
    async run({ storage }) {
      await storage.commit(NORTH, { idempotency: key() })
      equal((await storage.commit(NORTH, { idempotency: key() })).replayed, { answer: { id: 'a' } })
    },
  },
  ...answers.map((answer) => ({
    name: `gives back the answer ${JSON.stringify(answer)} as it was`,
    async run({ storage, again }: Parameters<ContractCase['run']>[0]) {
      await storage.commit(NORTH, { idempotency: key({ answer }) })
      equal(await (await again()).answer(NORTH, 'k', NOW), { fingerprint: 'f', answer })
      equal((await storage.commit(NORTH, { idempotency: key({ answer: 'x' }) })).replayed, { answer })
    },
  })),
  {
    name: 'repeats no part of a batch whose key was answered: no claim, number, addition, job or erasure',
    async run(kit) {
      const batch: Batch = {
        ...first,
        claim: [{ space: 's', key: 'k', object: 'thing', id: 'a' }],
        number: [{ series: 'tickets', object: 'thing', id: 'a', field: 'count' }],
        add: [{ object: 'thing', id: 'a', field: 'score', by: 5 }],
        jobs: { put: [job('j')] },
      }
      await kit.storage.commit(NORTH, batch)
      await kit.storage.commit(NORTH, {
        release: [{ space: 's', key: 'k', id: 'a' }],
        jobs: { done: ['j'] },
        changes: [draft('a', { subjects: ['thing:a'] })],
      })
      const before = await snapshot(kit.storage, 2)
      await kit.storage.commit(NORTH, { ...batch, eraseSubjects: ['thing:a'] })
      equal(await snapshot(await kit.again(), 2), before)
    },
  },
  {
    name: 'takes keys byte by byte, also long ones',
    async run(kit) {
      const keys = ['', ' ', 'a', 'A', 'å', 'a\u030a', "'; --", '%', '\u{1f600}', '__proto__', 'x'.repeat(2_000)]
      for (const one of keys) await kit.storage.commit(NORTH, { idempotency: key({ key: one, answer: one }) })
      const again = await kit.again()
      for (const one of keys) equal((await again.answer(NORTH, one, NOW))?.answer, one)
    },
  },
  {
    name: 'still answers a key after a restart, with an answer of a hundred thousand letters',
    needs: 'persistence',
    async run(kit) {
      const answer = { text: 'ø'.repeat(100_000) }
      await kit.storage.commit(NORTH, { ...first, idempotency: key({ answer }) })
      const again = await kit.restart()
      equal((await again.commit(NORTH, first)).replayed, { answer })
      equal(await ids(again), ['a'])
    },
  },
]
