import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addMoney,
  compareMoney,
  formatMoney,
  isCurrency,
  type Money,
  minorDigits,
  parseMoney,
  toDecimal,
} from './money.ts'

const eur = (amountMinor: number): Money => ({ amountMinor, currency: 'EUR' })
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ').replaceAll('−', '-')

describe('minorDigits', () => {
  it.each([
    ['EUR', 2],
    ['JPY', 0],
    ['TND', 3],
    ['CLF', 4],
    ['HUF', 2],
    ['ISK', 0],
  ] as const)('of %s are %i, as ISO 4217 has them', (currency, digits) => {
    expect(minorDigits(currency)).toBe(digits)
  })
})

describe('addMoney', () => {
  it('adds amounts and base amounts', () => {
    const left = { amountMinor: 100, currency: 'NOK', baseMinor: 9, rateOn: '2026-01-01' }
    expect(addMoney(left, left)).toEqual({ amountMinor: 200, currency: 'NOK', baseMinor: 18, rateOn: '2026-01-01' })
    expect(addMoney(left, { ...left, rateOn: '2026-01-02' })).toEqual({
      amountMinor: 200,
      currency: 'NOK',
      baseMinor: 18,
    })
    expect(addMoney(left, { amountMinor: 1, currency: 'NOK' })).toEqual({ amountMinor: 101, currency: 'NOK' })
  })

  it('refuses two currencies and sums that would lose a cent', () => {
    const codeOf = (left: Money, right: Money) => {
      try {
        return addMoney(left, right)
      } catch (error) {
        return (error as { details: { issues: { code: string }[] } }).details.issues[0]?.code
      }
    }
    expect(codeOf(eur(1), { amountMinor: 1, currency: 'USD' })).toBe('currency-mismatch')
    expect(codeOf(eur(Number.MAX_SAFE_INTEGER), eur(1))).toBe('too-large')
  })

  it('counts in any order to the same', () => {
    const amount = fc.integer({ min: -1e12, max: 1e12 }).map(eur)
    fc.assert(
      fc.property(amount, amount, amount, (a, b, c) => {
        expect(addMoney(addMoney(a, b), c)).toEqual(addMoney(a, addMoney(c, b)))
      }),
    )
  })
})

describe('compareMoney', () => {
  it('orders amounts of one currency and refuses two', () => {
    expect([eur(3), eur(-1), eur(2)].sort(compareMoney)).toEqual([eur(-1), eur(2), eur(3)])
    expect(() => compareMoney(eur(1), { amountMinor: 1, currency: 'USD' })).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    )
  })
})

describe('formatMoney', () => {
  it('writes as the locale does, with the digits of the currency', () => {
    expect(plain(formatMoney(eur(123450), 'de'))).toBe('1.234,50 €')
    expect(plain(formatMoney({ amountMinor: 1234, currency: 'JPY' }, 'en'))).toBe('¥1,234')
    expect(plain(formatMoney({ amountMinor: 1234, currency: 'TND' }, 'en'))).toBe('TND 1.234')
    expect(plain(formatMoney({ amountMinor: -5, currency: 'NOK' }, 'nb'))).toBe('-0,05 kr')
  })

  it('is exact for the largest amounts', () => {
    expect(plain(formatMoney(eur(Number.MAX_SAFE_INTEGER), 'en'))).toBe('€90,071,992,547,409.91')
  })

  it('has a short form', () => {
    expect(plain(formatMoney(eur(123456789), 'en', { short: true }))).toBe('€1.2M')
  })
})

describe('toDecimal', () => {
  it.each([
    [eur(-5), '-0.05'],
    [eur(100), '1.00'],
    [{ amountMinor: 7, currency: 'JPY' }, '7'],
    [{ amountMinor: 7, currency: 'TND' }, '0.007'],
  ])('of %j is %s', (money, text) => {
    expect(toDecimal(money)).toBe(text)
  })
})

describe('parseMoney', () => {
  it.each([
    ['1.234,50 €', 'EUR', 'de', 123450],
    ['€1,234.5', 'EUR', 'en', 123450],
    ['1 234,5', 'NOK', 'nb', 123450],
    ['kr 1 234', 'NOK', 'nb', 123400],
    ["CHF 1'234.50", 'CHF', 'de-CH', 123450],
    ['12,34,567', 'INR', 'en-IN', 123456700],
    ['−0,05', 'EUR', 'nb', -5],
    ['١٢٫٥', 'EGP', 'ar-EG', 1250],
    ['1000', 'JPY', 'ja', 1000],
  ])('reads %s', (text, currency, locale, amountMinor) => {
    expect(parseMoney(text, { currency, locale })).toEqual({ amountMinor, currency })
  })

  it.each([
    ['1.5', 'EUR', 'de'],
    ['1,234', 'EUR', 'de'],
    ['1.5', 'JPY', 'en'],
    ['12,34', 'USD', 'en'],
    ['abc', 'EUR', 'en'],
    ['', 'EUR', 'en'],
    ['1e5', 'EUR', 'en'],
    ['99999999999999999', 'EUR', 'en'],
  ])('refuses %j in %s of %s rather than guess', (text, currency, locale) => {
    expect(parseMoney(text, { currency, locale })).toBeUndefined()
  })

  it('reads what formatMoney wrote', () => {
    const locale = fc.constantFrom(
      'en',
      'de',
      'nb',
      'fr',
      'de-CH',
      'en-IN',
      'pl',
      'es',
      'ar-EG',
      'fa',
      'ja',
      'sv',
      'he',
    )
    const currency = fc.constantFrom('EUR', 'NOK', 'JPY', 'TND', 'INR', 'CHF', 'USD', 'PLN')
    const amount = fc.integer({ min: 0, max: 1e13 })
    fc.assert(
      fc.property(locale, currency, amount, (where, code, amountMinor) => {
        const money = { amountMinor, currency: code }
        expect(parseMoney(formatMoney(money, where), { currency: code, locale: where })).toEqual(money)
      }),
      { numRuns: 500 },
    )
  })
})

describe('isCurrency', () => {
  it('takes three capital letters', () => {
    expect(['EUR', 'DEM', 'XYZ'].every(isCurrency)).toBe(true)
    expect(['eur', 'EU', 'EURO', '€', 'E1R'].some(isCurrency)).toBe(false)
  })
})
