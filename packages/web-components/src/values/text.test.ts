import { describe, expect, it } from 'vitest'
import { sayMoney, sayValue, titleOf, type ValueContext, valuesOf } from './text.ts'

const context: ValueContext = {
  locale: 'en-GB',
  now: Date.parse('2026-03-11T09:00:00Z'),
  titles: new Map([['ida', 'Ida Hansen']]),
  yes: 'Yes',
  no: 'No',
}
const options = [{ id: 'new', label: { en: 'New', nb: 'Ny' } }, { id: 'old' }]

describe('sayValue', () => {
  it.each([
    [{ type: 'text' }, 'Kari', 'Kari'],
    [{ type: 'number' }, 1_234.5, '1,234.5'],
    [{ type: 'boolean' }, false, 'No'],
    [{ type: 'select', options }, 'new', 'New'],
    [{ type: 'select', options }, 'old', 'old'],
    [{ type: 'multiSelect', options }, ['new', 'old'], 'New, old'],
    [{ type: 'relation', to: 'user' }, 'ida', 'Ida Hansen'],
    [{ type: 'relation', to: 'user' }, 'unknown', '…'],
    [{ type: 'personName' }, { full: 'Wei Ling Tan' }, 'Wei Ling Tan'],
    [{ type: 'url' }, 'https://www.example.com/', 'example.com'],
    [{ type: 'address' }, { street: 'Kystgata 8', postalCode: '6413', city: 'Molde' }, 'Kystgata 8, 6413 Molde'],
    [{ type: 'rating' }, 3, '3 / 5'],
    [{ type: 'rollup', of: 'number' }, 7, '7'],
    [{ type: 'email', many: true }, [{ value: 'a@b.no' }, { value: 'c@d.no', primary: true }], 'c@d.no, a@b.no'],
  ] as const)('says %j', (field, value, said) => {
    expect(sayValue(field, value, context)).toBe(said)
  })

  it('says nothing where nothing is stored', () => {
    expect(sayValue({ type: 'money' }, undefined, context)).toBe('')
  })
})

describe('sayMoney', () => {
  it.each([
    [{ amountMinor: 120_000, currency: 'EUR' }, '€1,200'],
    [{ amountMinor: 120_050, currency: 'EUR' }, '€1,200.50'],
    [{ amountMinor: 1_200, currency: 'JPY' }, 'JP¥1,200'],
  ])('writes %j', (money, written) => {
    expect(sayMoney(money, 'en-GB')).toBe(written)
  })
})

describe('valuesOf', () => {
  it('gives one value for a field that is no list, and none for nothing', () => {
    expect([valuesOf('x'), valuesOf(undefined)]).toEqual([['x'], []])
  })
})

describe('titleOf', () => {
  it('takes the full name of a person, else the text of the title field', () => {
    expect(titleOf({ id: 'a', version: 1, name: { full: 'Kari Nes' } })).toBe('Kari Nes')
    expect(titleOf({ id: 'a', version: 1, subject: 'Key' }, 'subject')).toBe('Key')
    expect(titleOf({ id: 'a', version: 1 })).toBe('')
  })
})
