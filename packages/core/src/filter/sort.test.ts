import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recordsOf } from '../testing/filter-contract/arbitraries.ts'
import { sortsOf } from '../testing/filter-contract/filters.ts'
import { contractModel as model } from '../testing/filter-contract/model.ts'
import { stored } from '../testing/filter-contract/world.ts'
import { checkSort, compareBySort, isAfter, keysetOf } from './sort.ts'

describe('checkSort', () => {
  it('sorts the newest first when nothing is said', () => {
    expect(checkSort(model, 'sample', undefined)).toEqual({
      ref: { field: 'createdAt', slot: 'value', kind: 'text', type: 'dateTime' },
      direction: 'desc',
    })
  })

  it('sorts an amount by its worth in the base currency, and by a part when it is named', () => {
    expect(checkSort(model, 'sample', 'amount').ref.slot).toBe('baseMinor')
    expect(checkSort(model, 'sample', '-amount.currency')).toMatchObject({
      ref: { slot: 'currency' },
      direction: 'desc',
    })
  })

  it('marks run-time fields', () => {
    expect(checkSort(model, 'sample', 'x_on').ref).toMatchObject({ field: 'x_on', custom: true })
  })

  it.each([
    'nope',
    '',
    '-',
    '--name',
    'name.nope',
    'name.fold.x',
    'emails',
    'labels',
    'extra',
    'places',
    'note',
    '__proto__',
    'constructor',
    'name; select',
  ])('refuses %j', (sort) => {
    expect(() => checkSort(model, 'sample', sort)).toThrow(expect.objectContaining({ code: 'INVALID_SORT' }))
  })

  it('answers for a masked field exactly as for one that does not exist', () => {
    const refusal = (field: string) => {
      try {
        return checkSort(model, 'sample', field, (_, id) => id !== 'score')
      } catch (error) {
        return String(error).replace(field, 'FIELD')
      }
    }
    expect(refusal('score')).toBe(refusal('nope'))
    expect(refusal('labels')).not.toBe(refusal('nope'))
  })
})

describe('the order of a list', () => {
  const { sample } = recordsOf(fc)
  const lists = fc
    .array(sample, { minLength: 2, maxLength: 8 })
    .map((all) => all.map((values, index) => stored(['b', 'B', '10', '9', 'a', '_', 'z', 'Z'][index] ?? '', values)))

  it('is total: whatever the order before, the result is the same', () => {
    fc.assert(
      fc.property(lists, sortsOf(fc), (records, sort) => {
        const order = compareBySort(checkSort(model, 'sample', sort))
        expect([...records].reverse().sort(order)).toEqual([...records].sort(order))
      }),
    )
  })

  it('has after a record exactly those that stand behind it', () => {
    fc.assert(
      fc.property(lists, sortsOf(fc), fc.nat(7), (records, text, at) => {
        const sort = checkSort(model, 'sample', text)
        const ordered = [...records].sort(compareBySort(sort))
        const keyset = keysetOf(ordered[at % ordered.length] as (typeof ordered)[0], sort)
        expect(ordered.filter((record) => isAfter(record, keyset, sort))).toEqual(
          ordered.slice((at % ordered.length) + 1),
        )
      }),
    )
  })
})
