import { describe, expect, it } from 'vitest'
import { contractModel as model } from '../testing/filter-contract/model.ts'
import { requiredFields } from './required-fields.ts'

describe('requiredFields', () => {
  it('names each field of the record once, in the order of the filter', () => {
    const filter = {
      amount: { gte: { base: 1 } },
      or: [{ name: 'x' }, { not: { amount: null, emails: { some: { kind: 'work' } } } }],
      placeId: { ne: 'p1', size: 1 },
      places: { some: { name: 'y' } },
    }
    expect(requiredFields(model, 'sample', filter)).toEqual(['amount', 'name', 'emails', 'placeId', 'places'])
  })

  it('refuses what is no filter', () => {
    expect(() => requiredFields(model, 'sample', { nope: 1 })).toThrow(
      expect.objectContaining({ code: 'INVALID_FILTER' }),
    )
  })
})
