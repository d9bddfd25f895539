import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Issue } from '../shared/errors.ts'
import { defineObject } from './define-object.ts'
import * as f from './fields.ts'
import { createModel } from './model.ts'
import { createRecordParser, type ParseOptions, type UpdateOptions } from './record-parser.ts'

const contact = defineObject({
  name: 'contact',
  label: 'Contact',
  title: 'name',
  fields: {
    name: f.personName({ required: true }),
    kind: f.select({ options: ['person', 'bot', { id: 'fax', retired: true }], default: 'person' }),
    title: f.text({ maxLength: 10 }),
    note: f.longText(),
    emails: f.email({ many: true, unique: true }),
    phone: f.phone(),
    site: f.url(),
    age: f.number({ integer: true, min: 0, max: 150 }),
    weight: f.number(),
    budget: f.money(),
    bornOn: f.date(),
    meetAt: f.dateTime(),
    vip: f.boolean(),
    topics: f.multiSelect({ options: ['news', 'offers'] }),
    words: f.text({ many: true }),
    friend: f.relation({ to: 'contact' }),
    photo: f.file(),
    home: f.address(),
    places: f.address({ many: true }),
    licence: f.credential(),
    stars: f.rating(),
    data: f.json(),
    deals: f.links({ to: 'contact' }),
    score: f.rollup({ of: 'number' }),
    seenAt: f.dateTime({ readOnly: true, required: true }),
    old: f.text({ retired: true, required: true }),
  },
})
const model = createModel([contact]).withFields({ contact: { x_size: f.number({ max: 50 }) } })
const parser = createRecordParser(model, 'contact')
const NAME = { full: 'Kari' }

const create = (values: unknown, options?: ParseOptions) =>
  parser.parseCreate({ name: NAME, ...(values as object) }, options)
const parsed = (values: unknown) => {
  const { name: _, kind: __, ...rest } = create(values)
  return rest
}
const issuesOf = (run: () => unknown): Issue[] => {
  try {
    run()
  } catch (error) {
    expect(error).toMatchObject({ code: 'INVALID_INPUT' })
    return (error as { details: { issues: Issue[] } }).details.issues
  }
  return []
}
const told = (run: () => unknown) => issuesOf(run).map(({ path, code }) => `${path} ${code}`)
const refused = (values: unknown) => told(() => create(values))
const update = (values: unknown, options?: UpdateOptions) => parser.parseUpdate(values, options)

