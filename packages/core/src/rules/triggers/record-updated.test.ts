import { expect, it } from 'vitest'
import { aLead } from '../../testing/builders.ts'
import { sayWhen, starts } from '../rules.fixture.ts'

const on = { when: 'record-updated', object: 'lead' } as const

it('starts when a record of its object is changed', () => {
  expect(starts(on, { type: 'lead.updated', object: 'lead', id: 'lead-1' }, aLead())).toBe(true)
  expect(starts(on, { type: 'lead.created', object: 'lead', id: 'lead-1' }, aLead())).toBe(false)
})

it('is said', () => {
  expect(sayWhen(on)).toBe('When a lead is changed')
})
