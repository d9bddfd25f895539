import type { CrmApi, WriteOptions } from '@kith/core'
import { type CallOptions, call, newKey } from './call.ts'
import { connectionOf } from './connection.ts'
import { sharedChanges } from './shared-changes.ts'

/** Where a screen asks. */
export interface HttpApiOptions {
  readonly base: string
  /** Sent with each request: `{ Authorization: 'Bearer …' }`. Not needed where the page's cookie signs in. */
  readonly headers?: Readonly<Record<string, string>>
  /** Paths of objects whose plural is not the English one: `{ person: 'people' }`. */
  readonly plurals?: Readonly<Record<string, string>>
}

/** How a signed-in person's calls go over the wire. */
export interface Requests {
  /** `/deals/d1/move` for `('deal', 'd1', 'move')`. */
  path(object: string, ...more: string[]): string
  read<Answer>(path: string, query?: object): Promise<Answer>
  /** A write without an idempotency key gets one, so that a caller may repeat it. */
  write<Answer>(path: string, body: unknown, options?: WriteOptions, method?: string): Promise<Answer>
  /** What every screen reads, and the changes: one stream for all tabs of a browser. */
  readonly reads: Pick<CrmApi, 'me' | 'model' | 'list' | 'get' | 'totals' | 'changes'>
}

/** Opens them; nothing is asked yet. */
export function requestsOf({ base, headers, plurals }: HttpApiOptions): Requests {
  const connection = connectionOf(base)
  const paths: Readonly<Record<string, string>> = { form: 'form-definitions', ...plurals }
  const path = (object: string, ...more: string[]) => {
    const plural = paths[object] ?? `${object}s`.replace(/([^aeiou])ys$/, '$1ies')
    return ['', plural, ...more.map(encodeURIComponent)].join('/')
  }
  const read = <Answer>(path: string, query?: CallOptions['query']) =>
    call<Answer>(connection, path, { query, headers })
  return {
    path,
    read,
    write: (path, body, { idempotencyKey = newKey(), ifVersion, correlation } = {}, method = 'POST') =>
      call(connection, path, {
        method,
        body,
        headers: {
          ...headers,
          'Idempotency-Key': idempotencyKey,
          'If-Match': ifVersion === undefined ? undefined : `"${ifVersion}"`,
          'Kith-Correlation': correlation,
        },
      }),
    reads: {
      me: () => read('/me'),
      model: () => read('/model'),
      list: (object, query) => read(path(object), query),
      get: (object, id) => read(path(object, id)),
      totals: (object, query) => read(`/totals${path(object)}`, query),
      changes: (query) => sharedChanges(connection, { ...query, headers }),
    },
  }
}
