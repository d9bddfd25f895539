import { expect, it } from 'vitest'
import { checkFilter } from '../../filter/check.ts'
import { compileCondition } from '../../filter/compile.ts'
import type { StoredRecord } from '../../schema/record.ts'
import { contractModel as model } from '../../testing/filter-contract/model.ts'
import { CONTEXT, stored } from '../../testing/filter-contract/world.ts'
import { createRuleMatcher } from './matcher.ts'

/** What the event loop may be held for. */
const MOST_MS = 50

const many = <Entry>(count: number, entry: (at: number) => Entry) => Array.from({ length: count }, (_, at) => entry(at))
const conditionOf = (filter: unknown) => checkFilter(model, 'sample', filter, CONTEXT)
const eight = (level: number): unknown =>
  level === 0 ? { score: 1 } : { and: many(2, () => ({ or: [eight(level - 1), { score: level }] })) }

const circle: Readonly<Record<string, StoredRecord>> = {
  p1: stored('p1', { name: 'one', partOfId: 'p2' }),
  p2: stored('p2', { name: 'two', partOfId: 'p1' }),
}
/** Time of this process alone, in milliseconds. Of several runs the quickest counts: the first one is not compiled yet. */
function msSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1_000
}

const lookup = { get: (_: string, id: string) => circle[id], linked: () => [] }

const record = stored('s1', {
  score: 3,
  placeId: 'p1',
  note: `${'a'.repeat(20_000)}b`,
  labels: many(100_000, (at) => `l${at}`),
})

it.each<readonly [string, readonly unknown[]]>([
  ['as many groups as a filter may have', [{ and: many(8, (at) => ({ or: many(28, (n) => ({ score: at + n })) })) }]],
  ['groups in each other, which could be multiplied', [eight(3)]],
  ['conditions that are turned round', [{ not: { and: many(200, (at) => ({ not: { score: at } })) } }]],
  ['patterns on the longest text', many(6, (at) => ({ note: { glob: `*a${'?'.repeat(at % 9)}a*a${at}*` } }))],
  ['many texts that are nearly there', many(200, (at) => ({ note: { contains: `${'a'.repeat(90)}c${at}` } }))],
  ['many texts of one letter', many(40, (at) => ({ note: { contains: `${'a'.repeat(3 + at)}c` } }))],
  [
    'texts that say the same again and again',
    many(60, (at) => ({ note: { glob: `*aab*${'?'.repeat(at % 9)}z${at}*` } })),
  ],
  ['a list of 100,000', many(50, (at) => ({ labels: { some: { eq: at % 2 ? 'red' : 'blue' } } }))],
  [
    'records that lead to each other in a circle',
    [{ placeId: { partOfId: { partOfId: { partOfId: { name: 'two' } } } } }],
  ],
])('%s: rules answer as closures do, and no other work waits for long', (_, filters) => {
  const conditions = filters.map(conditionOf)
  const expected = conditions.flatMap((one, at) => (compileCondition(one)(record, lookup) ? [`r${at}`] : []))
  const times = many(5, () => {
    const matcher = createRuleMatcher()
    const start = process.cpuUsage()
    for (const [at, condition] of conditions.entries()) matcher.add(`r${at}`, condition)
    const added = process.cpuUsage()
    const add = msSince(start)
    const found = matcher.match(record, { lookup })
    const match = msSince(added)
    expect(found).toEqual(expected)
    return { add, match }
  })
  expect(Math.min(...times.map(({ add }) => add))).toBeLessThan(MOST_MS)
  expect(Math.min(...times.map(({ match }) => match))).toBeLessThan(MOST_MS)
})
