import { KithError } from '@kith/core/shared'
import type { KyInstance } from 'ky'
import type { ClientOptions } from '../client.ts'
import { HEADERS, versionTag } from '../protocol/headers.ts'
import { errorOfProblem } from '../protocol/problem.ts'
import { writeQuery } from '../protocol/query.ts'
import { fillPath, ROUTES } from '../protocol/routes.ts'
import type { Route } from '../protocol/types.ts'

/** What one call sends. */
export interface CallInput {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, unknown>> | undefined
  readonly body?: unknown
  readonly options?: {
    readonly idempotencyKey?: string
    readonly ifVersion?: number
    readonly correlation?: string
  }
  readonly visitor?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal | undefined
}

/** Sends calls of the route table. */
export interface Connection {
  /** The answer of a route, read as JSON. */
  call<Answer>(route: string, input?: CallInput): Promise<Answer>
  /** The open answer of a route, without retries and without a time limit: streams and uploads. */
  open(route: string, input?: CallInput): Promise<Response>
  readonly signal: AbortSignal | undefined
}

const byName = new Map<string, Route>(ROUTES.map((route) => [route.name, route]))
const RETRIED = [408, 429, 500, 502, 503, 504]

/** Connects to a server; nothing is sent until the first call. */
export function connect(options: ClientOptions): Connection {
  const { timeoutMs = 15_000, retry = 3, fetch, signal } = options
  let loaded: Promise<KyInstance> | undefined
  const ky = () => (loaded ??= loadKy())
  const send = async (name: string, input: CallInput, tries: number, timeout: number | false) => {
    const route = byName.get(name) as Route
    const { url, init } = requestOf(options, route, input)
    const request = (await ky())(url, {
      ...init,
      ...(fetch ? { fetch: (given, more) => fetch(given instanceof Request ? given : new Request(given, more)) } : {}),
      timeout,
      retry: {
        limit: tries,
        methods: ['get', 'post', 'patch', 'delete'],
        statusCodes: RETRIED,
        afterStatusCodes: [429, 503],
        maxRetryAfter: 30_000,
        backoffLimit: 10_000,
        jitter: true,
        retryOnTimeout: true,
      },
    })
    try {
      return await request
    } catch (error) {
      throw await toKithError(error, [input.signal, signal])
    }
  }
  return {
    signal,
    call: async <Answer>(name: string, input: CallInput = {}) => {
      const response = await send(name, input, retry, timeoutMs)
      return response.json<Answer>().catch((error: unknown) => {
        throw new KithError('NETWORK', {}, { cause: error })
      })
    },
    open: (name, input = {}) => send(name, input, 0, false),
  }
}

function requestOf(options: ClientOptions, route: Route, input: CallInput) {
  const { baseUrl, site } = options
  const path = fillPath(route.path, input.params ?? {})
  const url = `${baseUrl.replace(/\/+$/, '')}${path}${writeQuery(input.query ?? {})}`
  const { headers, body } = contentOf(options, route, input)
  if (site !== undefined && route.auth !== 'user') headers.set(HEADERS.site, site)
  const signals = [options.signal, input.signal].filter((signal) => signal !== undefined)
  const streamed = body instanceof ReadableStream ? { duplex: 'half' as const } : {}
  const init = {
    method: route.method,
    headers,
    ...(body === undefined ? {} : { body }),
    ...(signals.length > 0 ? { signal: AbortSignal.any(signals) } : {}),
    ...streamed,
  }
  return { url, init }
}

function contentOf({ headers: given }: ClientOptions, route: Route, input: CallInput) {
  const headers = new Headers(typeof given === 'function' ? given() : given)
  for (const [name, value] of Object.entries(input.headers ?? {})) headers.set(name, value)
  const { idempotencyKey, ifVersion, correlation } = input.options ?? {}
  if (route.method !== 'GET' && route.kind !== 'upload' && route.kind !== 'public-upload') {
    headers.set(HEADERS.key, idempotencyKey ?? crypto.randomUUID())
  }
  if (ifVersion !== undefined) headers.set('If-Match', versionTag(ifVersion))
  if (correlation !== undefined) headers.set(HEADERS.correlation, correlation)
  if (input.visitor !== undefined) headers.set(HEADERS.visitor, input.visitor)
  const raw = input.body instanceof Blob || input.body instanceof ReadableStream
  if (raw) return { headers, body: input.body as Blob | ReadableStream }
  if (input.body === undefined) return { headers, body: undefined }
  headers.set('Content-Type', 'application/json')
  return { headers, body: JSON.stringify(input.body) }
}

async function loadKy(): Promise<KyInstance> {
  try {
    return (await import('ky')).default
  } catch (error) {
    throw new KithError('DEPENDENCY_MISSING', { package: 'ky', option: 'ky' }, { cause: error })
  }
}

/** The error that the server told of; `NETWORK` where it told of none. What the caller aborted stays an abort. */
async function toKithError(error: unknown, signals: readonly (AbortSignal | undefined)[]): Promise<unknown> {
  if (signals.some((signal) => signal?.aborted)) return error
  const { response, data } = error as { readonly response?: Response; readonly data?: unknown }
  if (!response) return new KithError('NETWORK', {}, { cause: error })
  const problem = data ?? (response.bodyUsed ? undefined : await response.json().catch(() => undefined))
  return errorOfProblem(problem) ?? new KithError('NETWORK', { status: response.status }, { cause: error })
}
