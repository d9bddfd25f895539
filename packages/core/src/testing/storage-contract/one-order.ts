import type { Condition } from '../../filter/types.ts'
import type { Batch, CommitResult, Storage, StorageScope } from '../../ports/storage.ts'
import { isKithError } from '../../shared/index.ts'
import { isSame } from './assert.ts'
import { ALL, byId, eq, ids, KIND, type Kit, PRICE, payloadOf, sealed, slot, THERE } from './kit.ts'
import { range } from './racing.ts'

/** Two batches that may be committed in either order, but not half in one and half in the other. */
export interface Rivals {
  readonly name: string
  /** What was committed before; it logs nothing. */
  readonly before?: Batch
  readonly batches: readonly [Batch, Batch]
}

/** How often they are sent off together. */
const ROUNDS = 6

/** What a commit answered: numbers, or the code of a refusal. */
type Answer = readonly number[] | string

type Outcome = Readonly<Record<string, unknown>>

/**
 * Commits two batches at once over two instances, each time for a tenant of its own, and compares with what both orders give.
 *
 * @param before What is committed before them; it logs nothing.
 */
export async function endAsInOneOrder(kit: Kit, before: readonly Batch[], batches: Rivals['batches']): Promise<void> {
  const by = [kit.storage, await kit.again()] as const
  const begin = async (tenant: string): Promise<StorageScope> => {
    for (const batch of before) await kit.storage.commit({ tenant }, batch)
    return { tenant }
  }
  const send = (scope: StorageScope, at: 0 | 1) => told(by[at].commit(scope, batches[at]))
  const [turn, reverse] = [await begin('in turn'), await begin('in reverse')]
  const inTurn = [await send(turn, 0), await send(turn, 1)]
  const second = await send(reverse, 1)
  const inReverse = [await send(reverse, 0), second]
  const orders = [
    await outcome(kit.storage, turn, batches, inTurn),
    await outcome(kit.storage, reverse, batches, inReverse),
  ]
  for (const round of range(1, ROUNDS)) {
    const scope = await begin(`at once ${round}`)
    const found = await outcome(kit.storage, scope, batches, await Promise.all([send(scope, 0), send(scope, 1)]))
    if (!orders.some((order) => isSame(found, order))) throw new Error(differences(found, orders))
  }
}

function differences(found: Outcome, orders: readonly Outcome[]): string {
  const lines = Object.entries(found).flatMap(([part, value]) => {
    const wanted = orders.map((order) => order[part])
    const isWanted = wanted.every((one) => isSame(one, value))
    return isWanted ? [] : [`${part}: ${JSON.stringify(value)}, and not ${JSON.stringify(wanted)}`]
  })
  return `Neither order of the two gives ${lines.join('\n')}`
}

async function told(commit: Promise<CommitResult>): Promise<Answer> {
  try {
    return (await commit).numbers
  } catch (error) {
    if (isKithError(error)) return error.code
    throw error
  }
}

/** Answers and what is stored, by everything that it is found by. */
async function outcome(
  storage: Storage,
  scope: StorageScope,
  batches: readonly Batch[],
  answers: readonly Answer[],
): Promise<Outcome> {
  const logged = batches.flatMap(({ changes = [] }, at) => (typeof answers[at] === 'string' ? [] : changes)).length
  await sealed(storage, logged, scope)
  const log = await storage.changes(scope, { after: 0, limit: 99 })
  const waiting = await storage.jobs(scope, { state: 'waiting', limit: 9 })
  return {
    answers,
    things: await storage.find(scope, 'thing', { where: ALL, sort: byId, limit: 9 }),
    places: await storage.find(scope, 'place', { where: ALL, sort: byId, limit: 9 }),
    found: [await found(storage, scope, 'thing'), await found(storage, scope, 'place')],
    totals: await totals(storage, scope),
    holders: [await storage.holder(scope, 'slot', 'k'), await storage.holder(scope, 'slot', 'l')],
    jobs: [...waiting, ...(await storage.jobs(scope, { state: 'dead', limit: 9 }))],
    log: log.map((change) => [change.seq, change.id, change.payload === null ? 'erased' : payloadOf(change)['after']]),
  }
}

const some = (field: string, of: Condition, custom = false): Condition => ({
  op: 'someItem',
  field,
  ...(custom ? { custom } : {}),
  of,
})

/** Who is found by what either batch, or what was there before, has written. */
function found(storage: Storage, scope: StorageScope, object: string): Promise<readonly (readonly string[])[]> {
  const words = ['w0', 'w1', 'w2'].flatMap((word) => [
    some('labels', eq(slot('', 'fold', 'text', 'text'), word)),
    some('access', eq(slot('', 'value', 'text', 'multiSelect'), `u:${word}`)),
    some('x_tags', eq(slot('', 'fold', 'text', 'text'), word), true),
  ])
  const rank = { ...slot('x_rank', 'value', 'real', 'number'), custom: true }
  const ranks = [0, 1, 2, 3, 5, 6, 7, 8].map((value) => eq(rank, value))
  return Promise.all([...words, ...ranks].map((where) => ids(storage, { where }, scope, object)))
}

async function totals(storage: Storage, scope: StorageScope): Promise<unknown> {
  const measures = [{ fn: 'count' }, { fn: 'sum', ref: PRICE }] as const
  const rows = await storage.aggregate(scope, 'thing', { where: THERE, groupBy: [KIND], measures })
  return rows
    .map(({ keys, values }) => [String(keys[0]), ...values])
    .sort(([left], [right]) => (String(left) < String(right) ? -1 : 1))
}
