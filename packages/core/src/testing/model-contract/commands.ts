import type * as FastCheck from 'fast-check'
import { keysetOf } from '../../filter/index.ts'
import type { AggregateRow, Batch, Keyset, Query, Storage } from '../../ports/storage.ts'
import { compareText, isKithError } from '../../shared/index.ts'
import type { Arbitrary, Fc } from '../filter-contract/arbitraries.ts'
import { equal, isSame } from '../storage-contract/assert.ts'
import { sealed } from '../storage-contract/kit.ts'
import { IDS, INSTANTS, inputsOf, KEYS, SPACES } from './arbitraries.ts'
import { inSomeOrder, outcomeOf, type Pair, piecesOf, type Step } from './state.ts'

export type Command = FastCheck.AsyncCommand<Pair, Pair>

/** Every command, with what it is about as JSON: what a failure shows and a seed makes again. */
export function commandsOf(fc: Fc): Arbitrary<Command>[] {
  const { batch, query, aggregate, changes, lease, instant, id } = inputsOf(fc)
  const group = fc.array(batch, { minLength: 2, maxLength: 3 }).map((batches) => batches.map(besideOthers))
  return [
    batch.map((one) => command('commit', one, commit)),
    batch.map((one) => command('commit', one, commit)),
    group.map((batches) => command('commit at once', batches, commitAtOnce)),
    lease.map((one) => command('claimJobs', one, claimJobs)),
    query.map((one) => command('find, page by page', one, findPages)),
    aggregate.map((one) => command('aggregate', one, (pair) => asked(pair, (storage) => sums(storage, pair, one)))),
    changes.map((one) => command('changes', one, (pair) => asked(pair, (storage) => storage.changes(pair.scope, one)))),
    fc
      .array(id, { maxLength: 4 })
      .map((ids) => command('get', ids, (pair) => asked(pair, (storage) => storage.get(pair.scope, 'thing', ids)))),
    instant.map((now) => command('jobs, answers and tenants', now, (pair) => askRest(pair, now))),
    fc.constant(command('close and open', undefined, reopen)),
  ]
}

function command<Input>(name: string, input: Input, run: (pair: Pair, input: Input) => Promise<void>): Command {
  return {
    check: () => true,
    run: (pair) => run(pair, input),
    toString: () => (input === undefined ? name : `${name} ${JSON.stringify(input)}`),
  }
}

/**
 * A batch beside others relies on what it writes, as those of the engine do. It has one change: entries of one batch may
 * stand apart where others commit at once, and which order that is, nobody can tell.
 */
function besideOthers(batch: Batch): Batch {
  const { put = [], expect = [], changes = [] } = batch
  const relied = put.map(({ object, record: { id, version } }) =>
    version === 1 ? { object, id, exists: false } : { object, id, version: version - 1 },
  )
  return { ...batch, expect: [...expect, ...relied], changes: changes.slice(0, 1) }
}

/** Time does not go back: what has expired may be gone for good. */
function clock(pair: Pair, instant: string): string {
  if (instant > pair.now) pair.now = instant
  return pair.now
}

function atClock(pair: Pair, batch: Batch): Batch {
  const { idempotency } = batch
  return idempotency ? { ...batch, idempotency: { ...idempotency, now: clock(pair, idempotency.now) } } : batch
}

async function commit(pair: Pair, input: Batch): Promise<void> {
  const batch = atClock(pair, input)
  const step: Step = (storage) => outcomeOf(storage.commit(pair.scope, batch))
  await changed(pair, step)
  await sealed(pair.real, await pair.model.head(pair.scope), pair.scope)
}

async function claimJobs(pair: Pair, lease: Parameters<Storage['claimJobs']>[1]): Promise<void> {
  const now = clock(pair, lease.now)
  await changed(pair, (storage) => storage.claimJobs(pair.scope, { ...lease, now }))
}

