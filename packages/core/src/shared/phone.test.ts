import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPhone, nationalDigits, normalizePhone } from './phone.ts'

describe('normalizePhone', () => {
  it.each([
    ['+47 22 33 44 55', undefined, '+4722334455'],
    ['0047 22334455', undefined, '+4722334455'],
    ['+44 (0)20 7946 0018', undefined, '+442079460018'],
    ['tel:+1-202-555-0143', undefined, '+12025550143'],
    ['＋４７ ２２３３４４５５', undefined, '+4722334455'],
    ['22 33 44 55', 'NO', '+4722334455'],
    ['(020) 7946 0018', 'GB', '+442079460018'],
    ['1 (202) 555-0143', 'US', '+12025550143'],
    ['06 12 34 56 78', 'FR', '+33612345678'],
    ['06 20 123 4567', 'HU', '+36201234567'],
    ['02 1234 5678', 'IT', '+390212345678'],
  ])('makes of %s (%s) %s', (text, country, expected) => expect(normalizePhone(text, country)).toBe(expected))

  it.each([
    ['22 33 44 55', undefined],
    ['22 33 44 55', 'XX'],
    ['22 33 44 55', 'constructor'],
    ['+0 12345678', undefined],
    ['+47', undefined],
    ['+4712345678901234', undefined],
    ['+47 22 33 44 55 ext. 3', undefined],
    ['call me', 'NO'],
    ['1+2', 'NO'],
    ['', 'NO'],
    ['12', 'NO'],
  ])('refuses %j (%s)', (text, country) => expect(normalizePhone(text, country)).toBeUndefined())

  it('keeps what it made', () => {
    const e164 = fc.bigInt({ min: 1_000_000n, max: 999_999_999_999_999n }).map((digits) => `+${digits}`)
    fc.assert(fc.property(e164, (phone) => isPhone(phone) && normalizePhone(phone) === phone))
  })
})

describe('nationalDigits', () => {
  it('drops the calling code that is known', () => {
    expect(nationalDigits('+4722334455')).toBe('22334455')
    expect(nationalDigits('+35312345678')).toBe('12345678')
    expect(nationalDigits('+99922334455')).toBe('99922334455')
  })
})
