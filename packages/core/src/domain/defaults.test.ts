import { describe, expect, it } from 'vitest'
import { checkFilter } from '../filter/check.ts'
import { checkRule, defineRule } from '../rules/define-rule.ts'
import { createModel } from '../schema/model.ts'
import { defaultRoles, defaultRules, salesPipeline, standardObjects } from './index.ts'

const model = createModel(standardObjects)

describe('the default configuration', () => {
  it('sells from an enquiry to won or lost, with a probability in each stage', () => {
    expect(salesPipeline.stages.map((stage) => [stage.id, stage.kind, stage.probability])).toEqual([
      ['enquiry', 'open', 10],
      ['meeting', 'open', 30],
      ['offer', 'open', 60],
      ['contract', 'open', 85],
      ['won', 'won', 100],
      ['lost', 'lost', 0],
    ])
  })

  it('has rules that are valid', () => {
    for (const rule of defaultRules) expect(() => checkRule(defineRule(rule), model)).not.toThrow()
  })

  it('gives permissions on objects that are there', () => {
    for (const { object } of defaultRoles.flatMap((role) => role.permissions))
      expect(object === '*' || model.objects.has(object), object).toBe(true)
  })

  it('asks for records by filters that their objects know', () => {
    const wheres = defaultRoles.flatMap((role) => role.permissions).filter(({ where }) => typeof where === 'object')
    expect(wheres.map(({ object }) => object)).toEqual(['conversation', 'message'])
    for (const { object, where } of wheres)
      expect(() => checkFilter(model, object, where, { now: '2026-03-02T09:00:00.000Z', zone: 'UTC' })).not.toThrow()
  })

  it('lets only administrators configure, and agents see what is theirs or their teams’', () => {
    expect(defaultRoles.filter((role) => role.configure).map((role) => role.id)).toEqual(['admin'])
    const agent = defaultRoles.find((role) => role.id === 'agent')
    expect(agent?.permissions.filter(({ object }) => object === 'lead')).toEqual([
      { object: 'lead', actions: ['read', 'create', 'update'], where: 'team' },
    ])
  })
})
