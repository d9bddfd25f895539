import { createModel, defineObject, jsonSchemaOf, money, relation, text } from '@kith/core'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { openApi, ROUTES } from './index.ts'

const model = createModel([
  defineObject({
    name: 'contact',
    label: 'Contact',
    title: 'name',
    fields: { name: text({ required: true }), shoeSize: text() },
  }),
  defineObject({
    name: 'property',
    plural: 'properties',
    label: 'Property',
    title: 'headline',
    fields: { headline: text({ required: true }), price: money(), seller: relation({ to: 'contact' }) },
  }),
  defineObject({ name: 'receipt', label: 'Receipt', title: 'no', fields: { no: text() }, operationsOnly: true }),
]).withFields({ contact: { x_vip: { type: 'boolean', custom: true } } })
const objects = [...model.objects.values()].map((object) => ({ ...object, fields: model.fields(object.name) }))

interface Document {
  readonly paths: Record<
    string,
    Record<string, { operationId: string; security: object[]; responses: Record<string, unknown> }>
  >
  readonly components: { readonly schemas: Record<string, { properties: Record<string, unknown> }> }
}
const document = openApi(objects) as unknown as Document

describe('openApi', () => {
  it('is a valid OpenAPI 3.1 document', async () => {
    const validator = new Validator()
    const result = await validator.validate(structuredClone(openApi(objects)) as Record<string, unknown>)
    expect(result.errors).toBeUndefined()
    expect([result.valid, validator.version]).toEqual([true, '3.1'])
  })

  it('has an operation for every route of the table', () => {
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    )
    expect(new Set(ids).size).toBe(ids.length)
    const bare = new Set(ids.map((id) => id.split('_')[0]))
    expect(ROUTES.map(({ name }) => name).filter((name) => !bare.has(name))).toEqual([])
  })

  it('spells out the objects of the app with their fields, also those added at run time', () => {
    expect(Object.keys(document.paths['/properties'] ?? {}).sort()).toEqual(['get', 'post'])
    expect(document.components.schemas['Property']?.properties).toHaveProperty('price')
    expect(document.components.schemas['ContactCreate']?.properties).toHaveProperty('x_vip')
    expect(document.components.schemas['ContactUpdate']?.properties).not.toHaveProperty('createdAt')
    expect(document.components.schemas['Contact']).toEqual(jsonSchemaOf(model, 'contact', 'read'))
  })

  it('offers no generic write where operations do it', () => {
    expect(Object.keys(document.paths['/receipts'] ?? {})).toEqual(['get'])
    expect(document.paths['/receipts/{id}']).not.toHaveProperty('patch')
  })

  it('offers what the reader may do', () => {
    const read = openApi(objects.map((object) => ({ ...object, can: ['read'] }))) as unknown as Document
    expect(Object.keys(read.paths['/contacts'] ?? {})).toEqual(['get'])
  })

  it('gives an example that the schema of the object accepts', () => {
    const { examples } = document.components.schemas['PropertyCreate'] as unknown as { examples: unknown[] }
    expect(examples).toEqual([{ headline: expect.any(String) }])
  })

  it('points at nothing that is not there', () => {
    const names = [...JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g)].map(
      ([, name]) => name as string,
    )
    expect([...new Set(names)].filter((name) => !(name in document.components.schemas))).toEqual([])
  })

  it('asks for a sign-in wherever the route table does', () => {
    expect(document.paths['/me']?.['get']?.security).toEqual([{ user: [] }])
    expect(document.paths['/forms/{id}']?.['get']?.security).toEqual([{ site: [] }])
    expect(document.paths['/chat/messages']?.['get']?.security).toEqual([{ site: [], visitor: [] }])
    expect(document.paths['/openapi.json']?.['get']?.security).toEqual([])
  })
})
