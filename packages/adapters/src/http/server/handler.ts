import { isKithError, KithError } from '@kith/core/shared'
import {
  HEADERS,
  matchPath,
  type RouteInput,
  type RouteMatch,
  readCorrelation,
  readKey,
  readQuery,
  readVersion,
} from '../protocol/index.ts'
import { readJson } from './body.ts'
import { type Exchange, enterAsSite, enterAsUser, type Server, visitorToken } from './exchange.ts'
import { download, publicUpload, upload } from './files.ts'
import { createKeyMaker } from './form-post.ts'
import { createStreamCounter } from './live.ts'
import { createOpenApiDocuments, openApiAnswer } from './open-api-answer.ts'
import { openStream } from './open-stream.ts'
import { type CrmHost, type HandlerOptions, settingsOf } from './options.ts'
import { anySiteAllows, corsHeaders, isPrivateOrigin, preflightHeaders } from './origins.ts'
import { createRateLimiter } from './rate-limit.ts'
import { finished, isFailure, jsonResponse, problemResponse } from './responses.ts'
import { submit, thanks } from './submit.ts'

/** Answers a request. Never rejects. */
export type Handler = (request: Request) => Promise<Response>

/**
 * The whole API as one function from Request to Response, for Node, Workers, Deno and Bun, and for every framework that
 * speaks Fetch. Mount it at `basePath` with everything below it.
 *
 * @example
 * const handler = createHandler(crm, {
 *   authenticate: async (request) => (await sessionOf(request))?.principal,
 *   sites: [{ key: 'site_demo', tenant: 'main', origins: ['https://www.example.com'] }],
 * })
 * app.all('/kith/v1/*', (context) => handler(context.req.raw))
 */
export function createHandler(crm: CrmHost, options: HandlerOptions): Handler {
  const settings = settingsOf(options)
  const server: Server = {
    crm,
    settings,
    limiter: createRateLimiter(settings.limits),
    streams: createStreamCounter(settings.limits),
    keys: createKeyMaker(),
    documents: createOpenApiDocuments(crm.model, settings),
  }
  return (request) => handle(server, request)
}

async function handle(server: Server, request: Request): Promise<Response> {
  const requestId = crypto.randomUUID()
  const allowed: { origin?: string } = {}
  let isPublic = false
  let response: Response
  try {
    const exchange = route(server, request, requestId, allowed)
    isPublic = exchange instanceof Response || exchange.match.route.auth !== 'user'
    response = exchange instanceof Response ? exchange : await answer(exchange)
  } catch (error) {
    response = failure(server, request, requestId, error)
  }
  const cors = corsHeaders(allowed.origin, !isPublic)
  const done = finished(response, requestId, isPublic, cors)
  if (request.method !== 'HEAD') return done
  // What nobody reads is let go of: the body of a file holds it open.
  await done.body?.cancel().catch(() => {})
  return new Response(null, done)
}

function failure({ settings }: Server, request: Request, requestId: string, error: unknown): Response {
  // Work that ended because its caller went away has not failed.
  const isGone = request.signal.aborted && error === request.signal.reason
  if (!isGone && isFailure(error)) tell(settings, error, { requestId, request })
  return problemResponse(isKithError(error) ? error : new KithError('INTERNAL', { requestId }), requestId)
}

/** A host that fails to hear of an error does not keep its caller from an answer. */
function tell(settings: Server['settings'], error: unknown, about: { requestId: string; request: Request }): void {
  try {
    settings.onError?.(error, about)
  } catch {}
}

