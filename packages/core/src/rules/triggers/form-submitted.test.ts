import { expect, it } from 'vitest'
import { aLead } from '../../testing/builders.ts'
import { sayWhen, starts } from '../rules.fixture.ts'

const sent = (type: string, formId?: string) => ({
  type,
  object: 'lead',
  id: 'lead-1',
  ...(formId ? { data: { formId } } : {}),
})

it('starts for a new lead and for one that comes back', () => {
  expect(starts({ when: 'form-submitted' }, sent('lead.captured', 'contact'), aLead())).toBe(true)
  expect(starts({ when: 'form-submitted' }, sent('lead.returned', 'contact'), aLead())).toBe(true)
})

it('starts for its own form only, where it names one', () => {
  expect(starts({ when: 'form-submitted', form: 'contact' }, sent('lead.captured', 'contact'), aLead())).toBe(true)
  expect(starts({ when: 'form-submitted', form: 'contact' }, sent('lead.captured', 'viewing'), aLead())).toBe(false)
})

it('does not start for a lead that came without a form', () => {
  expect(starts({ when: 'form-submitted' }, sent('lead.captured'), aLead())).toBe(false)
})

it('is said with the name of the form', () => {
  expect(sayWhen({ when: 'form-submitted', form: 'contact' })).toBe('When somebody sends the form Contact us')
  expect(sayWhen({ when: 'form-submitted' })).toBe('When somebody sends a form')
})
