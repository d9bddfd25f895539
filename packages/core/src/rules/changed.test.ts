import { expect, it } from 'vitest'
import { aLead } from '../testing/builders.ts'
import { checkRule } from './check-rule.ts'
import { evaluate } from './evaluate.ts'
import { aRule, context, model } from './rules.fixture.ts'

const rule = aRule({ on: 'lead.updated', if: { status: { changed: { to: 'working' } } } })
const updated = (before: object) => ({
  type: 'lead.updated',
  object: 'lead',
  id: 'lead-1',
  data: { before, after: {} },
})
const fires = (before: object) => evaluate(rule, updated(before), aLead({ status: 'working' }), {}, context).fires

it('a condition may ask what changed', () => {
  expect(() => checkRule(rule, model)).not.toThrow()
  expect(fires({ status: 'new' })).toBe(true)
  expect(fires({ score: 4 })).toBe(false)
})