async function commitAtOnce(pair: Pair, inputs: readonly Batch[]): Promise<void> {
  const batches = inputs.map((input) => atClock(pair, input))
  const outcomes = await Promise.all(batches.map((batch) => outcomeOf(pair.real.commit(pair.scope, batch))))
  const found = await inSomeOrder(pair, batches, outcomes)
  if (!found) throw new Error(`In no order of these commits does the model come to ${JSON.stringify(outcomes)}`)
  pair.model = found.model
  for (const at of found.order)
    pair.steps.push((storage) => outcomeOf(storage.commit(pair.scope, batches[at] as Batch)))
}

/** Does the same to both, compares what they say, and remembers it. */
async function changed(pair: Pair, step: Step): Promise<void> {
  const [real, model] = [await step(pair.real), await step(pair.model)]
  equal(real, model, 'What the store says')
  pair.steps.push(step)
}

async function asked(pair: Pair, ask: (storage: Storage) => Promise<unknown>): Promise<void> {
  equal(await refusal(ask(pair.real)), await refusal(ask(pair.model)), 'What the store answers')
}

const refusal = (answer: Promise<unknown>) =>
  answer.catch((error: unknown) => {
    if (isKithError(error)) return { code: error.code }
    throw error
  })

async function findPages(pair: Pair, asked: Omit<Query, 'after'>): Promise<void> {
  const query = pair.real.supports.fullText ? asked : { ...asked, search: [] }
  let after: Keyset | undefined
  for (;;) {
    const page = { ...query, ...(after ? { after } : {}) }
    const real = await pair.real.find(pair.scope, 'thing', page)
    equal(real, await pair.model.find(pair.scope, 'thing', page), `The page after ${JSON.stringify(after)}`)
    const last = real.at(-1)
    if (!last || real.length < query.limit) return
    after = keysetOf(last, query.sort)
  }
}

async function sums(
  storage: Storage,
  { scope }: Pair,
  query: Parameters<Storage['aggregate']>[2],
): Promise<AggregateRow[]> {
  const rows = await storage.aggregate(scope, 'thing', query)
  return rows.sort((left, right) => compareText(JSON.stringify(left.keys), JSON.stringify(right.keys)))
}

function askRest(pair: Pair, instant: string): Promise<void> {
  const now = clock(pair, instant)
  return asked(pair, (storage) => rest(storage, pair, now))
}

async function rest(storage: Storage, { scope }: Pair, now: string): Promise<unknown> {
  const holders = SPACES.flatMap((space) => KEYS.map((key) => storage.holder(scope, space, key)))
  return {
    head: await storage.head(scope),
    holders: await Promise.all(holders),
    answers: await Promise.all(['i1', 'i2', 'I1'].map((key) => storage.answer(scope, key, now))),
    waiting: await storage.jobs(scope, { state: 'waiting', limit: 50 }),
    dead: await storage.jobs(scope, { state: 'dead', limit: 50 }),
    due: (await storage.tenants({ dueAt: now })).includes(scope.tenant),
  }
}

async function reopen({ real, schema }: Pair): Promise<void> {
  await real.close()
  await real.open(schema)
}

/** At the end, everything that both hold is compared, and everything that can be asked. */
export async function requireSameState(pair: Pair): Promise<void> {
  await sealed(pair.real, await pair.model.head(pair.scope), pair.scope)
  await asked(pair, (storage) => storage.get(pair.scope, 'thing', IDS))
  for (const instant of INSTANTS) await askRest(pair, instant)
  const [real, model] = [await piecesOf(pair.real, pair), await piecesOf(pair.model, pair)]
  for (const [at, piece] of model.entries())
    if (!isSame(real[at], piece)) equal(real[at], piece, 'What the store holds')
  equal(real.length, model.length, 'How much the store holds')
  const held = (await pair.model.tenants()).filter((tenant) => tenant === pair.scope.tenant)
  const named = await pair.real.tenants()
  equal(
    held.filter((tenant) => named.includes(tenant)),
    held,
    'The tenants that are named of those that hold something',
  )
}
