import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { model, parsed, parser, refused, told, update } from './record-parser.fixture.ts'
import { createRecordParser } from './record-parser.ts'

describe('values', () => {
  it.each([
    ['title', '  a\tb\n ', 'a b'],
    ['note', 'a\r\n  b  \n', 'a\n  b'],
    ['phone', '+47 22 33 44 55', '+4722334455'],
    ['site', 'www.X.no', 'https://www.x.no'],
    ['age', 0, 0],
    ['weight', -0, 0],
    ['bornOn', '2028-02-29', '2028-02-29'],
    ['meetAt', '2026-03-01T10:00+01:00', '2026-03-01T09:00:00.000Z'],
    ['vip', false, false],
    ['topics', ['offers', 'news', 'offers'], ['offers', 'news']],
    ['topics', 'news', ['news']],
    ['words', ['Å', 'å', 'b'], ['Å', 'b']],
    ['friend', 'c-1', 'c-1'],
    ['photo', 'f-1', 'f-1'],
    ['budget', { amountMinor: 5, currency: 'eur' }, { amountMinor: 5, currency: 'EUR' }],
    [
      'budget',
      { amountMinor: 5, currency: 'NOK', baseMinor: 1, rateOn: '2026-01-01' },
      { amountMinor: 5, currency: 'NOK' },
    ],
    ['home', { city: ' Oslo ', country: 'no', street: '', latitude: 0 }, { city: 'Oslo', country: 'NO', latitude: 0 }],
    ['home', 'Storgata 1', { street: 'Storgata 1' }],
    ['places', { city: 'Oslo' }, [{ value: { city: 'Oslo' }, primary: true }]],
    ['licence', 'AB-1', { number: 'AB-1' }],
    [
      'licence',
      { number: 'AB-1', authority: '', validUntilOn: '2030-01-31' },
      { number: 'AB-1', validUntilOn: '2030-01-31' },
    ],
    ['stars', 5, 5],
    ['data', { b: [1, null], a: '' }, { a: '', b: [1, null] }],
    ['data', false, false],
    ['x_size', 41.5, 41.5],
    ['old', 'still there', 'still there'],
  ])('of %s: %j is kept as %j', (field, value, kept) => expect(parsed({ [field]: value })).toEqual({ [field]: kept }))

  it.each([
    ['title', 'a\0', '/title not-text'],
    ['title', '\ud800', '/title not-text'],
    ['note', 'a\0', '/note not-text'],
    ['note', 'a'.repeat(20_001), '/note too-long'],
    ['title', 5, '/title type'],
    ['title', ['a'], '/title type'],
    ['phone', '22 33 44 55', '/phone phone'],
    ['site', 'javascript:alert(1)', '/site url'],
    ['age', 1.5, '/age integer'],
    ['age', -1, '/age too-small'],
    ['age', 151, '/age too-large'],
    ['age', '5', '/age type'],
    ['weight', Number.NaN, '/weight type'],
    ['weight', Number.POSITIVE_INFINITY, '/weight type'],
    ['budget', 5, '/budget type'],
    ['budget', { amountMinor: 1.5, currency: 'EUR' }, '/budget/amountMinor integer'],
    ['budget', { amountMinor: 2 ** 53, currency: 'EUR' }, '/budget/amountMinor too-large'],
    ['budget', { amountMinor: 1, currency: '€' }, '/budget/currency currency'],
    ['budget', { amountMinor: 1 }, '/budget/currency required'],
    ['budget', { amountMinor: 1, currency: 'EUR', tip: 1 }, '/budget/tip unknown-field'],
    ['bornOn', '2026-02-29', '/bornOn date'],
    ['bornOn', '2026-02-28T00:00:00Z', '/bornOn date'],
    ['meetAt', '2026-03-01T10:00', '/meetAt date-time'],
    ['vip', 'yes', '/vip type'],
    ['kind', 'robot', '/kind option'],
    ['kind', 'fax', '/kind option'],
    ['topics', ['news', 'spam'], '/topics/1 option'],
    ['topics', [5], '/topics/0 option'],
    ['words', ['', 'a'.repeat(201)], '/words/1 too-long'],
    ['words', Array.from({ length: 101 }, (_, at) => `w${at}`), '/words too-many'],
    ['friend', 'a/b', '/friend id'],
    ['friend', { id: 'a' }, '/friend type'],
    ['home', { country: 'Norway' }, '/home/country country'],
    ['home', { latitude: 91 }, '/home/latitude too-large'],
    ['home', { planet: 'Mars' }, '/home/planet unknown-field'],
    ['places', [{ value: { country: 'Norway' } }], '/places/0/value/country country'],
    ['places', [{ country: 'Norway' }], '/places/0/country country'],
    ['places', { country: 'Norway' }, '/places/country country'],
    ['licence', { authority: 'Council' }, '/licence/number required'],
    ['licence', { number: '1', validUntilOn: '2030-02-31' }, '/licence/validUntilOn date'],
    ['stars', 0, '/stars too-small'],
    ['stars', 6, '/stars too-large'],
    ['data', 'x\0', '/data not-json'],
    ['data', JSON.parse('{"a":[{"__proto__":{"admin":true}}]}'), '/data not-json'],
    ['data', 'a'.repeat(102_400), '/data too-many-bytes'],
    ['data', JSON.parse(`${'['.repeat(40)}1${']'.repeat(40)}`), '/data too-deep'],
    ['x_size', 51, '/x_size too-large'],
  ])('of %s: %j is refused', (field, value, issue) => expect(refused({ [field]: value })).toEqual([issue]))

  it('refuses a key that reaches a prototype, wherever an object may stand', () => {
    for (const field of ['home', 'licence', 'budget'])
      expect(
        refused({ [field]: JSON.parse('{"number":"1","amountMinor":1,"currency":"EUR","__proto__":{"a":1}}') }).length,
      ).toBeGreaterThan(0)
    expect(({} as Record<string, unknown>)['a']).toBeUndefined()
  })

  it('takes national phone numbers where the country is known', () => {
    const norwegian = createRecordParser(model, 'contact', { country: 'NO' })
    expect(norwegian.parseUpdate({ phone: '22 33 44 55' })).toEqual({ phone: '+4722334455' })
  })

  it('copies JSON, so that later changes to the input do not reach it', () => {
    const data = { list: [1] }
    const kept = parsed({ data })
    data.list.push(2)
    expect(kept).toEqual({ data: { list: [1] } })
  })
})

