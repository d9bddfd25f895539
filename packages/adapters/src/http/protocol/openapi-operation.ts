import { ERROR_CODES, type ErrorCode } from '@kith/core/shared'
import { HEADERS } from './headers.ts'
import { ref } from './schemas.ts'
import { type JsonSchema, type Parameter, type Route, writes } from './types.ts'

/** Name of an object's schemas: `Contact`, with `ContactCreate` and `ContactUpdate`. */
export const schemaName = (object: string): string => object.charAt(0).toUpperCase() + object.slice(1)

/** The objects whose fields the bodies of these operations take. */
const BODY_OF: Readonly<Record<string, string>> = { logActivity: 'activity', openTicket: 'ticket' }
/** The objects that these operations answer with. */
const ANSWER_OF: Readonly<Record<string, string>> = {
  acceptSubmission: 'submission',
  rejectSubmission: 'submission',
  moveDeal: 'deal',
  logActivity: 'activity',
  completeTask: 'activity',
  openConversation: 'conversation',
  sendMessage: 'message',
  closeConversation: 'conversation',
  giveConsent: 'consent',
  withdrawConsent: 'consent',
  openTicket: 'ticket',
  closeTicket: 'ticket',
  upload: 'file',
}
const RECORDS = new Set(['create', 'get', 'update', 'remove', 'restore', 'assign'])

/** One operation of the OpenAPI document: a route, for one object where its path is generic. */
export function operationOf(route: Route, names: ReadonlySet<string>, object?: { readonly name: string }): JsonSchema {
  const answered = object && RECORDS.has(route.name) ? object.name : ANSWER_OF[route.name]
  const body = bodySchema(route, names, object?.name)
  return {
    operationId: object ? `${route.name}_${object.name}` : route.name,
    summary: route.summary,
    ...(object ? { tags: [object.name] } : {}),
    security: SECURITY[route.auth],
    parameters: [...pathParameters(route), ...queryParameters(route), ...headerParameters(route)],
    ...(body ? { requestBody: body } : {}),
    responses: {
      [route.status]: success(route, outputSchema(route, names, object?.name, answered)),
      ...problems(route),
    },
  }
}

const SECURITY = { public: [], site: [{ site: [] }], visitor: [{ site: [], visitor: [] }], user: [{ user: [] }] }

function outputSchema(route: Route, names: ReadonlySet<string>, object?: string, answered?: string): JsonSchema {
  if (object !== undefined && route.name === 'list') {
    const items = { type: 'array', items: ref(schemaName(object)) }
    return { type: 'object', properties: { items, nextCursor: { type: 'string' } }, required: ['items'] }
  }
  return answered !== undefined && names.has(answered) ? ref(schemaName(answered)) : route.output
}

function bodySchema(route: Route, names: ReadonlySet<string>, object = BODY_OF[route.name]): JsonSchema | undefined {
  if (route.kind === 'upload' || route.kind === 'public-upload') return UPLOAD
  if (!route.body) return undefined
  const isUpdate = route.name === 'update'
  const ofObject =
    object !== undefined && names.has(object) && (isUpdate || route.name in BODY_OF || route.name === 'create')
  const schema = ofObject ? ref(`${schemaName(object)}${isUpdate ? 'Update' : 'Create'}`) : route.body
  const form = route.kind === 'submit' ? { 'application/x-www-form-urlencoded': { schema: { type: 'object' } } } : {}
  return { required: !route.bodyOptional, content: { 'application/json': { schema }, ...form } }
}

const UPLOAD = {
  required: true,
  content: {
    'application/octet-stream': { schema: { type: 'string', format: 'binary' } },
    'multipart/form-data': {
      schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } }, required: ['file'] },
    },
  },
}

const MEDIA: Readonly<Record<string, string>> = {
  stream: 'text/event-stream',
  thanks: 'text/html',
  download: 'application/octet-stream',
}

function success(route: Route, schema: JsonSchema): JsonSchema {
  const type = MEDIA[route.kind] ?? 'application/json'
  const headers = route.name === 'get' ? { headers: { ETag: { schema: { type: 'string' } } } } : {}
  const content = route.kind === 'stream' ? { schema: { type: 'string' }, 'x-event': schema } : { schema }
  return {
    description: route.status === 201 ? 'Made, and on disk.' : 'The answer.',
    ...headers,
    content: { [type]: content },
  }
}

function problems(route: Route): Record<string, JsonSchema> {
  const codes: ErrorCode[] = ['INVALID_INPUT', 'NOT_FOUND']
  codes.push(route.auth === 'user' ? 'UNAUTHENTICATED' : 'RATE_LIMITED', 'FORBIDDEN')
  if (route.version) codes.push('VERSION_CONFLICT')
  if (route.version === 'required') codes.push('VERSION_REQUIRED')
  if (writes(route)) codes.push('PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE', 'IDEMPOTENCY_MISMATCH')
  const content = { 'application/problem+json': { schema: ref('Problem') } }
  return Object.fromEntries(codes.map((code) => [ERROR_CODES[code].status, { description: code, content }]))
}

function pathParameters({ path }: Route): readonly JsonSchema[] {
  return [...path.replace('{plural}', '').matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
}

const TYPES: Readonly<Record<Parameter['type'], JsonSchema>> = {
  text: { type: 'string' },
  integer: { type: 'integer' },
  boolean: { type: 'boolean' },
  list: { type: 'array', items: { type: 'string' } },
  json: { type: 'object' },
}

function queryParameters({ query = {} }: Route): readonly JsonSchema[] {
  return Object.entries(query).map(([name, { type, summary, required = false, min, max, example }]) => {
    const schema = {
      ...TYPES[type],
      ...(min === undefined ? {} : { minimum: min }),
      ...(max === undefined ? {} : { maximum: max }),
    }
    const value = type === 'json' ? { content: { 'application/json': { schema } } } : { schema }
    const form = type === 'list' ? { style: 'form', explode: false } : {}
    const shown = example === undefined || type !== 'text' ? {} : { example }
    return { name, in: 'query', description: summary, required, ...value, ...form, ...shown }
  })
}

const IF_MATCH = {
  required: 'ETag of the record as it was read. A person who sends none is answered 428.',
  optional:
    'ETag of the record as it was read. Without it the call is about the record as it is when it comes; when somebody changes it in between, a move, assignment or deletion of a person is answered 412 and never carried out on top of that.',
} as const

function headerParameters(route: Route): readonly JsonSchema[] {
  const header = (name: string, description: string, required = false, example?: string) => ({
    name,
    in: 'header',
    description,
    required,
    schema: { type: 'string' },
    ...(example === undefined ? {} : { example }),
  })
  const parameters: JsonSchema[] = []
  if (writes(route) && !route.kind.endsWith('upload')) {
    const key = 'The same key gives the same answer and no second write; 8 to 200 visible ASCII characters.'
    parameters.push(header(HEADERS.key, key, false, '0b4e2f0e-6f0c-4d0e-9d0b-6c2f1f3f9a11'))
  }
  if (route.version) {
    parameters.push(header('If-Match', IF_MATCH[route.version], route.version === 'required', '"3"'))
  }
  if (route.kind === 'stream') parameters.push(header('Last-Event-ID', 'Go on after this event.', false, '1042'))
  return parameters
}
