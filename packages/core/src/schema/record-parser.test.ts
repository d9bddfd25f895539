import { describe, expect, it } from 'vitest'
import { defineObject } from './define-object.ts'
import * as f from './fields.ts'
import { createModel } from './model.ts'
import { create, issuesOf, model, NAME, parsed, parser, told, update } from './record-parser.fixture.ts'
import { createRecordParser } from './record-parser.ts'

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
