import { expect, it } from 'vitest'
import { aLead } from '../../testing/builders.ts'
import { sayWhen, starts } from '../rules.fixture.ts'

const on = { when: 'record-created', object: 'lead' } as const
const created = { type: 'lead.created', object: 'lead', id: 'lead-1' }

it('starts when a record of its object is made', () => {
  expect(starts(on, created, aLead())).toBe(true)
  expect(starts(on, { ...created, type: 'deal.created' }, aLead())).toBe(false)
  expect(starts(on, { ...created, type: 'lead.updated' }, aLead())).toBe(false)
})

it('is said', () => {
  expect(sayWhen(on)).toBe('When a lead is created')
  expect(sayWhen({ when: 'record-created', object: 'activity' })).toBe('When an activity is created')
  expect(sayWhen({ when: 'record-created', object: 'deal' }, 'nb')).toBe('Når et salg opprettes')
})
