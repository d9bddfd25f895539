import { jsonSchemaOf, type Model, type ObjectDefinition } from '@kith/core'
import { exampleOf } from './openapi-example.ts'
import { operationOf, schemaName } from './openapi-operation.ts'
import { BASE_PATH, ROUTES } from './routes.ts'
import { ANSWERS } from './schemas.ts'
import type { JsonSchema, Route } from './types.ts'

/** An object with what its reader may do with it; from code, everything. */
export type DescribedObject = ObjectDefinition & { readonly can?: readonly string[] }

/** How {@link openApi} describes the host. */
export interface OpenApiOptions {
  /** Where the API is mounted. Default `/kith/v1`. */
  readonly basePath?: string
  readonly title?: string
  readonly version?: string
  /** How users sign in, as an OpenAPI security scheme. Default: a bearer token. */
  readonly userScheme?: JsonSchema
}

/**
 * The OpenAPI 3.1 document of the API: the route table, spelled out for every object with its own fields, also those
 * that an app or an administrator added.
 *
 * @param objects Objects with all their fields, as `crm.model` or the answer of `model()` has them.
 * @example
 * openApi((await api.model()).objects).openapi // '3.1.0'
 */
export function openApi(objects: readonly DescribedObject[], options: OpenApiOptions = {}): JsonSchema {
  const { basePath = BASE_PATH, title = 'Kith', version = '1', userScheme } = options
  return {
    openapi: '3.1.0',
    info: { title, version, description: 'Generated from the route table and the model.' },
    servers: [{ url: basePath }],
    tags: objects.map(({ name }) => ({ name })),
    paths: pathsOf(objects),
    components: {
      schemas: { ...ANSWERS, ...recordSchemas(objects) },
      securitySchemes: {
        site: { type: 'apiKey', in: 'header', name: 'Kith-Site', description: 'Public key of a website.' },
        visitor: {
          type: 'apiKey',
          in: 'header',
          name: 'Kith-Visitor',
          description: "Token of a visitor's conversation.",
        },
        user: userScheme ?? { type: 'http', scheme: 'bearer' },
      },
    },
  }
}

function recordSchemas(objects: readonly DescribedObject[]): Record<string, JsonSchema> {
  const model = modelOf(objects)
  return Object.fromEntries(
    objects.flatMap(({ name }) => {
      const create = jsonSchemaOf(model, name, 'create')
      return [
        [schemaName(name), jsonSchemaOf(model, name, 'read')],
        [`${schemaName(name)}Create`, { ...create, examples: [exampleOf(create)] }],
        [`${schemaName(name)}Update`, jsonSchemaOf(model, name, 'update')],
      ]
    }),
  )
}

/** The part of a model that schemas are derived from, of the fields that the reader may see. */
function modelOf(objects: readonly DescribedObject[]): Model {
  const byName = new Map(objects.map((object) => [object.name, object]))
  const object = (name: string) => byName.get(name) as DescribedObject
  const model: Model = {
    objects: byName,
    object,
    byPlural: (plural) => objects.find((one) => one.plural === plural) as DescribedObject,
    fields: (name) => object(name).fields,
    field: (name, id) => object(name).fields[id],
    withFields: () => model,
  }
  return model
}

type Paths = Record<string, Record<string, JsonSchema>>

function pathsOf(objects: readonly DescribedObject[]): Paths {
  const paths: Paths = {}
  const names = new Set(objects.map(({ name }) => name))
  const add = (path: string, route: Route, object?: DescribedObject) => {
    const method = route.method.toLowerCase()
    paths[path] = { [method]: operationOf(route, names, object), ...paths[path] }
  }
  const isGeneric = (route: Route) => route.path.includes('{plural}')
  for (const route of ROUTES.filter((one) => !isGeneric(one))) add(route.path, route)
  for (const object of objects) {
    for (const route of ROUTES.filter(isGeneric)) {
      if (offers(object, route)) add(route.path.replace('{plural}', object.plural), route, object)
    }
  }
  return paths
}

const NEEDS: Readonly<Record<string, string>> = {
  create: 'create',
  update: 'update',
  assign: 'update',
  remove: 'delete',
  restore: 'delete',
}

function offers({ can, operationsOnly = false }: DescribedObject, { name }: Route): boolean {
  const action = NEEDS[name]
  if (action === undefined) return true
  if (operationsOnly && name !== 'assign') return false
  return can === undefined || name === 'assign' || can.includes(action)
}
