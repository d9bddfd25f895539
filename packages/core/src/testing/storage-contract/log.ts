import type { SealedChange, Storage } from '../../ports/storage.ts'
import { canonicalJson, sha256 } from '../../shared/index.ts'
import { equal, holds, refused } from './assert.ts'
import { type ContractCase, draft, gaveSeqs, NORTH, payloadOf, SOUTH, sealed, thing, turn } from './kit.ts'

/** Reads the log in small pages and gives the first entry that does not fit, or undefined. */
async function fault(storage: Storage, scope = NORTH): Promise<number | undefined> {
  let [seq, chain] = [0, scope.tenant]
  for (;;) {
    const page = await storage.changes(scope, { after: seq, limit: 7 })
    for (const entry of page) {
      if (!follows(entry, seq, chain)) return entry.seq
      seq = entry.seq
      chain = entry.chain
    }
    if (page.length < 7) return undefined
  }
}

function follows(entry: SealedChange, seq: number, chain: string): boolean {
  const digest = entry.payload === null ? entry.digest : sha256(entry.salt + entry.payload)
  return entry.seq === seq + 1 && entry.digest === digest && entry.chain === sha256(`${chain}\n${entry.seq}\n${digest}`)
}

const seqs = (changes: readonly SealedChange[]) => changes.map((change) => change.seq)
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at)

/** Entries 1 to 9: records a, b, c in turn; every third of the intent `odd`. Committed, and perhaps not sealed yet. */
async function written(storage: Storage): Promise<void> {
  for (const at of range(1, 9)) {
    const id = 'abc'[(at - 1) % 3] as string
    await storage.commit(NORTH, {
      changes: [draft(id, { correlation: at % 3 === 0 ? 'odd' : 'c1', subjects: [`thing:${id}`] })],
    })
  }
}

async function nine(storage: Storage): Promise<void> {
  await written(storage)
  await sealed(storage, 9)
}

