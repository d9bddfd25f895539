import { describe, expect, it } from 'vitest'
import type { Condition, SlotRef } from '../filter/types.ts'
import type { AggregateQuery } from '../ports/storage.ts'
import { fromTotals } from './from-totals.ts'

const KIND: SlotRef = { field: 'kind', slot: 'value', kind: 'text', type: 'select' }
const TITLE: SlotRef = { field: 'title', slot: 'fold', kind: 'text', type: 'text' }
const PRICE: SlotRef = { field: 'price', slot: 'amountMinor', kind: 'integer', type: 'money' }
const BASE: SlotRef = { ...PRICE, slot: 'baseMinor' }
const kept = { keys: [KIND, TITLE], sums: [PRICE] }
const there: Condition = { op: 'empty', field: 'deletedAt' }
const isA: Condition = { op: 'compare', ref: KIND, cmp: 'eq', value: 'a' }
const mine: Condition = {
  op: 'someItem',
  field: 'access',
  of: { op: 'in', ref: { ...KIND, field: '' }, values: ['u:1'] },
}
const ask = (where: Condition, over: Partial<AggregateQuery> = {}) =>
  fromTotals(kept, { where, groupBy: [KIND], measures: [{ fn: 'count' }, { fn: 'sum', ref: PRICE }], ...over })
const and = (...of: readonly Condition[]): Condition => ({ op: 'and', of })

describe('fromTotals', () => {
  it('takes what looks at keys and access keys alone, of records that are not in the bin', () => {
    expect(ask(and(isA, there))).toEqual(isA)
    expect(ask(there)).toEqual(and())
    expect(ask(and(there, { op: 'not', of: { op: 'or', of: [mine, isA] } }))).toBeDefined()
    expect(ask(and(there, { op: 'empty', field: 'kind' }))).toBeDefined()
  })

  it.each<[string, Condition]>([
    ['also of the bin', isA],
    ['of the bin alone', { op: 'not', of: there }],
    ['of the bin in one part', { op: 'or', of: [there, isA] }],
    ['by another field', and(there, { op: 'compare', ref: { ...KIND, field: 'other' }, cmp: 'eq', value: 'a' })],
    ['by another slot', and(there, { op: 'compare', ref: PRICE, cmp: 'gt', value: 1 })],
    ['by a run-time field', and(there, { op: 'compare', ref: { ...KIND, custom: true }, cmp: 'eq', value: 'a' })],
    ['by what a text may be empty of', and(there, { op: 'empty', field: 'title' })],
    ['by a list', and(there, { ...mine, field: 'tags' } as Condition)],
    ['through a relation', and(there, { op: 'related', field: 'kind', to: 'kind', of: { op: 'true' } })],
  ])('leaves to counting what asks %s', (_, where) => expect(ask(where)).toBeUndefined())

  it('leaves to counting what groups by, or measures, something else', () => {
    expect(ask(there, { groupBy: [KIND, PRICE] })).toBeUndefined()
    expect(ask(there, { measures: [{ fn: 'sum', ref: BASE }] })).toBeUndefined()
    expect(ask(there, { measures: [{ fn: 'max', ref: PRICE }] })).toBeUndefined()
  })
})
