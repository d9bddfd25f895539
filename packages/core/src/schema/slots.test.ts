import { describe, expect, it } from 'vitest'
import { customSlots } from './custom-slots.ts'
import { defineObject } from './define-object.ts'
import { FIELD_TYPES } from './field-types/index.ts'
import * as f from './fields.ts'
import { createModel } from './model.ts'
import { OPERATORS } from './operators.ts'
import { itemRef, operatorsOf, readItems, readKeys, readSlot, slot, slotRef, slotsOf, sortSlot } from './slots.ts'
import type { FieldDefinition, SlotRef } from './types.ts'

const thing = defineObject({
  name: 'thing',
  label: 'Thing',
  title: 'name',
  fields: {
    name: f.personName(),
    city: f.text(),
    emails: f.email({ many: true, unique: true }),
    words: f.text({ many: true }),
    tags: f.multiSelect({ options: ['a', 'b'] }),
    price: f.money(),
    total: f.rollup({ of: 'money' }),
    home: f.address(),
    licence: f.credential({ unique: true }),
    vip: f.boolean(),
    photo: f.file(),
    data: f.json(),
    parts: f.links({ to: 'thing' }),
  },
})
const model = createModel([thing]).withFields({
  thing: {
    x_note: f.text(),
    x_size: f.number({ indexed: true }),
    x_mails: f.email({ many: true }),
    x_tags: f.multiSelect({ options: ['a', 'b'] }),
  },
})
const field = (id: string) => model.field('thing', id) as FieldDefinition
const read = (record: object, id: string, name?: string) =>
  readSlot(record, slotRef(model, 'thing', id, name) as SlotRef)

const RECORD = {
  id: 'T1',
  name: { full: 'Kåre Ødegård' },
  city: 'ÅLESUND',
  price: { amountMinor: 5, currency: 'EUR' },
  total: { amountMinor: 7, currency: 'NOK', baseMinor: 1 },
  home: { street: 'Øvre gate 1', city: 'Bodø', country: 'NO', latitude: 67.3 },
  licence: { number: 'AB-1', authority: 'Rådet' },
  vip: false,
}

describe('readSlot', () => {
  it.each([
    ['id', undefined, 'T1'],
    ['name', undefined, 'kare odegard'],
    ['city', undefined, 'alesund'],
    ['price', 'amountMinor', 5],
    ['price', 'currency', 'EUR'],
    ['price', undefined, undefined],
    ['total', undefined, 1],
    ['home', undefined, 'ovre gate 1 bodo no'],
    ['home', 'city', 'bodo'],
    ['home', 'latitude', 67.3],
    ['home', 'postalCode', undefined],
    ['licence', 'authority', 'radet'],
    ['licence', 'validUntilOn', undefined],
    ['vip', undefined, false],
  ] as const)('of %s, %s is %j', (id, name, value) => expect(read(RECORD, id, name)).toBe(value))

  it('is undefined where nothing is stored', () => {
    expect(read({}, 'city')).toBeUndefined()
    expect(read({ city: null }, 'city')).toBeUndefined()
  })

  it('reads the items of a list with their kind and primary', () => {
    const items = readItems(
      { emails: [{ value: 'Kåre@x.no', kind: 'work', primary: true }, { value: 'b@x.no' }] },
      'emails',
    )
    const all = (name: string) => items.map((item) => readSlot(item, itemRef(field('emails'), name) as SlotRef))
    expect(all('fold')).toEqual(['kare@x.no', 'b@x.no'])
    expect(all('kind')).toEqual(['work', undefined])
    expect(all('primary')).toEqual([true, false])
  })

  it('reads the plain items of a list', () => {
    expect(readSlot('ÆØ', itemRef(field('words'), 'fold') as SlotRef)).toBe('aeo')
    expect(readSlot('a', itemRef(field('tags'), 'value') as SlotRef)).toBe('a')
    expect(readItems({}, 'words')).toEqual([])
  })

  it('reads nothing by a ref that leads nowhere', () => {
    expect(readSlot(RECORD, { field: 'city', slot: 'nope', kind: 'text', type: 'text' })).toBeUndefined()
    expect(readSlot(null, { field: '', slot: 'fold', kind: 'text', type: 'text' })).toBeUndefined()
  })
})

