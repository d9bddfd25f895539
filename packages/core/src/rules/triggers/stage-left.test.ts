import { expect, it } from 'vitest'
import { sayWhen, starts } from '../rules.fixture.ts'

const on = { when: 'stage-left', stage: 'enquiry' } as const
const moved = (from: string) => ({ type: 'deal.moved', object: 'deal', id: 'deal-1', data: { from, to: 'won' } })

it('starts when a deal is moved out of the stage', () => {
  expect(starts(on, moved('enquiry'))).toBe(true)
  expect(starts(on, moved('offer'))).toBe(false)
  expect(starts({ ...on, pipeline: 'rental' }, moved('enquiry'))).toBe(false)
})

it('is said with the label of the stage', () => {
  expect(sayWhen(on)).toBe('When a deal leaves the stage Enquiry')
})