describe('lists of items', () => {
  it('take plain values and items, each once, the first one standing', () => {
    const emails = ['Kari@X.no', { value: 'kari@x.no', kind: 'work' }, { value: 'b@x.no', kind: 'home' }]
    expect(parsed({ emails })).toEqual({
      emails: [
        { value: 'Kari@x.no', primary: true },
        { value: 'b@x.no', kind: 'home' },
      ],
    })
  })

  it('take one value for a list of one', () => {
    expect(parsed({ emails: 'a@x.no' })).toEqual({ emails: [{ value: 'a@x.no', primary: true }] })
  })

  it('have exactly one primary: the first that says so, else the first', () => {
    const primaries = (...flags: (boolean | null)[]) => {
      const emails = flags.map((primary, at) => ({ value: `${at}@x.no`, primary }))
      const items = parsed({ emails })['emails'] as { primary?: boolean }[]
      return items.map((item) => item.primary)
    }
    expect(primaries(false, true, true)).toEqual([undefined, true, undefined])
    expect(primaries(null, false)).toEqual([true, undefined])
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 9 }),
        (flags) => primaries(...flags).filter(Boolean).length === 1,
      ),
    )
  })

  it('tell where a value stood that is refused', () => {
    expect(refused({ emails: ['', 'a@x.no', 'bad', { value: 'worse' }, { value: 'c@x.no', zip: 1 }] })).toEqual([
      '/emails/2 email',
      '/emails/3/value email',
      '/emails/4/zip unknown-field',
    ])
    expect(refused({ emails: 'bad' })).toEqual(['/emails email'])
  })
})

describe('person names', () => {
  it.each([
    ['Kari Nordmann', { full: 'Kari Nordmann', given: 'Kari', family: 'Nordmann' }],
    ['Ludwig van Beethoven', { full: 'Ludwig van Beethoven', given: 'Ludwig', family: 'van Beethoven' }],
    ['Anna Maria de la Cruz', { full: 'Anna Maria de la Cruz', given: 'Anna Maria', family: 'de la Cruz' }],
    ['Van Morrison', { full: 'Van Morrison', given: 'Van', family: 'Morrison' }],
    ['Nordmann, Kari', { full: 'Nordmann, Kari', given: 'Kari', family: 'Nordmann' }],
    ['Martin King, Jr.', { full: 'Martin King, Jr.' }],
    [', Kari', { full: ', Kari' }],
    ['Madonna', { full: 'Madonna' }],
    ['山田太郎', { full: '山田太郎' }],
    [
      { given: 'Kari', family: 'Nordmann' },
      { full: 'Kari Nordmann', given: 'Kari', family: 'Nordmann' },
    ],
    [
      { full: 'Dr. Kari', given: 'Kari', family: null },
      { full: 'Dr. Kari', given: 'Kari' },
    ],
  ])('%j is kept as %j', (name, kept) => expect(parser.parseUpdate({ name })).toEqual({ name: kept }))

  it('are refused where they are wrong, part by part', () => {
    expect(told(() => update({ name: { full: 5 } }))).toEqual(['/name/full type'])
    expect(told(() => update({ name: { full: 'Kari', nick: 'K' } }))).toEqual(['/name/nick unknown-field'])
    expect(told(() => update({ name: 'a'.repeat(201) }))).toEqual(['/name too-long'])
    expect(told(() => update({ name: 5 }))).toEqual(['/name type'])
  })

  it('keep what the person wrote', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        fc.pre(text.isWellFormed() && !text.includes('\0') && text.trim() !== '')
        const { name } = parser.parseUpdate({ name: text }) as { name: { full: string } }
        expect(name.full).toBe(text.replace(/[\t\r\n\v\f\u0085\u2028\u2029]+/g, ' ').trim())
      }),
    )
  })
})
