import { OPERATIONS } from '@kith/core'
import { describe, expect, it } from 'vitest'
import { ROUTES } from './index.ts'
import { RULE_ROUTES } from './rule-routes.ts'

interface Shape {
  readonly shape: Readonly<Record<string, { isOptional(): boolean }>>
}
const routeOf = (name: string) => ROUTES.find((route) => route.name === (name === 'createDeal' ? 'create' : name))

describe('the route table and the operations of core', () => {
  it.each(OPERATIONS.map((operation) => [operation.name, operation] as const))('agree about %s', (name, operation) => {
    const route = routeOf(name)
    expect(route?.method).toBe('POST')
    if (name !== 'createDeal') expect(route?.path).toBe(operation.path)
  })

  it.each(OPERATIONS.filter(({ fieldsOf }) => !fieldsOf).map(({ name, input }) => [name, input] as const))(
    'agree about what %s takes',
    (name, input) => {
      const { shape } = input as unknown as Shape
      const body = routeOf(name)?.body ?? {}
      const required = Object.keys(shape).filter((field) => !shape[field]?.isOptional())
      expect(Object.keys((body['properties'] as object | undefined) ?? {}).sort()).toEqual(Object.keys(shape).sort())
      expect([...((body['required'] as string[] | undefined) ?? [])].sort()).toEqual(required.sort())
    },
  )

  it('have a route for every operation and an operation for every such route', () => {
    const operations = new Set(OPERATIONS.map(({ path }) => path))
    const records = new Set(['/undo', '/{plural}', '/{plural}/{id}/restore', '/objects/{name}/fields', '/files'])
    const rules = new Set(RULE_ROUTES)
    const others = ROUTES.filter((route) => !rules.has(route))
    const posts = others.filter(({ method, auth }) => method === 'POST' && auth === 'user').map(({ path }) => path)
    expect(posts.filter((path) => !operations.has(path) && !records.has(path))).toEqual([])
  })
})
