import { describe, expect, it } from 'vitest'
import { sayPhone } from './phone.ts'

describe('sayPhone', () => {
  it.each([
    ['+4746908116', '+47 469 08 116'],
    ['+4771234010', '+47 71 23 40 10'],
    ['+31612345678', '+31 6 1234 5678'],
    ['+442079460018', '+44 2079 460 018'],
    ['+12025550143', '+1 202 555 0143'],
    ['+905321234567', '+90 532 123 45 67'],
    ['+48601234567', '+48 601 234 567'],
    ['+60123456789', '+60 123 456 789'],
    ['+3581234567', '+358 123 45 67'],
    ['+35812345678', '+358 123 456 78'],
  ])('writes %s as %s', (phone, said) => expect(sayPhone(phone)).toBe(said))

  it.each(['469 08 116', '+47 46 90', '', 'call us'])('leaves %j as it is', (text) => expect(sayPhone(text)).toBe(text))
})
