import type { ErrorCode, ErrorDetails } from '@kith/core/shared'
import type { Connection } from './connection.ts'

/**
 * A refused request, told apart by `code` as a `KithError` of core: `isKithError` of `@kith/core/shared` knows it.
 * The class is not core's because its table of sentences would weigh more than the widgets that show their own.
 */
export class ApiError extends Error {
  override readonly name = 'KithError'
  readonly code: ErrorCode
  readonly details: ErrorDetails
  /** HTTP status, 0 when there was no answer. */
  readonly status: number

  constructor(code: ErrorCode, details: ErrorDetails = {}, status = 0) {
    super(typeof details['detail'] === 'string' ? details['detail'] : code)
    this.code = code
    this.details = details
    this.status = status
  }
}

/** What a request may carry. */
export interface CallOptions {
  readonly method?: string
  /** Sent as JSON, a FormData as it is. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined
  readonly query?: Readonly<Record<string, string | number | undefined>> | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Sends one request, without any retry.
 *
 * @throws ApiError with the code of the problem, `NETWORK` when there was no answer, `RATE_LIMITED` and the like with
 *   `details.retryAfterSeconds`
 */
export async function call<Answer>(connection: Connection, path: string, options: CallOptions = {}): Promise<Answer> {
  const response = await open(connection, path, options)
  return (response.status === 204 ? undefined : await response.json().catch(unreachable)) as Answer
}

/** As {@link call}, but gives the open response. */
export async function open(connection: Connection, path: string, options: CallOptions = {}): Promise<Response> {
  const { body, method = body === undefined ? 'GET' : 'POST', query, signal } = options
  const url = new URL(connection.base + path)
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined && value !== '') url.searchParams.set(name, String(value))
  const raw = body instanceof FormData
  const headers = new Headers()
  const all = { 'Kith-Site': connection.site, 'Content-Type': body && !raw ? 'application/json' : undefined }
  for (const [name, value] of Object.entries({ ...all, ...options.headers })) if (value) headers.set(name, value)
  const init: RequestInit = { method, headers, signal: signal ?? null }
  if (body !== undefined) init.body = raw ? body : JSON.stringify(body)
  const response = await fetch(url, init).catch(unreachable)
  if (!response.ok) throw await problem(response)
  return response
}

function unreachable(error: unknown): never {
  if (error instanceof Error && error.name === 'AbortError') throw error
  throw new ApiError('NETWORK')
}

async function problem(response: Response): Promise<ApiError> {
  const { status, headers } = response
  const details: ErrorDetails = await response.json().catch(() => ({}))
  const wait = Number(headers.get('Retry-After')) || undefined
  const code = (details['code'] as ErrorCode | undefined) ?? (status === 429 ? 'RATE_LIMITED' : 'INTERNAL')
  return new ApiError(code, wait ? { retryAfterSeconds: wait, ...details } : details, status)
}

/** A key that no other call has: 128 random bits, also on pages without TLS. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Waits, but no longer than until the connection is back or `signal` aborts. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const go = () => {
      clearTimeout(timer)
      removeEventListener('online', go)
      signal?.removeEventListener('abort', go)
      done()
    }
    const timer = setTimeout(go, ms)
    addEventListener('online', go)
    signal?.addEventListener('abort', go)
  })
}

/** Half to a whole of a time that doubles with each failure, so that many who wait do not come back at once. */
export const backOff = (failures: number, firstMs: number, longestMs: number): number =>
  Math.min(firstMs * 2 ** failures, longestMs) * (0.5 + Math.random() / 2)
