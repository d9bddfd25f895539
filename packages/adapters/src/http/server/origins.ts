import { KithError } from '@kith/core/shared'
import { HEADERS } from '../protocol/index.ts'
import type { Settings, Site } from './options.ts'

/**
 * Whether a browser says that a request comes from a page of the server's own origin. `Sec-Fetch-Site` is believed
 * first, because behind a proxy the address that the server sees need not be the one that the page has.
 */
export function isSameOrigin(request: Request): boolean {
  const site = request.headers.get('Sec-Fetch-Site')
  if (site !== null) return site === 'same-origin'
  return request.headers.get('Origin') === new URL(request.url).origin
}

const sameOrigin = (origin: string) => (listed: string) => listed.replace(/\/+$/, '') === origin

/**
 * Lets a page of a site's list through, and callers that are no browser (they send no `Origin`).
 *
 * @returns the origin that the answer is for, where it is another one than the server's own
 * @throws KithError `ORIGIN_REFUSED`
 */
export function checkSiteOrigin(request: Request, site: Site): string | undefined {
  const origin = request.headers.get('Origin')
  if (origin === null) return undefined
  if (origin !== 'null' && site.origins.some(sameOrigin(origin))) return origin
  if (origin !== 'null' && isSameOrigin(request)) return undefined
  throw new KithError('ORIGIN_REFUSED')
}

/**
 * Keeps other sites away from the private routes. What carries a cookie and changes something has to prove that it
 * comes from the server's own pages, or from an origin of the list.
 *
 * @throws KithError `ORIGIN_REFUSED`
 */
export function checkPrivateOrigin(request: Request, { origins = [] }: Settings): string | undefined {
  const origin = request.headers.get('Origin')
  if (origin !== null && origin !== 'null' && origins.some(sameOrigin(origin))) return origin
  const isUnsafe = !['GET', 'HEAD', 'OPTIONS'].includes(request.method)
  const byCookie = request.headers.has('Cookie') && !request.headers.has('Authorization')
  const mustProve = origin !== null || (isUnsafe && (byCookie || request.headers.has('Sec-Fetch-Site')))
  if (mustProve && !isSameOrigin(request)) throw new KithError('ORIGIN_REFUSED')
  return undefined
}

const EXPOSED = ['ETag', 'Retry-After', 'Location', HEADERS.request].join(', ')
const ALLOWED = [
  'Accept',
  'Authorization',
  'Content-Type',
  'If-Match',
  'Last-Event-ID',
  HEADERS.key,
  HEADERS.site,
  HEADERS.visitor,
  HEADERS.correlation,
].join(', ')

/** The headers that let a page of another origin read an answer. */
export function corsHeaders(origin: string | undefined, withCredentials: boolean): Readonly<Record<string, string>> {
  if (origin === undefined) return {}
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': EXPOSED,
    ...(withCredentials ? { 'Access-Control-Allow-Credentials': 'true' } : {}),
  }
}

/** The answer to a browser that asks before it sends. */
export function preflightHeaders(methods: readonly string[]): Readonly<Record<string, string>> {
  return {
    'Access-Control-Allow-Methods': methods.join(', '),
    'Access-Control-Allow-Headers': ALLOWED,
    'Access-Control-Max-Age': '600',
  }
}

/** Whether any site may be shown on this origin. A browser does not say in advance which key it will send. */
export function anySiteAllows(origin: string, sites: Settings['sites']): boolean {
  if (origin === 'null' || sites === undefined) return false
  return typeof sites === 'function' || sites.some((site) => site.origins.some(sameOrigin(origin)))
}

/** Whether the private routes are open to this origin. */
export const isPrivateOrigin = (origin: string, { origins = [] }: Settings): boolean =>
  origin !== 'null' && origins.some(sameOrigin(origin))
