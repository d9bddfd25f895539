import { describe, expect, it } from 'vitest'
import { defineObject } from './define-object.ts'
import { json, number, relation, select, text } from './fields.ts'
import { createModel } from './model.ts'
import { personalFields } from './personal.ts'
import { SYSTEM_FIELD_IDS } from './system-fields.ts'

const company = defineObject({
  name: 'company',
  plural: 'companies',
  label: 'Company',
  title: 'name',
  fields: { name: text() },
})
const contact = defineObject({
  name: 'contact',
  label: 'Contact',
  title: 'name',
  fields: {
    name: text({ personal: { purpose: 'service', retentionDays: 30 } }),
    companyId: relation({ to: 'company' }),
  },
})
const refusal = (path: string) =>
  expect.objectContaining({ code: 'INVALID_DEFINITION', details: expect.objectContaining({ path }) })

describe('createModel', () => {
  const model = createModel([company, contact], { contact: { shoeSize: number() } })

  it('finds objects by name and by path', () => {
    expect(model.object('company')).toBe(company)
    expect(model.byPlural('companies').name).toBe('company')
    expect([...model.objects.keys()]).toEqual(['company', 'contact'])
  })

  it.each(['nope', 'constructor', '__proto__', 'toString', ''])('knows no object called %j', (name) => {
    const unknown = expect.objectContaining({ code: 'UNKNOWN_OBJECT' })
    expect(() => model.object(name)).toThrow(unknown)
    expect(() => model.byPlural(name)).toThrow(unknown)
    expect(() => model.fields(name)).toThrow(unknown)
    expect(model.field(name, 'name')).toBeUndefined()
  })

  it.each(['nope', 'constructor', '__proto__', 'toString', ''])('knows no field called %j', (id) => {
    expect(model.field('contact', id)).toBeUndefined()
    expect(model.fields('contact')[id]).toBeUndefined()
  })

  it('lists system fields, then fields from code, then those that the app added', () => {
    expect(Object.keys(model.fields('contact'))).toEqual([...SYSTEM_FIELD_IDS, 'name', 'companyId', 'shoeSize'])
    expect(model.object('contact').fields).toHaveProperty('shoeSize')
  })

  it('cannot be changed', () => {
    expect(() => Object.assign(model.fields('contact'), { more: text() })).toThrow(TypeError)
    expect(() => Object.assign(model.fields('contact')['name'] ?? {}, { required: true })).toThrow(TypeError)
  })

  it('refuses two objects of one name or path, and relations to nowhere', () => {
    expect(() => createModel([company, company])).toThrow(refusal('/company'))
    const twin = defineObject({
      name: 'firm',
      plural: 'companies',
      label: 'Firm',
      title: 'name',
      fields: { name: text() },
    })
    expect(() => createModel([company, twin])).toThrow(refusal('/firm/plural'))
    expect(() => createModel([contact])).toThrow(refusal('/contact/fields/companyId/to'))
  })

  it('refuses added fields that replace one, that are wrong, or that have no object', () => {
    const extend = (fields: object) => () => createModel([company, contact], { contact: fields as never })
    expect(extend({ name: text() })).toThrow(refusal('/contact/fields/name'))
    expect(extend({ NAME: text() })).toThrow(refusal('/contact/fields/NAME'))
    expect(extend({ ownerId: text() })).toThrow(refusal('/contact/fields/ownerId'))
    expect(extend({ x_a: text() })).toThrow(refusal('/contact/fields/x_a'))
    expect(extend({ boss: relation({ to: 'nobody' }) })).toThrow(refusal('/contact/fields/boss/to'))
    expect(() => createModel([company], { nope: {} })).toThrow(refusal('/nope'))
  })
})

describe('withFields', () => {
  const model = createModel([company, contact])

  it('adds run-time fields, marked as such, and leaves the model alone', () => {
    const grown = model
      .withFields({ contact: { x_size: number() } })
      .withFields({ contact: { x_color: select({ options: ['red'] }) } })
    expect(grown.field('contact', 'x_size')).toEqual({ type: 'number', custom: true })
    expect(Object.keys(grown.fields('contact')).slice(-2)).toEqual(['x_size', 'x_color'])
    expect(model.field('contact', 'x_size')).toBeUndefined()
  })

  it('refuses ids, types, targets and objects that cannot be', () => {
    const add =
      (fields: object, object = 'contact') =>
      () =>
        model.withFields({ [object]: fields as never })
    expect(add({ size: number() })).toThrow(refusal('/contact/fields/size'))
    expect(add({ 'x_a-b': number() })).toThrow(refusal('/contact/fields/x_a-b'))
    expect(add({ x_data: json() })).toThrow(refusal('/contact/fields/x_data/type'))
    expect(add({ x_links: { type: 'links', to: 'company' } })).toThrow(refusal('/contact/fields/x_links/type'))
    expect(add({ x_sum: { type: 'rollup', of: 'number' } })).toThrow(refusal('/contact/fields/x_sum/type'))
    expect(add({ x_boss: relation({ to: 'nobody' }) })).toThrow(refusal('/contact/fields/x_boss/to'))
    expect(add({ x_a: text() }, 'nope')).toThrow(refusal('/nope'))
    expect(add({ x_a: text(), X_A: text() })).toThrow(refusal('/contact/fields/X_A'))
    const grown = model.withFields({ contact: { x_a: text() } })
    expect(() => grown.withFields({ contact: { x_a: number() } })).toThrow(refusal('/contact/fields/x_a'))
  })
})

describe('personalFields', () => {
  it('tells purpose and retention, also of run-time fields', () => {
    const model = createModel([company, contact]).withFields({ contact: { x_diet: text({ personal: true }) } })
    expect(personalFields(model, 'contact')).toMatchObject([
      { id: 'name', purpose: 'service', retentionDays: 30 },
      { id: 'x_diet', purpose: 'sales' },
    ])
  })
})
