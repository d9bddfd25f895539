import type { CrmApi, ListQuery, TotalsQuery, WriteOptions } from '@kith/core'
import { type CallOptions, call, newKey } from './call.ts'
import { connectionOf } from './connection.ts'

/** What screens for colleagues need of a {@link CrmApi}; the typed client of `@kith/adapters` has the whole. */
export type ScreenApi = Pick<
  CrmApi,
  | 'me'
  | 'model'
  | 'list'
  | 'get'
  | 'totals'
  | 'create'
  | 'update'
  | 'moveDeal'
  | 'assign'
  | 'convertLead'
  | 'openConversation'
  | 'sendMessage'
  | 'closeConversation'
  | 'undo'
  | 'changes'
>

/** Where {@link httpApi} asks. */
export interface HttpApiOptions {
  readonly base: string
  /** Sent with each request: `{ Authorization: 'Bearer …' }`. Not needed where the page's cookie signs in. */
  readonly headers?: Readonly<Record<string, string>>
  /** Paths of objects whose plural is not the English one: `{ person: 'people' }`. */
  readonly plurals?: Readonly<Record<string, string>>
}

/**
 * The API of a signed-in person, by fetch. Writes without an idempotency key get one, so that a caller may repeat them.
 * All tabs of a browser share one stream of changes.
 *
 * @example
 * board.client = httpApi({ base: '/kith/v1' })
 */
export function httpApi(options: HttpApiOptions): ScreenApi {
  const connection = connectionOf(options.base)
  const paths: Readonly<Record<string, string>> = { form: 'form-definitions', ...options.plurals }
  const plural = (object: string) =>
    paths[object] ?? (/[^aeiou]y$/.test(object) ? `${object.slice(0, -1)}ies` : `${object}s`)
  const of = (object: string, ...more: string[]) => ['', plural(object), ...more.map(encodeURIComponent)].join('/')
  const read = <Answer>(path: string, query?: CallOptions['query']) =>
    call<Answer>(connection, path, { query, headers: options.headers })
  const write = <Answer>(
    method: string,
    path: string,
    body: unknown,
    { idempotencyKey, ifVersion, correlation }: WriteOptions = {},
  ) =>
    call<Answer>(connection, path, {
      method,
      body,
      headers: {
        ...options.headers,
        'Idempotency-Key': idempotencyKey ?? newKey(),
        'If-Match': ifVersion === undefined ? undefined : `"${ifVersion}"`,
        'Kith-Correlation': correlation,
      },
    })
  return {
    me: () => read('/me'),
    model: () => read('/model'),
    list: (object, query) => read(of(object), listQuery(query)),
    get: (object, id) => read(of(object, id)),
    totals: (object, query) => read(`/totals${of(object)}`, totalsQuery(query)),
    create: (object, values, o) => write('POST', of(object), values, o),
    update: (object, id, values, o) => write('PATCH', of(object, id), values, o),
    moveDeal: (id, input, o) => write('POST', of('deal', id, 'move'), input, o),
    assign: (object, id, input, o) => write('POST', of(object, id, 'assign'), input, o),
    convertLead: (id, input, o) => write('POST', of('lead', id, 'convert'), input ?? {}, o),
    openConversation: (input, o) => write('POST', of('conversation'), input, o),
    sendMessage: (id, input, o) => write('POST', of('conversation', id, 'messages'), input, o),
    closeConversation: (id, o) => write('POST', of('conversation', id, 'close'), {}, o),
    undo: (input, o) => write('POST', '/undo', input, o),
    async *changes(query) {
      const { sharedChanges } = await import('./shared-changes.ts')
      yield* sharedChanges(connection, { ...query, headers: options.headers })
    },
  }
}

const json = (value: unknown) => (value === undefined ? undefined : JSON.stringify(value))

function listQuery({ where, sort, limit, cursor, search, deleted }: ListQuery = {}): CallOptions['query'] {
  return { where: json(where), sort, limit, cursor, search, deleted: deleted ? 'true' : undefined }
}

function totalsQuery({ where, groupBy, sum }: TotalsQuery = {}): CallOptions['query'] {
  return { where: json(where), groupBy: groupBy?.join(','), sum: sum?.join(',') }
}
