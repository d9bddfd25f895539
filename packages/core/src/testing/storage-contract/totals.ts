import type { Condition, SlotRef } from '../../filter/types.ts'
import type { AggregateQuery, AggregateRow, Batch, Storage } from '../../ports/storage.ts'
import { type SeededRandom, seededRandom } from '../seeded-random.ts'
import { equal } from './assert.ts'
import {
  COUNT,
  type ContractCase,
  CURRENCY,
  DONE,
  eq,
  ID,
  KIND,
  type Kit,
  NORTH,
  NOW,
  PRICE,
  SOUTH,
  slot,
  THERE,
  TITLE,
  thing,
} from './kit.ts'
import { grownModel, shrunkModel } from './model.ts'

const BASE = slot('price', 'baseMinor', 'integer', 'money')
const OWNER = slot('ownerId', 'value', 'text', 'relation')
const DUE = slot('dueOn', 'value', 'text', 'date')
const COLOUR = slot('colour', 'fold', 'text', 'text')
const count = { fn: 'count' } as const
const sum = (ref: SlotRef) => ({ fn: 'sum', ref }) as const
const not = (of: Condition): Condition => ({ op: 'not', of })
const and = (...of: readonly Condition[]): Condition => ({ op: 'and', of })
const may = (...values: readonly string[]): Condition => ({
  op: 'someItem',
  field: 'access',
  of: { op: 'in', ref: slot('', 'value', 'text', 'multiSelect'), values },
})
/** True of every record, and of nothing that totals are kept by: who asks this as well must count. */
const COUNTED = not(eq(ID, 'nobody'))

/** Which records the questions are about. */
const WHERE: readonly Condition[] = [
  THERE,
  and(THERE, eq(KIND, 'a')),
  and(eq(OWNER, 'u1'), THERE),
  and(may('u:u1', 't:t1'), THERE, not(eq(DONE, true))),
  and({ op: 'or', of: [may('u:u2'), { op: 'empty', field: 'access' }] }, THERE),
  and(THERE, { op: 'in', ref: KIND, values: ['b', 'c'] }, { op: 'compare', ref: COUNT, cmp: 'gte', value: 1 }),
  and(THERE, { op: 'glob', ref: TITLE, pattern: 'a*' }),
  and(THERE, not({ op: 'empty', field: 'ownerId' })),
  and(THERE, { op: 'false' }),
]
const GROUPS: readonly (readonly SlotRef[])[] = [[], [KIND], [OWNER, CURRENCY], [DONE, COUNT, TITLE]]

async function rows(storage: Storage, query: AggregateQuery, scope = NORTH): Promise<AggregateRow[]> {
  const found = await storage.aggregate(scope, 'thing', query)
  const key = ({ keys }: AggregateRow) => JSON.stringify(keys.map((one) => one ?? null))
  return found.sort((left, right) => (key(left) < key(right) ? -1 : 1))
}

/** Asks everything twice: as totals may be kept, and so that it must be counted. */
async function agree(
  storage: Storage,
  where = WHERE,
  groups = GROUPS,
  measures: AggregateQuery['measures'] = [count, sum(PRICE), sum(BASE)],
): Promise<void> {
  for (const condition of where)
    for (const groupBy of groups) {
      const kept = await rows(storage, { where: condition, groupBy, measures })
      const parts = condition.op === 'and' ? condition.of : [condition]
      const counted = await rows(storage, { where: and(...parts, COUNTED), groupBy, measures })
      equal(kept, counted, `What is kept for ${JSON.stringify({ condition, groupBy })}`)
    }
}

const IDS = Array.from({ length: 12 }, (_, at) => `t${at}`)

/** Records that come, change, go to the bin, come back and go for good, with their amounts. */
function randomBatch(random: SeededRandom): Batch {
  const put = new Map<string, ReturnType<typeof thing>>()
  for (let left = 1 + random.below(4); left > 0; left--) {
    const id = random.pick(IDS)
    put.set(id, thing(id, randomValues(random)))
  }
  const remove = random.next() < 0.3 ? [{ object: 'thing', id: random.pick(IDS) }] : []
  const add =
    random.next() < 0.5 ? [{ object: 'thing', id: random.pick(IDS), field: 'count', by: random.below(3) - 1 }] : []
  return { put: [...put.values()], remove, add }
}

