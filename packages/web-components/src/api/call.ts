import type { ErrorCode, ErrorDetails } from '@kith/core/shared'
import type { Connection } from './connection.ts'

/**
 * A refused request, told apart by `code` as a `KithError` of core: `isKithError` of `@kith/core/shared` knows it.
 * The class is not core's because its table of sentences would weigh more than the widgets that show their own.
 */
export class ApiError extends Error {
  override readonly name = 'KithError'
  declare readonly code: ErrorCode
  declare readonly details: ErrorDetails
  /** HTTP status, 0 when there was no answer. */
  declare readonly status: number

  constructor(code: ErrorCode, details: ErrorDetails = {}, status = 0) {
    super(String(details['detail'] ?? code))
    Object.assign(this, { code, details, status })
  }
}

/** What a request may carry. */
export interface CallOptions {
  readonly method?: string
  /** Sent as JSON, a FormData as it is. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined
  /** Filters are sent as JSON, lists by commas. */
  readonly query?: object | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Sends one request, without any retry.
 *
 * @throws ApiError with the code of the problem, `NETWORK` when there was no answer, `RATE_LIMITED` and the like with
 *   `details.retryAfterSeconds`
 */
export async function call<Answer>(connection: Connection, path: string, options?: CallOptions): Promise<Answer> {
  const response = await open(connection, path, options)
  return (response.status === 204 ? undefined : await response.json().catch(unreachable)) as Answer
}

/** As {@link call}, but gives the open response. */
export async function open(
  { base, site }: Connection,
  path: string,
  { body, method = body ? 'POST' : 'GET', headers, query, signal }: CallOptions = {},
): Promise<Response> {
  const isJson = body && !(body instanceof FormData)
  const init = {
    method,
    body: isJson ? JSON.stringify(body) : body,
    headers: given({ 'Kith-Site': site, 'Content-Type': isJson && 'application/json', ...headers }),
    signal,
  }
  const search = query ? `?${new URLSearchParams(given(query))}` : ''
  const response = await fetch(base + path + search, init as RequestInit).catch(unreachable)
  if (response.ok) return response
  const { status, headers: told } = response
  const problem: ErrorDetails = await response.json().catch(() => ({}))
  throw new ApiError(
    (problem['code'] ?? (status === 429 ? 'RATE_LIMITED' : 'INTERNAL')) as ErrorCode,
    { retryAfterSeconds: Number(told.get('Retry-After')), ...problem },
    status,
  )
}

/** Entries that have a value, as text. */
const given = (values: object): string[][] =>
  Object.entries(values)
    .filter(([, value]) => value)
    .map(([name, value]) => [name, value.constructor === Object ? JSON.stringify(value) : `${value}`])

function unreachable(): never {
  throw new ApiError('NETWORK')
}

/** A key that no other call has: 128 random bits, also on pages without TLS. */
export const newKey = (): string => crypto.getRandomValues(new Uint32Array(4)).join('-')

/** Waits, but no longer than until the connection is back or `signal` aborts. */
export const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((done) => {
    const end = new AbortController()
    const go = () => {
      end.abort()
      done()
    }
    setTimeout(go, ms)
    addEventListener('online', go, end)
    signal?.addEventListener('abort', go, end)
  })

/** Half to a whole of a time that doubles with each failure, so that many who wait do not come back at once. */
export const backOff = (failures: number, firstMs: number, longestMs: number): number =>
  Math.min(firstMs * 2 ** failures, longestMs) * (0.5 + Math.random() / 2)
