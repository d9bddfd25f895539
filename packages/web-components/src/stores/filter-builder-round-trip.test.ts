import { checkFilter } from '@kith/core/filter'
import { canonicalJson } from '@kith/core/shared'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coreModel, filtersOn, builderModel as model } from './filter-builder.fixture.ts'
import { readFilter } from './filter-builder-read.ts'
import { copied, find, insert, withGroup, without } from './filter-builder-tree.ts'
import type { ConditionGroup, ConditionNode, ConditionRow } from './filter-builder-types.ts'
import { writeFilter } from './filter-builder-write.ts'

const filters = filtersOn('sample', 3)
const CONTEXT = {
  now: '2026-03-11T09:00:00.000Z',
  zone: 'Europe/Oslo',
  actor: { id: 'ida', teams: ['sales'], keys: ['all'] },
}
/** What a filter asks, in whatever order. */
const meaning = (filter: unknown) => sorted(checkFilter(coreModel, 'sample', filter, CONTEXT))
const written = (root: ConditionGroup) => writeFilter(model, 'sample', root)

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted).sort((a, b) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, sorted(one)]))
}

/** The same conditions, as if a person had built them: no spelling is remembered. */
function forgotten<Node extends ConditionNode>(node: Node): Node {
  if (node.kind === 'kept') return node
  const { source: _, ...rest } = node as ConditionRow | ConditionGroup
  if (rest.kind === 'group') return { ...rest, of: rest.of.map(forgotten) } as ConditionNode as Node
  return { ...rest, ...(rest.inner && { inner: forgotten(rest.inner) }) } as ConditionNode as Node
}

const kept = (node: ConditionNode): number =>
  node.kind === 'kept'
    ? 1
    : node.kind === 'group'
      ? node.of.reduce((sum, one) => sum + kept(one), 0)
      : node.inner
        ? kept(node.inner)
        : 0

describe('a builder of filters', () => {
  it('gives back every filter as it was given', () => {
    const property = fc.property(filters, (filter) => {
      const { value, problems } = written(readFilter(model, 'sample', filter))
      expect(value).toEqual(filter)
      expect([...problems]).toEqual([])
    })
    fc.assert(property, { numRuns: 1_000 })
  })

  it('says the same when it writes every condition anew', () => {
    const property = fc.property(filters, (filter) => {
      const root = readFilter(model, 'sample', filter)
      fc.pre(!hasEmptyGroup(root))
      const { value } = written(forgotten(root))
      expect(meaning(value)).toEqual(meaning(filter))
    })
    fc.assert(property, { numRuns: 1_000 })
  })

  it('keeps what other conditions say when one is added and taken away again', () => {
    const property = fc.property(filters, filters, (filter, other) => {
      const root = readFilter(model, 'sample', filter)
      fc.pre(!hasEmptyGroup(root))
      const extra = copied(readFilter(model, 'sample', other))
      const { value } = written(without(insert(root, root.id, extra), extra.id))
      expect(meaning(value)).toEqual(meaning(filter))
    })
    fc.assert(property, { numRuns: 300 })
  })

  it('shows nearly all of them as rows', () => {
    const all = fc.sample(filters, { numRuns: 500, seed: 7 })
    const roots = all.map((filter) => readFilter(model, 'sample', filter))
    expect(roots.filter((root) => kept(root) === 0).length).toBeGreaterThan(350)
  })

  it('keeps what it does not know as it is, and the rest as rows', () => {
    const corners = [
      [0, 0],
      [0, 1],
      [1, 0],
    ].map(([latitude, longitude]) => ({ latitude, longitude }))
    const filter = { name: 'x', homes: { inArea: corners }, unheardOf: 1 }
    const root = readFilter(model, 'sample', filter)
    expect(root.of.map(({ kind }) => kind)).toEqual(['row', 'kept', 'kept'])
    const { value } = written(withGroup(root, root.id, { mode: 'any' }))
    expect(value).toEqual({ or: [{ name: 'x' }, { homes: filter.homes }, { unheardOf: 1 }] })
  })

  it.each([
    [{ not: { or: [{ name: 'a' }, { score: 1 }] } }, 'none', 2],
    [{ not: { name: 'a', score: 1 } }, 'none', 1],
    [{ or: [{ name: 'a' }, { score: 1, done: true }] }, 'any', 2],
    [{ and: [{ name: 'a' }] }, 'all', 1],
  ])('reads %j as %s of %i', (filter, mode, size) => {
    const root = readFilter(model, 'sample', filter)
    expect(root).toMatchObject({ mode, of: { length: size } })
    expect(written(forgotten(root)).value).toEqual(mode === 'all' ? { name: 'a' } : filter)
  })

  it('reads what it wrote as the same rows again', () => {
    const conditions = [
      { placeId: { name: 'a' } },
      { placeId: { size: 1 } },
      { score: { gt: 1 } },
      { score: { lt: 9 } },
    ]
    const root = readFilter(model, 'sample', { and: conditions })
    const again = readFilter(model, 'sample', written(forgotten(root)).value)
    expect(again.of.map((node) => node.kind === 'row' && [node.path.join(), node.operator, node.value])).toEqual(
      root.of.map((node) => node.kind === 'row' && [node.path.join(), node.operator, node.value]),
    )
  })

  it('shows a condition on a related record in one row', () => {
    const root = readFilter(model, 'sample', { placeId: { partOfId: { size: { gt: 3 } } } })
    expect(root.of).toMatchObject([{ path: ['placeId', 'partOfId', 'size'], operator: 'gt', value: 3 }])
  })

  it.each([
    ['a period', { dueOn: { anniversary: 'today' } }],
    ['days from now', { dueOn: { anniversary: { next: { days: 3 } } } }],
    ['one day', { seenAt: { anniversary: '02-29' } }],
    ['days over the new year', { dueOn: { anniversary: { from: '12-24', to: '01-06' } } }],
    ['a distance', { home: { near: { latitude: 59.91, longitude: 10.75, withinKm: 5 } } }],
    ['a box', { homes: { inArea: { north: 60, south: 59, west: 10, east: 11 } } }],
    ['my teams', { name: { in: { actor: 'teams' } } }],
  ])('shows %s as a row', (_, filter) => {
    const root = readFilter(model, 'sample', filter)
    expect(root.of.map(({ kind }) => kind)).toEqual(['row'])
    expect(written(forgotten(root)).value).toEqual(filter)
  })

  it('finds nodes inside of rows', () => {
    const root = readFilter(model, 'sample', { places: { some: { name: 'a', size: 1 } } })
    const [row] = root.of
    const inner = row?.kind === 'row' ? row.inner : undefined
    expect(find(root, inner?.of[1]?.id ?? '')?.around).toEqual([root, row, inner])
  })
})

function hasEmptyGroup(node: ConditionNode): boolean {
  if (node.kind === 'kept') return false
  if (node.kind === 'row') return node.inner ? hasEmptyGroup(node.inner) : false
  return (node.of.length === 0 && 'source' in node) || node.of.some(hasEmptyGroup)
}
