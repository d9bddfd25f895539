import { expect, it } from 'vitest'
import { aContact } from '../../testing/builders.ts'
import { sayWhen, starts } from '../rules.fixture.ts'

const on = { when: 'segment-entered', object: 'contact', segment: 'vip' } as const
const event = (type: string, segmentId: string) => ({ type, object: 'contact', id: 'contact-1', data: { segmentId } })

it('starts when a record comes into the segment', () => {
  expect(starts(on, event('segment.entered', 'vip'), aContact())).toBe(true)
  expect(starts(on, event('segment.entered', 'other'), aContact())).toBe(false)
  expect(starts(on, event('segment.left', 'vip'), aContact())).toBe(false)
})

it('is said', () => {
  expect(sayWhen(on)).toBe('When a contact comes into the segment “vip”')
})
