import { expect, it } from 'vitest'
import { aDeal } from '../../testing/builders.ts'
import { sayWhen, starts } from '../rules.fixture.ts'

const on = { when: 'stage-entered', stage: 'offer' } as const
const moved = (to: string) => ({ type: 'deal.moved', object: 'deal', id: 'deal-1', data: { from: 'enquiry', to } })

it('starts when a deal is moved to the stage', () => {
  expect(starts(on, moved('offer'))).toBe(true)
  expect(starts(on, moved('won'))).toBe(false)
})

it('starts when a deal is made in the stage', () => {
  const made = { type: 'deal.created', object: 'deal', id: 'deal-1', data: { before: {}, after: { stageId: 'offer' } } }
  expect(starts(on, made)).toBe(true)
})

it('may ask for a pipeline', () => {
  expect(starts({ ...on, pipeline: 'sales' }, moved('offer'))).toBe(true)
  expect(starts({ ...on, pipeline: 'rental' }, moved('offer'), aDeal())).toBe(false)
})

it('is said with the label of the stage', () => {
  expect(sayWhen(on)).toBe('When a deal comes to the stage Offer')
})
