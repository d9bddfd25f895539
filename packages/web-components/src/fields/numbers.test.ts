import { describe, expect, it } from 'vitest'
import { readDecimal, toMinor } from './numbers.ts'

describe('readDecimal', () => {
  it.each([
    ['12', 'en', '12'],
    ['1,200.50', 'en', '1200.50'],
    ['1.200,50', 'de', '1200.50'],
    ['1 200,50', 'nb', '1200.50'],
    ['12,5', 'en', '12.5'],
    ['12.5', 'de', '12.5'],
    ["1'200", 'de-CH', '1200'],
    ['-3', 'en', '-3'],
  ])('reads %s in %s as %s', (text, locale, expected) => {
    expect(readDecimal(text, locale)).toBe(expected)
  })

  it.each(['', 'twelve', '1e5', '0x1f', '1.2.3', '٣٤x'])('takes "%s" for no number', (text) => {
    expect(readDecimal(text, 'en')).toBeUndefined()
  })
})

describe('toMinor', () => {
  it('counts in the smallest unit of the currency', () => {
    expect(toMinor('1200.5', 'EUR')).toBe(120_050)
    expect(toMinor('1200', 'JPY')).toBe(1200)
    expect(toMinor('1.234', 'KWD')).toBe(1234)
    expect(toMinor('0.29', 'EUR')).toBe(29)
  })

  it('refuses places that the currency does not have', () => {
    expect(toMinor('1.005', 'EUR')).toBeUndefined()
    expect(toMinor('1.5', 'JPY')).toBeUndefined()
  })
})
