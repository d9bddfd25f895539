import { checkFilter, checkSort, compareBySort } from '../filter/index.ts'
import {
  type FilterContext,
  KithError,
  type SortKey,
  type Storage,
  type StoredRecord,
  type UncheckedFilter,
} from '../index.ts'
import { type Arbitrary, type Fc, PLACE_IDS, recordsOf, SAMPLE_IDS } from './filter-contract/arbitraries.ts'
import { FILTER_CASES, type FilterCase } from './filter-contract/cases/index.ts'
import { filtersOf, sortsOf } from './filter-contract/filters.ts'
import { codeModel, contractModel } from './filter-contract/model.ts'
import { plainlyHolds } from './filter-contract/plain-reading.ts'
import {
  batchOf,
  CONTEXT,
  expectedIds,
  readPages,
  requireSame,
  stored,
  type Values,
  type World,
} from './filter-contract/world.ts'

/** Registers one test: `test` of Vitest, Jest (with an adapter for the limit) or `node:test`. The limit is in milliseconds. */
export type ContractTest = (name: string, run: () => Promise<void>, limitMs: number) => void

export interface FilterContractOptions {
  /** Random pairs of records and Filters. Default 300; 20,000 for a soak. */
  readonly pairs?: number
  /** Makes a run again that failed: the seed is in the message of the failure. Default: another one each time. */
  readonly seed?: number
}

/** Filters that are asked of each random set of records. */
const QUERIES = 10

/** Ends of months and years, leap days, and hours that clocks leave out or show twice. */
const NOWS = [
  CONTEXT.now,
  '2024-02-29T10:00:00.000Z',
  '2027-02-28T23:30:00.000Z',
  '2028-02-28T12:00:00.000Z',
  '2026-12-31T23:30:00.000Z',
  '2026-10-25T00:30:00.000Z',
]

/**
 * The condition language as every store must answer it: named cases of the rules of text, logic, time and order, and
 * random records × random Filters. A store passes when `find` returns the same ids in the same order as the closure of
 * `compileCondition` and the order of `compareBySort` do, also page by page; the closure itself is held to the plainest
 * reading of the filter.
 *
 * Needs `fast-check` beside `@kith/core`. Nothing but `open`, `commit`, `find` and `close` of the store is used.
 *
 * @param open Makes an empty store; called once for each test, not opened yet.
 * @example
 * describe('my store', () => filterContract(test, () => myStorage({ file: ':memory:' })))
 */
export function filterContract(
  test: ContractTest,
  open: () => Storage | Promise<Storage>,
  options: FilterContractOptions = {},
): void {
  for (const one of FILTER_CASES) {
    test(`filter: ${one.name}`, () => withStorage(open, (storage) => checkCase(storage, one)), 30_000)
  }
  const { pairs = 300 } = options
  test(
    `filter: ${pairs} random pairs of records and filters give what the closure gives`,
    () => withStorage(open, (storage) => checkPairs(storage, pairs, options.seed)),
    30_000 + pairs * 100,
  )
}

async function withStorage(
  open: () => Storage | Promise<Storage>,
  run: (storage: Storage) => Promise<void>,
): Promise<void> {
  const storage = await open()
  await storage.open(codeModel)
  try {
    await run(storage)
  } finally {
    await storage.close()
  }
}

async function checkCase(storage: Storage, one: FilterCase): Promise<void> {
  const world = worldOf(one)
  await storage.commit({ tenant: 'cases' }, batchOf(world))
  const where = checkFilter(contractModel, 'sample', one.where, { ...CONTEXT, ...one.context })
  const sort = checkSort(contractModel, 'sample', one.sort ?? 'id')
  requireSame(expectedIds(world, where, sort), one.finds, () => `the closure of ${JSON.stringify(one.where)}`)
  for (const limit of [1, 2, 100]) {
    const found = await readPages(storage, 'cases', where, sort, limit)
    requireSame(found, one.finds, () => `${JSON.stringify(one.where)} by ${one.sort ?? 'id'} in pages of ${limit}`)
  }
}

