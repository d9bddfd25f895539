import { describe, expect, it } from 'vitest'
import { countryOf, moneyInput, parseInput } from './inputs.ts'

describe('parseInput', () => {
  it('names each value that cannot be used by its place', () => {
    const parse = () => parseInput(moneyInput, { amountMinor: 1.5, currency: 'euro', more: 1 })
    const issues = [
      expect.objectContaining({ path: '/amountMinor', code: 'integer' }),
      expect.objectContaining({ path: '/currency', code: 'currency' }),
      expect.objectContaining({ path: '/more', code: 'unknown-field' }),
    ]
    expect(parse).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', details: { issues: expect.arrayContaining(issues) } }),
    )
  })

  it.each([null, undefined, 'text', 3, []])('refuses %j, which is no input at all', (input) => {
    expect(() => parseInput(moneyInput, input)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  })
})

describe('countryOf', () => {
  it.each([
    ['nb', 'NO'],
    ['nb-SE', 'SE'],
    ['de', 'DE'],
    ['en-GB', 'GB'],
    ['en', undefined],
  ])('takes phone numbers of a tenant in %s for those of %s', (locale, country) => {
    expect(countryOf({ locale }).country).toBe(country)
  })
})
