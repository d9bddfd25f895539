import { isKithError, type KithError } from '@kith/core/shared'
import { HEADERS, PROBLEM_TYPE, problemOf, versionTag } from '../protocol/index.ts'

const COMMON: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  Vary: 'Origin',
}
/** What a JSON answer may do when a browser shows it as a page: nothing. */
const INERT = "default-src 'none'; frame-ancestors 'none'; sandbox"

/** An answer with JSON. A record carries its version as the entity tag. */
export function jsonResponse(body: unknown, status: number, headers: Readonly<Record<string, string>> = {}): Response {
  const version = (body as { readonly version?: unknown; readonly id?: unknown } | null | undefined)?.version
  const isRecord = typeof version === 'number' && typeof (body as { readonly id?: unknown }).id === 'string'
  return new Response(JSON.stringify(body ?? null), {
    status,
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Security-Policy': INERT,
      ...(isRecord ? { ETag: versionTag(version) } : {}),
      ...headers,
    },
  })
}

/** An answer with the problem details of an error. */
export function problemResponse(error: KithError, requestId: string): Response {
  const problem = problemOf(error, requestId)
  const { retryAfterSeconds, allow } = error.details
  return new Response(JSON.stringify(problem), {
    status: problem.status || 500,
    headers: {
      'Content-Type': PROBLEM_TYPE,
      'Content-Security-Policy': INERT,
      ...(typeof retryAfterSeconds === 'number' ? { 'Retry-After': String(Math.ceil(retryAfterSeconds)) } : {}),
      ...(Array.isArray(allow) ? { Allow: allow.join(', ') } : {}),
      ...(problem.status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
    },
  })
}

/** Fills in what every answer carries, without touching what one has set itself. */
export function finished(
  response: Response,
  requestId: string,
  isPublic: boolean,
  more: Readonly<Record<string, string>>,
): Response {
  const policy = isPublic ? 'cross-origin' : 'same-origin'
  const all = { ...COMMON, 'Cross-Origin-Resource-Policy': policy, [HEADERS.request]: requestId, ...more }
  for (const [name, value] of Object.entries(all)) if (!response.headers.has(name)) response.headers.set(name, value)
  return response
}

/** Whether an error is our own failure rather than the caller's. */
export const isFailure = (error: unknown): boolean => !isKithError(error) || error.status >= 500
