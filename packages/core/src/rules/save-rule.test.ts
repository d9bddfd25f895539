import { describe, expect, it } from 'vitest'
import type { RuleRecord } from '../domain/index.ts'
import { standardObjects } from '../domain/index.ts'
import { createModel } from '../schema/model.ts'
import { afterPlan } from '../testing/after-plan.ts'
import { aContext } from '../testing/builders.ts'
import { model } from './rules.fixture.ts'
import { ruleOf, saveRule } from './save-rule.ts'

const context = () => aContext({ model })
const json = {
  label: { en: 'Tag offers', nb: 'Merk tilbud' },
  on: 'deal.moved',
  then: [{ do: 'add-tag', tag: 'offer' }],
}
const save = (given: object, rule?: RuleRecord) =>
  saveRule({ rule }, given as Readonly<Record<string, unknown>>, context())
const stored = (given: object = json, version = 1) => ({ version, ...afterPlan(save(given), 'rule')[0] }) as RuleRecord

describe('saveRule', () => {
  it('stores a rule with its name and object', () => {
    expect(stored()).toMatchObject({ id: 'id-1', name: 'Tag offers', object: 'deal', active: true, definition: json })
    expect(save(json).events).toEqual([{ type: 'rule.saved', object: 'rule', id: 'id-1' }])
  })

  it('keeps the id of the record, and changes nothing where nothing differs', () => {
    expect(save({ ...json, id: 'other', version: 9 }, stored())).toEqual({ writes: [], events: [] })
    expect(afterPlan(save({ ...json, active: false }, stored()), 'rule')).toMatchObject([{ id: 'id-1', active: false }])
  })

  it('refuses what is no rule', () => {
    expect(() => save({ ...json, on: 'x' })).toThrow(expect.objectContaining({ code: 'INVALID_DEFINITION' }))
    expect(() => save({ ...json, if: { nope: 1 } })).toThrow(expect.objectContaining({ code: 'INVALID_DEFINITION' }))
  })
})

describe('ruleOf', () => {
  it('is the rule, with the version of its record', () => {
    expect(ruleOf(stored(json, 4), model)).toEqual({ ...json, id: 'id-1', version: 4, active: true })
  })

  it('is refused where the model has moved on', () => {
    const gone = createModel(standardObjects.map((one) => one))
    const record = { ...stored(), definition: { ...stored().definition, if: { x_colour: 'red' } } } as RuleRecord
    expect(() => ruleOf(record, gone)).toThrow(expect.objectContaining({ code: 'INVALID_DEFINITION' }))
  })
})
