import { describe, expect, it } from 'vitest'
import { standardObjects } from '../domain/index.ts'
import { createModel } from '../schema/model.ts'
import { checkRule, defineRule, type Rule, type RuleAction } from './define-rule.ts'

const model = createModel(standardObjects)
const rule: Rule = { id: 'r', label: 'R', on: 'lead.captured', then: [{ do: 'set-fields', set: { score: 1 } }] }
const refusedAt = (path: string) =>
  expect.objectContaining({ code: 'INVALID_DEFINITION', details: expect.objectContaining({ path: `/rules/r${path}` }) })
const withAction = (action: object) => ({ ...rule, then: [action as RuleAction] })

describe('defineRule', () => {
  it('gives the rule its first version and freezes it', () => {
    expect(defineRule(rule)).toEqual({ ...rule, version: 1 })
    expect(Object.isFrozen(defineRule(rule).then)).toBe(true)
  })

  it.each([
    ['an event without an object', { ...rule, on: 'captured' }, '/on'],
    ['no action', { ...rule, then: [] }, '/then'],
    ['an unknown action', withAction({ do: 'send-sms' }), '/then/0/do'],
    ['an action named as a property of objects', withAction({ do: 'constructor' }), '/then/0/do'],
    ['an owner in turn without a team', withAction({ do: 'assign-owner', strategy: 'round-robin' }), '/then/0/team'],
    ['a member that the action does not have', withAction({ do: 'set-fields', set: {}, url: 'x' }), '/then/0/url'],
    [
      'a due time before now',
      withAction({ do: 'create-activity', kind: 'call', due: { workingDays: -1 } }),
      '/then/0/due',
    ],
  ])('refuses %s', (_, definition, path) => {
    expect(() => defineRule(definition as Rule)).toThrow(
      expect.objectContaining({
        code: 'INVALID_DEFINITION',
        details: expect.objectContaining({ path: expect.stringContaining(path) }),
      }),
    )
  })
})

describe('checkRule', () => {
  it('takes a rule that fits the model', () => {
    expect(() => checkRule({ ...rule, if: { source: 'website', score: { gte: 40 } } }, model)).not.toThrow()
  })

  it.each([
    ['an object that is not there', { ...rule, on: 'ship.sunk' }, '/on'],
    ['a condition on a field that is not there', { ...rule, if: { nope: 1 } }, '/if/nope'],
    ['a value that its field refuses', withAction({ do: 'set-fields', set: { score: 'high' } }), '/then/0/set/score'],
    ['a field that Kith sets', withAction({ do: 'set-fields', set: { contactId: 'k1' } }), '/then/0/set/contactId'],
  ])('refuses %s', (_, definition, path) => {
    expect(() => checkRule(definition, model)).toThrow(refusedAt(path))
  })
})