export const logCases: readonly ContractCase[] = [
  {
    name: 'numbers changes 1, 2, 3 in the order of commits, and of the batch',
    async run(kit) {
      gaveSeqs(await kit.storage.commit(NORTH, { changes: [draft('a'), draft('b')] }), [1, 2])
      gaveSeqs(await kit.storage.commit(NORTH, { changes: [draft('c')] }), [3])
      const again = await kit.again()
      await sealed(again, 3)
      const found = await again.changes(NORTH, { after: 0, limit: 9 })
      equal(
        found.map((change) => [change.seq, change.object, change.id]),
        [
          [1, 'thing', 'a'],
          [2, 'thing', 'b'],
          [3, 'thing', 'c'],
        ],
      )
    },
  },
  {
    name: 'keeps the canonical JSON of a change, without its salt',
    async run(kit) {
      const change = draft('a', {
        source: { import: 'i1', row: 2 },
        before: { title: 'ø', none: null },
        after: { title: '\u{1f600}', list: [1, { b: 2, a: 1 }] },
        subjects: ['thing:a'],
      })
      await kit.storage.commit(NORTH, { changes: [change] })
      const again = await kit.again()
      await sealed(again, 1)
      const [found] = await again.changes(NORTH, { after: 0, limit: 1 })
      const { salt, ...content } = change
      equal(found?.payload, canonicalJson(content))
      equal(found?.salt, salt)
    },
  },
  {
    name: 'chains every entry to the one before, from the name of the tenant on',
    async run(kit) {
      await nine(kit.storage)
      equal(await fault(await kit.again()), undefined, 'The first entry that does not fit')
    },
  },
  {
    name: 'lets a reader find a changed payload, digest and order (the check itself sees faults)',
    async run({ storage }) {
      await nine(storage)
      const entries = await storage.changes(NORTH, { after: 0, limit: 9 })
      const forged = (over: Partial<SealedChange>) =>
        ({
          changes: async () => entries.map((entry) => (entry.seq === 5 ? { ...entry, ...over } : entry)),
        }) as unknown as Storage
      equal(await fault(forged({ payload: (entries[4]?.payload ?? '').replace('c1', 'c2') })), 5)
      equal(await fault(forged({ salt: '0'.repeat(32) })), 5)
      equal(await fault(forged({ payload: null, digest: entries[3]?.digest ?? '' })), 5)
      equal(await fault(forged({ seq: 6 })), 6)
    },
  },
  {
    name: 'keeps the chain whole when a hundred commits come at once',
    async run(kit) {
      await Promise.all(
        range(1, 100).map((at) => kit.storage.commit(NORTH, { changes: [draft(`t${at}`), draft(`t${at}`)] })),
      )
      const again = await kit.again()
      await sealed(again, 200)
      equal(await again.head(NORTH), 200)
      equal(await fault(again), undefined, 'The first entry that does not fit')
    },
  },
  {
    name: 'gives each commit the numbers of its own changes',
    async run({ storage }) {
      const commits = await Promise.all(
        range(1, 20).map((at) => storage.commit(NORTH, { changes: [draft(`t${at}`), draft(`t${at}`)] })),
      )
      await sealed(storage, 40)
      const all = await storage.changes(NORTH, { after: 0, limit: 100 })
      for (const [at, result] of commits.entries())
        gaveSeqs(
          result,
          all.flatMap((change) => (change.id === `t${at + 1}` ? [change.seq] : [])),
        )
    },
  },
  {
    name: 'writes nothing into the log for a batch that is refused',
    async run({ storage }) {
      await storage.commit(NORTH, { changes: [draft('a')] })
      await refused(
        storage.commit(NORTH, { expect: [{ object: 'thing', id: 'x', version: 1 }], changes: [draft('b')] }),
        'VERSION_CONFLICT',
      )
      gaveSeqs(await storage.commit(NORTH, { changes: [draft('c')] }), [2])
      await sealed(storage, 2)
      equal(
        (await storage.changes(NORTH, { after: 0, limit: 9 })).map((change) => change.id),
        ['a', 'c'],
      )
      equal(await fault(storage), undefined)
    },
  },
  {
    name: 'shows a reader every change once while writers write',
    async run({ storage }) {
      const read: number[] = []
      let writing = true
      const reader = async () => {
        for (;;) {
          const last = !writing
          for (let page = await next(); page.length > 0; page = await next()) read.push(...page)
          if (last) return
          await turn()
        }
      }
      const next = async () => seqs(await storage.changes(NORTH, { after: read.at(-1) ?? 0, limit: 3 }))
      const writers = Promise.all(
        range(1, 8).map(async (writer) => {
          for (const at of range(1, 10)) await storage.commit(NORTH, { changes: [draft(`${writer}-${at}`)] })
        }),
      )
        .then(() => sealed(storage, 80))
        .then(() => {
          writing = false
        })
      await Promise.all([reader(), writers])
      equal(read, range(1, 80), 'What the reader saw')
    },
  },
  {
    name: 'pages forward after a number, and backward before one',
    async run({ storage }) {
      await nine(storage)
      equal(seqs(await storage.changes(NORTH, { after: 0, limit: 4 })), [1, 2, 3, 4])
      equal(seqs(await storage.changes(NORTH, { after: 7, limit: 4 })), [8, 9])
      equal(seqs(await storage.changes(NORTH, { after: 9, limit: 4 })), [])
      equal(seqs(await storage.changes(NORTH, { after: 0, limit: 4, reverse: true })), [9, 8, 7, 6])
      equal(seqs(await storage.changes(NORTH, { after: 3, limit: 4, reverse: true })), [2, 1])
      equal(seqs(await storage.changes(NORTH, { after: 1, limit: 4, reverse: true })), [])
    },
  },
  {
    name: 'reads the changes of one record, both ways',
    async run({ storage }) {
      await nine(storage)
      const of = { object: 'thing', id: 'b' }
      equal(seqs(await storage.changes(NORTH, { after: 0, limit: 9, of })), [2, 5, 8])
      equal(seqs(await storage.changes(NORTH, { after: 2, limit: 1, of })), [5])
      equal(seqs(await storage.changes(NORTH, { after: 8, limit: 9, of, reverse: true })), [5, 2])
      equal(await storage.changes(NORTH, { after: 0, limit: 9, of: { object: 'place', id: 'b' } }), [])
    },
  },
  {
    name: 'reads the changes of one intent, alone and of one record',
    async run({ storage }) {
      await nine(storage)
      equal(seqs(await storage.changes(NORTH, { after: 0, limit: 9, correlation: 'odd' })), [3, 6, 9])
      equal(seqs(await storage.changes(NORTH, { after: 0, limit: 2, correlation: 'odd', reverse: true })), [9, 6])
      equal(
        seqs(
          await storage.changes(NORTH, { after: 0, limit: 9, correlation: 'odd', of: { object: 'thing', id: 'c' } }),
        ),
        [3, 6, 9],
      )
      equal(
        await storage.changes(NORTH, { after: 0, limit: 9, correlation: 'odd', of: { object: 'thing', id: 'a' } }),
        [],
      )
    },
  },
  {
    name: 'says 0 for the head of an empty log',
    async run({ storage }) {
      equal(await storage.head(NORTH), 0)
      equal(await storage.changes(NORTH, { after: 0, limit: 9 }), [])
    },
  },
  {
    name: 'erases payload and salt of all changes about a person, and of no other',
    async run(kit) {
      await written(kit.storage)
      await kit.storage.commit(NORTH, {
        eraseSubjects: ['thing:b'],
        changes: [draft('b', { subjects: [], after: null, before: {} })],
      })
      const again = await kit.again()
      await sealed(again, 10)
      const found = await again.changes(NORTH, { after: 0, limit: 20 })
      equal(seqs(found.filter((change) => change.payload === null)), [2, 5, 8])
      holds(
        found.every((change) => (change.payload === null) === (change.salt === null)),
        'payload and salt go together',
      )
    },
  },
  {
    name: 'lets the chain verify after an erasure, and goes on with it',
    async run(kit) {
      await written(kit.storage)
      await kit.storage.commit(NORTH, { eraseSubjects: ['thing:a', 'thing:c'] })
      await kit.storage.commit(NORTH, { changes: [draft('d')] })
      const again = await kit.again()
      await sealed(again, 10)
      equal(await fault(again), undefined)
      equal(await again.head(NORTH), 10)
    },
  },
  {
    name: 'erases a change that is about two persons when one of them goes',
    async run({ storage }) {
      await storage.commit(NORTH, { changes: [draft('a', { subjects: ['thing:a', 'thing:b', 'thing:b'] })] })
      await storage.commit(NORTH, { eraseSubjects: ['thing:b'] })
      await sealed(storage, 1)
      equal((await storage.changes(NORTH, { after: 0, limit: 1 }))[0]?.payload, null)
      await storage.commit(NORTH, { eraseSubjects: ['thing:a', 'thing:nobody'] })
    },
  },
  {
    name: 'erases nothing for a subject whose name only begins the same',
    async run({ storage }) {
      await storage.commit(NORTH, { changes: [draft('a', { subjects: ['thing:a1'] })] })
      await storage.commit(NORTH, { eraseSubjects: ['thing:a', 'thing:a%', 'thing'] })
      await sealed(storage, 1)
      equal(payloadOf((await storage.changes(NORTH, { after: 0, limit: 1 }))[0])['id'], 'a')
    },
  },
  {
    name: 'still finds erased entries by record and intent',
    async run({ storage }) {
      await nine(storage)
      await storage.commit(NORTH, { eraseSubjects: ['thing:c'] })
      equal(seqs(await storage.changes(NORTH, { after: 0, limit: 9, of: { object: 'thing', id: 'c' } })), [3, 6, 9])
      equal(seqs(await storage.changes(NORTH, { after: 0, limit: 9, correlation: 'odd' })), [3, 6, 9])
    },
  },
  {
    name: 'keeps a log for each tenant, each from 1, each with its own chain',
    async run({ storage }) {
      await Promise.all(
        range(1, 10).flatMap((at) => [
          storage.commit(NORTH, { changes: [draft(`n${at}`)] }),
          storage.commit(SOUTH, { changes: [draft(`s${at}`)] }),
        ]),
      )
      await sealed(storage, 10)
      await sealed(storage, 10, SOUTH)
      equal([await storage.head(NORTH), await storage.head(SOUTH)], [10, 10])
      equal([await fault(storage), await fault(storage, SOUTH)], [undefined, undefined])
    },
  },
  {
    name: 'goes on with the chain after a restart',
    needs: 'persistence',
    async run(kit) {
      await nine(kit.storage)
      const again = await kit.restart()
      gaveSeqs(await again.commit(NORTH, { changes: [draft('z')], put: [thing('z')] }), [10])
      await sealed(again, 10)
      equal(await fault(again), undefined)
    },
  },
]
