import type { Condition } from '../../filter/types.ts'
import { equal } from './assert.ts'
import {
  type ContractCase,
  draft,
  eq,
  ids,
  job,
  type Kit,
  NORTH,
  NOW,
  one,
  record,
  sealed,
  slot,
  TITLE,
  thing,
} from './kit.ts'
import { contractModel, grownModel, shrunkModel } from './model.ts'

const SECRET = slot('secret', 'fold', 'text', 'text')
const COLOUR = slot('colour', 'fold', 'text', 'text')
const phone = (value: string): Condition => ({
  op: 'someItem',
  field: 'phones',
  of: eq(slot('', 'value', 'text', 'phone'), value),
})
const full = {
  title: 'Åse',
  secret: 'Hemmelig',
  phones: [{ value: '+4790000000', kind: 'mobile' }],
  count: 3,
  labels: ['x'],
}

async function filled({ storage }: Kit): Promise<void> {
  const put = Array.from({ length: 30 }, (_, at) =>
    thing(`t${String(at).padStart(2, '0')}`, at === 7 ? full : { title: `No ${at}` }),
  )
  await storage.commit(NORTH, { put, changes: [draft('t07')] })
}

export const growthCases: readonly ContractCase[] = [
  {
    name: 'opens twice with one model, and changes nothing',
    async run({ storage, again }) {
      await filled({ storage } as Kit)
      await storage.open(contractModel)
      equal(await one(await again(), 't07'), record('t07', full))
    },
  },
  {
    name: 'keeps every record when the model grows while it is open',
    async run({ storage }) {
      await filled({ storage } as Kit)
      await storage.open(grownModel)
      equal(await one(storage, 't07'), record('t07', full))
      equal((await ids(storage)).length, 30)
      await sealed(storage, 1)
      equal(await storage.head(NORTH), 1)
    },
  },
  {
    name: 'takes new fields and objects once the model has grown',
    async run({ storage, again }) {
      await filled({ storage } as Kit)
      await storage.open(grownModel)
      await storage.commit(NORTH, {
        put: [
          thing('new', { colour: 'Grønn', nicknames: ['Bo'], weight: 1.5 }),
          { object: 'gadget', record: record('g', { name: 'Gadget' }) },
        ],
      })
      const other = await again(grownModel)
      equal(await one(other, 'new'), record('new', { colour: 'Grønn', nicknames: ['Bo'], weight: 1.5 }))
      equal(await ids(other, { where: eq(COLOUR, 'gronn') }), ['new'])
      equal(await ids(other, { where: { op: 'empty', field: 'colour' }, limit: 99 }).then((found) => found.length), 30)
      equal(await ids(other, {}, NORTH, 'gadget'), ['g'])
    },
  },
  {
    name: 'finds old records by a field that is indexed from now on',
    async run({ storage }) {
      await filled({ storage } as Kit)
      await storage.open(grownModel)
      equal(await ids(storage, { where: eq(SECRET, 'hemmelig') }), ['t07'])
      equal(await ids(storage, { where: phone('+4790000000') }), ['t07'])
      equal((await ids(storage, { sort: { ref: SECRET, direction: 'desc' } }))[0], 't07')
    },
  },
  {
    name: 'finds old records by the words of a field that is searchable from now on',
    needs: 'fullText',
    async run({ storage }) {
      await filled({ storage } as Kit)
      equal(await ids(storage, { search: ['hemm'] }), [])
      await storage.open(grownModel)
      equal(await ids(storage, { search: ['hemm'] }), ['t07'])
      equal(await ids(storage, { search: ['ase'] }), ['t07'])
    },
  },
  {
    name: 'keeps what was stored in fields that left the model, for when they come back',
    needs: 'persistence',
    async run(kit) {
      await filled(kit)
      const small = await kit.restart(shrunkModel)
      equal(await ids(small, { where: eq(TITLE, 'ase') }), ['t07'])
      const back = await kit.restart(contractModel)
      equal(await one(back, 't07'), record('t07', full))
      equal(await ids(back, { where: phone('+4790000000') }), ['t07'])
    },
  },
  {
    name: 'keeps run-time fields when the model grows',
    async run({ storage }) {
      const custom = [{ field: 'x_size', slot: 'fold', value: 'stor', indexed: true }]
      await storage.commit(NORTH, { put: [{ ...thing('a', { x_size: 'Stor' }), custom }] })
      await storage.open(grownModel)
      equal(await one(storage, 'a'), record('a', { x_size: 'Stor' }))
      equal(await ids(storage, { where: eq({ ...slot('x_size', 'fold', 'text', 'text'), custom: true }, 'stor') }), [
        'a',
      ])
    },
  },
  {
    name: 'grows from one start to the next',
    needs: 'persistence',
    async run(kit) {
      await filled(kit)
      const grown = await kit.restart(grownModel)
      equal(await ids(grown, { where: phone('+4790000000') }), ['t07'])
      equal(await one(grown, 't07'), record('t07', full))
    },
  },
  {
    name: 'grows where two open at once, and both see the same',
    needs: 'persistence',
    async run(kit) {
      await filled(kit)
      const grown = await Promise.all([kit.again(grownModel), kit.again(grownModel)])
      await grown[0].commit(NORTH, { put: [thing('new', { colour: 'Blå' })] })
      for (const storage of grown) {
        equal(await ids(storage, { where: eq(COLOUR, 'bla') }), ['new'])
        equal(await ids(storage, { where: phone('+4790000000') }), ['t07'])
      }
    },
  },
  {
    name: 'goes on with claims, numbers, jobs, answers and the log after it has grown',
    async run(kit) {
      const batch = (id: string) => ({
        idempotency: { key: id, fingerprint: 'f', answer: id, now: NOW },
        claim: [{ space: 'thing.mail', key: 'a@x.org', object: 'thing', id: 'a' }],
        number: [{ series: 'tickets', object: 'thing', id, field: 'count' }],
        put: [thing(id)],
        changes: [draft(id)],
        jobs: { put: [job(id)] },
      })
      await kit.storage.commit(NORTH, batch('a'))
      await kit.storage.open(grownModel)
      equal((await kit.storage.commit(NORTH, batch('b'))).numbers, [2])
      const again = await kit.again(grownModel)
      equal((await again.commit(NORTH, batch('a'))).replayed, { answer: 'a' })
      await sealed(again, 2)
      equal(
        (await again.changes(NORTH, { after: 0, limit: 9 })).map((change) => change.id),
        ['a', 'b'],
      )
      equal((await again.jobs(NORTH, { state: 'waiting', limit: 9 })).length, 2)
      equal(await again.holder(NORTH, 'thing.mail', 'a@x.org'), { object: 'thing', id: 'a' })
    },
  },
  {
    name: 'keeps five hundred records whole when it grows, and sorts them by a field that is new',
    async run({ storage }) {
      const all = Array.from({ length: 500 }, (_, at) => `t${String(at).padStart(3, '0')}`)
      await storage.commit(NORTH, { put: all.map((id, at) => thing(id, { secret: `S${999 - at}`, count: at })) })
      await storage.open(grownModel)
      equal(await ids(storage, { sort: { ref: SECRET, direction: 'asc' } }), [...all].reverse())
      equal(await ids(storage, { where: eq(SECRET, 's500') }), ['t499'])
    },
  },
]
