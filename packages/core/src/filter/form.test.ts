import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isKithError } from '../shared/errors.ts'
import { recordsOf } from '../testing/filter-contract/arbitraries.ts'
import { filtersOf } from '../testing/filter-contract/filters.ts'
import { contractModel as model } from '../testing/filter-contract/model.ts'
import { CONTEXT, lookupIn, stored } from '../testing/filter-contract/world.ts'
import { checkFilter } from './check.ts'
import { compileCondition } from './compile.ts'
import { compileFormCondition } from './form.ts'
import { formCondition } from './form-condition.ts'
import type { Condition } from './types.ts'

const WORLD = { sample: [], place: [], link: [] }
const conditionOf = (filter: unknown) => formCondition(model, 'sample', filter, CONTEXT)

describe('compileFormCondition', () => {
  it('answers as the whole language does, for whatever a form may ask', () => {
    let taken = 0
    const property = fc.property(
      recordsOf(fc).sample,
      fc.array(filtersOf(fc, 'sample', 2), { maxLength: 10 }),
      (values, all) => {
        for (const filter of all) {
          let condition: Condition
          try {
            condition = conditionOf(filter)
          } catch (error) {
            if (isKithError(error, 'INVALID_FILTER')) continue
            throw error
          }
          taken++
          const record = stored('s1', values)
          const whole = compileCondition(checkFilter(model, 'sample', filter, CONTEXT))(record, lookupIn(WORLD))
          const sent = JSON.parse(JSON.stringify(condition)) as Condition
          expect([filter, record, compileFormCondition(sent)(record)]).toEqual([filter, record, whole])
        }
      },
    )
    fc.assert(property, { numRuns: 500 })
    expect(taken).toBeGreaterThan(500)
  })

  it('takes an empty text for nothing', () => {
    expect(compileFormCondition(conditionOf({ name: { contains: '' } }))({ name: '' })).toBe(false)
    expect(compileFormCondition(conditionOf({ name: null }))({ name: '' })).toBe(true)
  })

  it('refuses what needs more than the form', () => {
    expect(() => compileFormCondition({ op: 'related', field: 'placeId', to: 'place', of: { op: 'true' } })).toThrow(
      TypeError,
    )
  })
})

describe('formCondition', () => {
  it.each([
    [{ stage: 'new', placeId: { size: 1 } }, '/placeId'],
    [{ places: { some: {} } }, '/places'],
    [{ emails: { contains: '@x.no' } }, '/emails'],
    [{ home: { contains: 'Oslo' } }, '/home'],
    [{ home: { near: { latitude: 0, longitude: 0, withinKm: 1 } } }, '/home'],
    [{ or: [{ dueOn: { anniversary: 'today' } }] }, '/or'],
    [{ nope: 1 }, '/nope'],
    [[], ''],
    [null, ''],
  ])('refuses %j and names the path', (filter, path) => {
    expect(() => conditionOf(filter)).toThrow(
      expect.objectContaining({ code: 'INVALID_FILTER', details: expect.objectContaining({ path }) }),
    )
  })
})