function randomValues(random: SeededRandom): Readonly<Record<string, unknown>> {
  const ownerId = random.pick(['u1', 'u2', undefined])
  const access = ownerId && [`t:${random.pick(['t1', 't2'])}`, `u:${ownerId}`]
  const currency = random.pick(['EUR', 'NOK', 'JPY'])
  const amountMinor = random.below(2_000_001) - 1_000_000
  const baseMinor = random.pick([amountMinor * 7, undefined])
  const values = {
    ownerId,
    access,
    kind: random.pick(['a', 'b', 'c', undefined]),
    done: random.pick([true, false, undefined]),
    count: random.pick([0, 1, undefined]),
    title: random.pick(['Åse', 'Bo', undefined]),
    dueOn: random.pick(['2026-01-02', undefined]),
    price: random.pick([{ amountMinor, currency, ...(baseMinor === undefined ? {} : { baseMinor }) }, undefined]),
    deletedAt: random.next() < 0.25 ? NOW : undefined,
  }
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}

async function live(kit: Kit, seed: number, batches = 40): Promise<void> {
  const random = seededRandom(seed)
  for (let batch = 0; batch < batches; batch++) {
    await kit.storage.commit(NORTH, randomBatch(random))
    if (batch % 8 === 0) await agree(kit.storage)
  }
  await agree(kit.storage)
}

const prices = (id: string, ...amounts: readonly number[]) =>
  amounts.map((amountMinor, at) => thing(`${id}${at}`, { kind: 'a', price: { amountMinor, currency: 'EUR' } }))

export const totalsCases: readonly ContractCase[] = [
  ...[1, 2, 3].map(
    (seed): ContractCase => ({
      name: `of records that come, change, go and come back are those that are counted (seed ${seed})`,
      run: (kit) => live(kit, seed),
    }),
  ),
  {
    name: 'are there for a second instance, and after a restart',
    async run(kit) {
      await live(kit, 4, 9)
      await agree(await kit.again())
      await agree(await kit.restart())
    },
  },
  {
    name: 'follow a batch that fails in no part',
    async run({ storage }) {
      await storage.commit(NORTH, { put: prices('a', 5) })
      const claim = [{ space: 'thing.mail', key: 'x', object: 'thing', id: 'a0' }]
      await storage.commit(NORTH, { claim })
      const taken = { claim: [{ ...claim[0], id: 'b0' }] as typeof claim, put: prices('b', 7) }
      const outcomes = await Promise.allSettled([
        storage.commit(NORTH, taken),
        storage.commit(NORTH, { put: prices('c', 1) }),
      ])
      equal(
        outcomes.map(({ status }) => status),
        ['rejected', 'fulfilled'],
      )
      equal(await rows(storage, { where: THERE, groupBy: [], measures: [count, sum(PRICE)] }), [
        { keys: [], values: [2, 6] },
      ])
    },
  },
  {
    name: 'are of one tenant each',
    async run({ storage }) {
      await storage.commit(NORTH, { put: prices('a', 5, 6) })
      await storage.commit(SOUTH, { put: prices('a', 1) })
      const query: AggregateQuery = { where: THERE, groupBy: [KIND], measures: [count, sum(PRICE)] }
      equal(await rows(storage, query, SOUTH), [{ keys: ['a'], values: [1, 1] }])
      equal(await rows(storage, query), [{ keys: ['a'], values: [2, 11] }])
    },
  },
  {
    name: 'take amounts whose sum no number can hold, and are exact again when some are gone',
    async run({ storage }) {
      const most = Number.MAX_SAFE_INTEGER
      const query: AggregateQuery = { where: THERE, groupBy: [KIND], measures: [sum(PRICE)] }
      await storage.commit(NORTH, { put: prices('a', ...Array.from({ length: 1_100 }, () => most)) })
      const refusal = await storage.aggregate(NORTH, 'thing', query).catch((error: { code?: string }) => error.code)
      equal(refusal, 'SUM_TOO_LARGE')
      const remove = Array.from({ length: 1_099 }, (_, at) => ({ object: 'thing', id: `a${at}` }))
      await storage.commit(NORTH, { remove, put: prices('b', -most, -7) })
      equal(await rows(storage, query), [{ keys: ['a'], values: [-7] }])
    },
  },
  {
    name: 'are made anew when the model asks for others, and when it asks for none',
    async run(kit) {
      await live(kit, 5, 9)
      await kit.storage.open(grownModel)
      const where = [THERE, and(THERE, eq(KIND, 'a')), and(THERE, { op: 'empty', field: 'dueOn' } as const)]
      const groups = [[DUE], [KIND, COLOUR, CURRENCY]]
      await agree(kit.storage, where, groups, [count, sum(PRICE)])
      await kit.storage.commit(NORTH, { put: [thing('new', { kind: 'a', colour: 'Red', dueOn: '2026-02-03' })] })
      await agree(kit.storage, where, groups, [count, sum(PRICE)])
      await kit.storage.open(shrunkModel)
      await kit.storage.commit(NORTH, {
        put: [thing('newer', { title: 'Bo' })],
        remove: [{ object: 'thing', id: 'new' }],
      })
      await agree(kit.storage, [THERE], [[], [TITLE]], [count])
      await kit.restart(grownModel)
    },
  },
]