describe('parseCreate', () => {
  it('fills in defaults, but not over what was given, and not over null', () => {
    expect(create({})).toEqual({ name: NAME, kind: 'person' })
    expect(create({ kind: 'bot' })).toMatchObject({ kind: 'bot' })
    expect(create({ kind: null })).toEqual({ name: NAME })
  })

  it('takes blanks of all kinds for nothing', () => {
    const blanks = {
      title: ' ',
      note: '',
      emails: [],
      phone: null,
      age: undefined,
      words: ['', null],
      home: { city: '' },
      places: [{ value: ' ' }, {}],
      data: null,
      topics: '',
    }
    expect(parsed(blanks)).toEqual({})
  })

  it('asks for what is required, unless it is refused already, set by Kith, or retired', () => {
    expect(told(() => parser.parseCreate({}))).toEqual(['/name required'])
    expect(told(() => parser.parseCreate({ name: ' ' }))).toEqual(['/name required'])
    expect(told(() => parser.parseCreate({ name: { given: '' } }))).toEqual(['/name required'])
    expect(told(() => parser.parseCreate({ name: 5 }))).toEqual(['/name type'])
  })

  it('refuses unknown, read-only and system fields, and tells all issues at once', () => {
    const values = JSON.parse(
      '{"__proto__":1,"constructor":2,"nope":3,"id":"1","version":9,"ownerId":"u","access":["u:1"],"score":1,"deals":["1"],"seenAt":"2026-01-01T00:00Z","age":"x"}',
    )
    expect(told(() => parser.parseCreate(values))).toEqual([
      '/__proto__ unknown-field',
      '/constructor unknown-field',
      '/nope unknown-field',
      '/id read-only',
      '/version read-only',
      '/ownerId read-only',
      '/access read-only',
      '/score read-only',
      '/deals read-only',
      '/seenAt read-only',
      '/age type',
      '/name required',
    ])
  })

  it('lets operations write read-only and system fields that they name', () => {
    expect(create({ score: 4, ownerId: 'u1' }, { allow: ['score', 'ownerId'] })).toMatchObject({
      score: 4,
      ownerId: 'u1',
    })
    expect(create({ seenAt: '2026-01-01T00:00Z' }, { allow: 'all' })).toMatchObject({
      seenAt: '2026-01-01T00:00:00.000Z',
    })
    expect(told(() => create({ score: 4, ownerId: 'u1' }, { allow: ['score'] }))).toEqual(['/ownerId read-only'])
  })

  it.each([null, undefined, [], 'text', 5, new Date(0)])('refuses %j as the whole', (values) => {
    expect(told(() => parser.parseCreate(values))).toEqual([' type'])
  })

  it('is made once for a model, object and country', () => {
    expect(createRecordParser(model, 'contact')).toBe(parser)
    expect(createRecordParser(model, 'contact', { country: 'NO' })).not.toBe(parser)
    expect(() => createRecordParser(model, 'nope')).toThrow(expect.objectContaining({ code: 'UNKNOWN_OBJECT' }))
  })

  it('refuses a default that the field itself would refuse', () => {
    const thing = defineObject({
      name: 'thing',
      label: 'T',
      title: 'name',
      fields: { name: f.text(), size: f.number({ default: 'big' }) },
    })
    expect(() => createRecordParser(createModel([thing]), 'thing')).toThrow(
      expect.objectContaining({
        code: 'INVALID_DEFINITION',
        details: expect.objectContaining({ path: '/thing/fields/size/default' }),
      }),
    )
  })

  it('writes sentences that say what to do', () => {
    const [issue] = issuesOf(() => create({ title: 'a'.repeat(11) }))
    expect(issue).toMatchObject({
      path: '/title',
      code: 'too-long',
      params: { maximum: 10 },
      message: 'At most 10 characters.',
    })
  })
})

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

describe('parseUpdate', () => {
  it('gives only what was given, without defaults', () => {
    expect(update({ title: 'Dr' })).toEqual({ title: 'Dr' })
    expect(update({})).toEqual({})
    expect(update({ title: undefined })).toEqual({})
  })

  it('empties by null and blanks', () => {
    expect(update({ title: null, note: ' ', emails: [], home: { city: '' } })).toEqual({
      title: null,
      note: null,
      emails: null,
      home: null,
    })
  })

  it('refuses to empty what is required', () => {
    expect(told(() => update({ name: null }))).toEqual(['/name required'])
    expect(told(() => update({ name: '', title: 5 }))).toEqual(['/title type', '/name required'])
    expect(update({ old: null })).toEqual({ old: null })
  })

  it('takes a value that the record has already, also one that could not be entered today', () => {
    const before = { id: '1', version: 1, kind: 'fax', phone: '12', title: 'Dr' }
    expect(update({ kind: 'fax', phone: '12', title: 'Prof' }, { before })).toEqual({
      kind: 'fax',
      phone: '12',
      title: 'Prof',
    })
    expect(told(() => update({ kind: 'fax' }, { before: { ...before, kind: 'bot' } }))).toEqual(['/kind option'])
    expect(told(() => update({ id: '1' }, { before }))).toEqual(['/id read-only'])
  })

  it('changes nothing when what it gave is parsed again', () => {
    const values = {
      name: 'Kari Nordmann',
      emails: ['a@x.no', 'b@x.no'],
      phone: '+4722334455',
      site: 'x.no',
      budget: { amountMinor: 1, currency: 'NOK' },
      bornOn: '2000-01-01',
      meetAt: '2026-01-01T00:00Z',
      topics: ['news'],
      words: ['a'],
      home: 'Storgata',
      places: [{ city: 'Oslo' }],
      licence: '1',
      stars: 3,
      data: { a: 1 },
      vip: true,
    }
    const once = update(values)
    expect(update(once)).toEqual(once)
  })
})
