import { describe, expect, it } from 'vitest'
import { defineObject } from './define-object.ts'
import { links, money, multiSelect, number, relation, rollup, select, text } from './fields.ts'
import type { FieldDefinition, FieldMap } from './types.ts'

const define =
  (fields: FieldMap, more: object = {}) =>
  () =>
    defineObject({ name: 'thing', label: 'Thing', title: 'name', fields: { name: text(), ...fields }, ...more })
const refusal = (path: string) =>
  expect.objectContaining({ code: 'INVALID_DEFINITION', details: expect.objectContaining({ path }) })
const raw = (field: unknown) => field as FieldDefinition

describe('defineObject', () => {
  it('fills in plural and plural label', () => {
    const thing = define({})()
    expect([thing.plural, thing.pluralLabel]).toEqual(['things', 'Thing'])
  })

  it('freezes the definition to its depth and leaves the argument alone', () => {
    const fields = { name: text(), kind: select({ options: ['a'] }) }
    const thing = defineObject({ name: 'thing', label: { en: 'Thing' }, title: 'name', fields })
    expect(Object.isFrozen(thing.fields.kind.options)).toBe(true)
    expect(Object.isFrozen(thing.label)).toBe(true)
  })

  it.each([
    'X',
    'a-b',
    'a_b',
    'å',
    '1a',
    '',
    'x_a',
    'a'.repeat(51),
    'constructor',
    'toString',
    'prototype',
    'and',
    'or',
    'not',
    'tenant',
    'custom',
  ])('refuses the field id %j', (id) => expect(define({ [id]: text() })).toThrow(refusal(`/thing/fields/${id}`)))

  it('refuses a field called __proto__', () => {
    expect(define(JSON.parse('{"__proto__":{"type":"text"}}'))).toThrow(refusal('/thing/fields/__proto__'))
  })

  it.each(['id', 'version', 'ownerId', 'externalIds', 'ownerid'])('refuses %s, which every record has', (id) => {
    expect(define({ [id]: text() })).toThrow(refusal(`/thing/fields/${id}`))
  })

  it('refuses two fields that differ only in case', () => {
    expect(define({ dueOn: text(), dueon: text() })).toThrow(refusal('/thing/fields/dueon'))
  })

  it.each([
    ['type', raw({ type: 'colour' })],
    ['type', raw({ type: 'constructor' })],
    ['options', raw({ type: 'select' })],
    ['options', select({ options: [] })],
    ['options/1/id', select({ options: ['a', 'a'] })],
    ['options/0/id', select({ options: ['not an id'] })],
    ['to', raw({ type: 'relation' })],
    ['to', raw({ type: 'links' })],
    ['of', raw({ type: 'rollup' })],
    ['of', raw({ type: 'rollup', of: 'json' })],
    ['of', raw({ type: 'text', of: 'number' })],
    ['many', raw({ type: 'boolean', many: true })],
    ['many', raw({ type: 'money', many: true })],
    ['unique', raw({ type: 'json', unique: true })],
    ['unique', raw({ type: 'money', unique: true })],
    ['indexed', raw({ type: 'json', indexed: true })],
    ['min', number({ min: 2, max: 1 })],
    ['maxLength', text({ maxLength: 0 })],
    ['custom', raw({ type: 'text', custom: true })],
  ])('refuses a field for its %s', (part, field) => {
    expect(define({ it: field })).toThrow(refusal(`/thing/fields/it/${part}`))
  })

  it('takes every kind of field that has what it needs', () => {
    const fields = {
      one: multiSelect({ options: ['a', 'b'] }),
      two: relation({ to: 'anything', many: true }),
      three: links({ to: 'anything', role: 'buyer' }),
      four: rollup({ of: 'money', indexed: true }),
      five: money({ indexed: true }),
    }
    expect(define(fields)).not.toThrow()
  })

  it('refuses names, plurals, titles and list columns that lead nowhere', () => {
    expect(define({}, { name: 'Thing' })).toThrow(refusal('/Thing'))
    expect(define({}, { name: 'constructor' })).toThrow(refusal('/constructor'))
    expect(define({}, { plural: 'th/ings' })).toThrow(refusal('/thing/plural'))
    expect(define({}, { plural: 'search' })).toThrow(refusal('/thing/plural'))
    expect(define({}, { title: 'nope' })).toThrow(refusal('/thing/title'))
    expect(define({}, { title: 'toString' })).toThrow(refusal('/thing/title'))
    expect(define({}, { list: ['name', 'nope'] })).toThrow(refusal('/thing/list/1'))
    expect(define({}, { list: ['name', 'createdAt'] })).not.toThrow()
  })
})

describe('indexes of an object', () => {
  it.each<[string, string[][]]>([
    ['0', [['name']]],
    ['0', [['name', 'name', 'name', 'name', 'name', 'name']]],
    [
      '1/1',
      [
        ['name', 'ownerId'],
        ['name', 'nothing'],
      ],
    ],
    ['0/0', [['tags', 'name']]],
    ['0/1', [['name', 'amount.colour']]],
  ])('are refused at %s for %j', (path, indexes) => {
    const fields = { tags: multiSelect({ options: ['a'] }), amount: money() }
    expect(define(fields, { indexes })).toThrow(refusal(`/thing/indexes/${path}`))
    expect(define(fields, { indexes: [['name', 'amount.currency', 'createdAt']] })).not.toThrow()
  })
})
