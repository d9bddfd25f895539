import { describe, expect, it } from 'vitest'
import { defineObject } from './define-object.ts'
import * as f from './fields.ts'
import { type JsonSchema, jsonSchemaOf } from './json-schema.ts'
import { createModel } from './model.ts'

const thing = defineObject({
  name: 'thing',
  label: { en: 'Thing', nb: 'Ting' },
  title: 'name',
  fields: {
    name: f.personName({ required: true, label: { en: 'Name', nb: 'Navn' }, help: 'As you write it.' }),
    kind: f.select({ options: ['a', { id: 'b', retired: true }], required: true, default: 'a' }),
    emails: f.email({ many: true }),
    price: f.money(),
    closeOn: f.date(),
    stars: f.rating({ max: 10 }),
    data: f.json(),
    parts: f.links({ to: 'thing' }),
    total: f.rollup({ of: 'money' }),
    old: f.text({ retired: true, required: true }),
  },
})
const model = createModel([thing]).withFields({ thing: { x_size: f.number({ integer: true, min: 1 }) } })
const properties = (use: 'create' | 'update' | 'read') =>
  jsonSchemaOf(model, 'thing', use)['properties'] as Record<string, JsonSchema>

describe('jsonSchemaOf', () => {
  it('lists what may be written, and what must be', () => {
    const schema = jsonSchemaOf(model, 'thing', 'create')
    expect(schema).toMatchObject({ type: 'object', title: 'Thing', required: ['name'], additionalProperties: false })
    expect(Object.keys(properties('create'))).toEqual([
      'name',
      'kind',
      'emails',
      'price',
      'closeOn',
      'stars',
      'data',
      'old',
      'x_size',
    ])
  })

  it('requires nothing of an update and lets every field be emptied', () => {
    expect(jsonSchemaOf(model, 'thing', 'update')).not.toHaveProperty('required')
    expect(properties('update')['kind']).toEqual({ anyOf: [{ type: 'string', enum: ['a'] }, { type: 'null' }] })
  })

  it('lists system fields, roll-ups and run-time fields of what is read, but no links', () => {
    expect(jsonSchemaOf(model, 'thing', 'read')['required']).toEqual(['id', 'version', 'name', 'kind'])
    const read = properties('read')
    expect(Object.keys(read)).toEqual(expect.arrayContaining(['createdAt', 'access', 'total', 'x_size']))
    expect(read).not.toHaveProperty('parts')
    expect(read['total']).toMatchObject({ type: 'object', readOnly: true })
    expect(read['kind']).toMatchObject({ enum: ['a', 'b'] })
    expect(read['name']).toMatchObject({ type: 'object', required: ['full'] })
  })

  it('says the shapes, bounds and words of the fields', () => {
    const create = properties('create')
    expect(create['name']).toMatchObject({
      title: 'Name',
      description: 'As you write it.',
      anyOf: [{ type: 'string' }, { type: 'object' }],
    })
    expect(create['emails']).toMatchObject({
      type: 'array',
      maxItems: 100,
      items: { properties: { value: { format: 'email' } }, required: ['value'] },
    })
    expect(create['price']).toMatchObject({
      required: ['amountMinor', 'currency'],
      properties: { amountMinor: { type: 'integer' } },
    })
    expect(create['closeOn']).toMatchObject({ type: 'string', format: 'date' })
    expect(create['stars']).toMatchObject({ type: 'integer', minimum: 1, maximum: 10 })
    expect(create['x_size']).toMatchObject({ type: 'integer', minimum: 1 })
    expect(create['old']).toMatchObject({ deprecated: true })
  })

  it('is plain JSON', () => {
    for (const use of ['create', 'update', 'read'] as const) {
      const schema = jsonSchemaOf(model, 'thing', use)
      expect(JSON.parse(JSON.stringify(schema))).toEqual(schema)
      expect(JSON.stringify(schema)).not.toContain('$schema')
    }
  })
})