/** Finds the route of a request; an answer when there is nothing to call. */
function route(server: Server, request: Request, requestId: string, allowed: { origin?: string }): Exchange | Response {
  const url = new URL(request.url)
  const { basePath } = server.settings
  const matches = url.pathname.startsWith(`${basePath}/`) ? matchPath(url.pathname.slice(basePath.length)) : []
  if (matches.length === 0) throw new KithError('NOT_FOUND')
  const allow = allowedMethods(matches)
  if (request.method === 'OPTIONS') return options(server, request, matches, allow, allowed)
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const match = matches.find((one) => one.route.method === method)
  if (!match || !allow.includes(request.method)) {
    throw new KithError('METHOD_NOT_ALLOWED', { method: request.method.slice(0, 20), allow })
  }
  return { server, request, url, match, requestId, allowed }
}

function allowedMethods(matches: readonly RouteMatch[]): readonly string[] {
  const methods = new Set<string>(matches.map(({ route: { method } }) => method))
  const canHead = matches.some(({ route: { method, kind } }) => method === 'GET' && kind !== 'stream')
  return [...methods, ...(canHead ? ['HEAD'] : []), 'OPTIONS']
}

/** Answers what a browser asks before it sends something to another origin. */
function options(
  { settings }: Server,
  request: Request,
  matches: readonly RouteMatch[],
  allow: readonly string[],
  allowed: { origin?: string },
): Response {
  const origin = request.headers.get('Origin')
  const headers = { Allow: allow.join(', ') }
  if (origin === null || !request.headers.has('Access-Control-Request-Method')) {
    return new Response(null, { status: 204, headers })
  }
  const isPublic = matches.some(({ route: { auth } }) => auth !== 'user')
  const mayAsk = isPublic ? anySiteAllows(origin, settings.sites) : isPrivateOrigin(origin, settings)
  if (!mayAsk) throw new KithError('ORIGIN_REFUSED')
  allowed.origin = origin
  const credentials = isPublic ? {} : { 'Access-Control-Allow-Credentials': 'true' }
  return new Response(null, { status: 204, headers: { ...headers, ...preflightHeaders(allow), ...credentials } })
}

async function answer(exchange: Exchange): Promise<Response> {
  const { route: row } = exchange.match
  switch (row.kind) {
    case 'submit':
      return submit(exchange)
    case 'thanks':
      return thanks(exchange)
    case 'upload':
      return upload(exchange)
    case 'public-upload':
      return publicUpload(exchange)
    case 'download':
      return download(exchange)
    case 'openapi':
      return openApiAnswer(exchange)
    case 'stream':
      return openStream(exchange, row)
    case 'json': {
      if (row.auth === 'user') {
        const { api } = await enterAsUser(exchange)
        return jsonResponse(await row.call(api, await inputOf(exchange)), row.status)
      }
      const { api } = await enterAsSite(exchange)
      const input = await inputOf(exchange)
      const options = { idempotencyKey: crypto.randomUUID(), ...input.options }
      return jsonResponse(await row.call(api, { ...input, options }), row.status)
    }
  }
}

/** Reads everything that a route takes. */
async function inputOf(exchange: Exchange): Promise<RouteInput> {
  const { request, url, match, server } = exchange
  const { route: row, params } = match
  const visitor = row.auth === 'visitor' ? visitorToken(request) : ''
  const { bodyBytes, bodyMs } = server.settings.limits
  const idempotencyKey = readKey(request.headers.get(HEADERS.key))
  const correlation = readCorrelation(request.headers.get(HEADERS.correlation))
  const ifVersion = row.version ? readVersion(request.headers.get('If-Match')) : undefined
  return {
    object: objectOf(exchange),
    id: params['id'] ?? '',
    query: readQuery(url.searchParams, row.query),
    body: await readJson(request, row, { limitBytes: bodyBytes, timeoutMs: bodyMs }),
    visitor,
    signal: request.signal,
    options: {
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      ...(correlation === undefined ? {} : { correlation }),
      ...(ifVersion === undefined ? {} : { ifVersion }),
    },
  }
}

function objectOf({ match: { params }, server }: Exchange): string {
  const { plural, name } = params
  return plural === undefined ? (name ?? '') : server.crm.model.byPlural(plural).name
}