describe('slotRef', () => {
  it('names the type that reads the value, and marks run-time fields', () => {
    expect(slotRef(model, 'thing', 'total')).toEqual({
      field: 'total',
      slot: 'baseMinor',
      kind: 'integer',
      type: 'money',
    })
    expect(slotRef(model, 'thing', 'x_note')).toEqual({
      field: 'x_note',
      slot: 'fold',
      kind: 'text',
      type: 'text',
      custom: true,
    })
  })

  it('is undefined for lists, links, JSON, unknown fields and unknown slots', () => {
    for (const id of ['emails', 'tags', 'parts', 'data', 'nope', 'constructor', 'photo'])
      expect(slotRef(model, 'thing', id)).toBeUndefined()
    expect(slotRef(model, 'thing', 'city', 'value')).toBeUndefined()
    expect(itemRef(field('city'), 'fold')).toBeUndefined()
    expect(itemRef(field('words'), 'kind')).toBeUndefined()
  })
})

describe('readKeys', () => {
  it('claims every value once, folded', () => {
    const emails = [{ value: 'A@x.no' }, { value: 'a@X.no' }, { value: 'b@x.no' }]
    expect(readKeys(field('emails'), emails)).toEqual(['a@x.no', 'b@x.no'])
    expect(readKeys(field('licence'), RECORD.licence)).toEqual(['radet\nab-1'])
    expect(readKeys(field('emails'), undefined)).toEqual([])
    expect(readKeys(field('price'), RECORD.price)).toEqual([])
  })
})

describe('customSlots', () => {
  it('gives the slots of run-time fields alone, without those that have no value', () => {
    const record = {
      ...RECORD,
      x_note: 'Ærlig',
      x_size: 41,
      x_mails: [
        { value: 'Q@w.no', primary: true },
        { value: 'b@w.no', kind: 'work' },
      ],
      x_tags: ['a'],
    }
    expect(customSlots(model, 'thing', record)).toEqual([
      { field: 'x_note', slot: 'fold', value: 'aerlig', indexed: false },
      { field: 'x_size', slot: 'value', value: 41, indexed: true },
      {
        field: 'x_mails',
        slot: '',
        value: [
          { fold: 'q@w.no', primary: true },
          { fold: 'b@w.no', kind: 'work', primary: false },
        ],
        indexed: false,
      },
      { field: 'x_tags', slot: '', value: [{ value: 'a' }], indexed: false },
    ])
    expect(customSlots(model, 'thing', RECORD)).toEqual([])
  })
})

describe('field types', () => {
  it.each(Object.entries(FIELD_TYPES))('%s is consistent in itself', (name, data) => {
    expect(data.type).toBe(name)
    expect(data.operators.every((operator) => OPERATORS.includes(operator))).toBe(true)
    if (data.sort !== undefined) expect(slot(data.type, data.sort)).toBeDefined()
    expect(new Set(data.slots.map((one) => one.name)).size).toBe(data.slots.length)
    if (data.searchable) expect(data.searchText).toBeDefined()
  })

  it('has the slots that stores and Filters rely on', () => {
    const names = (definition: FieldDefinition) => slotsOf(definition).map((one) => `${one.name}:${one.kind}`)
    expect(names(f.text())).toEqual(['fold:text'])
    expect(names(f.phone())).toEqual(['value:text'])
    expect(names(f.rating())).toEqual(['value:integer'])
    expect(names(f.number())).toEqual(['value:real'])
    expect(names(f.money())).toEqual(['amountMinor:integer', 'currency:text', 'baseMinor:integer'])
    expect(names(f.rollup({ of: 'date' }))).toEqual(['value:text'])
    expect(names(f.address())).toEqual([
      'fold:text',
      'city:text',
      'postalCode:text',
      'country:text',
      'latitude:real',
      'longitude:real',
    ])
    expect(names(f.credential())).toEqual(['number:text', 'authority:text', 'validUntilOn:text'])
    expect(names(f.email({ many: true }))).toEqual(['fold:text', 'kind:text', 'primary:boolean'])
    expect(names(f.date({ many: true }))).toEqual(['value:text'])
    expect(names(f.json())).toEqual([])
  })

  it('gives lists some, none and every, and no order', () => {
    expect(operatorsOf(f.email({ many: true }))).toContain('some')
    expect(operatorsOf(f.email())).not.toContain('some')
    expect(sortSlot(f.email({ many: true }))).toBeUndefined()
    expect(sortSlot(f.email())).toBe('fold')
    expect(operatorsOf(f.rollup({ of: 'date' }))).toContain('within')
  })
})