function worldOf({ records, places = {}, links = [] }: FilterCase): World {
  const all = (of: Readonly<Record<string, Values>>) => Object.entries(of).map(([id, values]) => stored(id, values))
  return {
    sample: all(records),
    place: all(places),
    link: links.map(({ from, to, ...more }, index) => stored(`l${index}`, { ...ends(from, to), ...more })),
  }
}

function ends(from: string, to: string): Values {
  const [fromObject, fromId] = from.split('/')
  const [toObject, toId] = to.split('/')
  return { fromObject, fromId, toObject, toId }
}

interface Ask {
  readonly filter: UncheckedFilter
  readonly sort: string
  readonly limit: number
  readonly zone: string
  readonly now: string
}

async function checkPairs(storage: Storage, pairs: number, seed: number | undefined): Promise<void> {
  const fc = await loadFastCheck()
  let tenants = 0
  const property = fc.asyncProperty(
    worlds(fc),
    fc.array(asks(fc), { minLength: QUERIES, maxLength: QUERIES }),
    async (world, all) => {
      const tenant = `tenant${tenants++}`
      await storage.commit({ tenant }, batchOf(world))
      for (const ask of all) await checkAsk(storage, tenant, world, ask)
    },
  )
  await fc.assert(property, { numRuns: Math.ceil(pairs / QUERIES), ...(seed === undefined ? {} : { seed }) })
}

async function checkAsk(storage: Storage, tenant: string, world: World, ask: Ask): Promise<void> {
  const context = { ...CONTEXT, zone: ask.zone, now: ask.now }
  const where = checkFilter(contractModel, 'sample', ask.filter, context)
  const sort = checkSort(contractModel, 'sample', ask.sort)
  const expected = expectedIds(world, where, sort)
  const about = () => `${JSON.stringify(ask)}\nas ${JSON.stringify(where)}`
  requireSame(expected, plainIds(world, ask.filter, sort, context), () => `the closure of ${about()}`)
  const found = await readPages(storage, tenant, where, sort, ask.limit)
  requireSame(found, expected, () => `${JSON.stringify(ask)}\nas ${JSON.stringify(where)}`)
}

function plainIds(world: World, filter: UncheckedFilter, sort: SortKey, context: FilterContext): string[] {
  return world.sample
    .filter((record) => plainlyHolds(world, 'sample', record, filter, context))
    .sort(compareBySort(sort))
    .map((record) => record.id)
}

async function loadFastCheck(): Promise<Fc> {
  try {
    return await import('fast-check')
  } catch (cause) {
    throw new KithError('DEPENDENCY_MISSING', { package: 'fast-check', option: 'fast-check' }, { cause })
  }
}

function asks(fc: Fc): Arbitrary<Ask> {
  return fc.record({
    filter: filtersOf(fc, 'sample', 3),
    sort: sortsOf(fc),
    limit: fc.constantFrom(1, 3, 7, 200),
    zone: fc.constantFrom('Europe/Oslo', 'UTC', 'Pacific/Apia', 'America/Sao_Paulo', 'Asia/Kathmandu'),
    now: fc.constantFrom(...NOWS),
  })
}

function worlds(fc: Fc): Arbitrary<World> {
  const { sample, place, link } = recordsOf(fc)
  const several = (values: Arbitrary<Values>, ids: readonly string[]): Arbitrary<StoredRecord[]> =>
    fc
      .tuple(fc.shuffledSubarray([...ids]), fc.array(values, { minLength: ids.length, maxLength: ids.length }))
      .map(([chosen, all]) => chosen.map((id, index) => stored(id, all[index] ?? {})))
  const joined = fc
    .array(link, { maxLength: 12 })
    .map((all) =>
      all.map(({ from, to, ...more }, index) =>
        stored(`l${index}`, { fromObject: from.object, fromId: from.id, toObject: to.object, toId: to.id, ...more }),
      ),
    )
  return fc.record({ sample: several(sample, SAMPLE_IDS), place: several(place, PLACE_IDS), link: joined })
}
