import { expect, it } from 'vitest'
import { aLead } from '../../testing/builders.ts'
import { sayWhen, starts } from '../rules.fixture.ts'

const on = { when: 'manual', object: 'lead' } as const
const started = (ruleId: string) => ({
  type: 'rule.started',
  object: 'lead',
  id: 'lead-1',
  data: { ruleId, by: 'ida' },
})

it('starts when somebody starts this rule, not another one', () => {
  expect(starts(on, started('r'), aLead())).toBe(true)
  expect(starts(on, started('other'), aLead())).toBe(false)
})

it('is said', () => {
  expect(sayWhen(on)).toBe('When somebody starts it for a lead')
})
