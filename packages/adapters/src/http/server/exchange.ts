import type { FullCrmApi, PublicApi, Scope } from '@kith/core'
import { KithError } from '@kith/core/shared'
import { HEADERS, type LimitName, type RouteMatch } from '../protocol/index.ts'
import type { KeyMaker } from './form-post.ts'
import type { StreamCounter } from './live.ts'
import type { OpenApiDocuments } from './open-api-answer.ts'
import type { CrmHost, Principal, Settings, Site } from './options.ts'
import { checkPrivateOrigin, checkSiteOrigin } from './origins.ts'
import { networkOf, type RateLimiter } from './rate-limit.ts'

/** The parts of a handler. */
export interface Server {
  readonly crm: CrmHost
  readonly settings: Settings
  readonly limiter: RateLimiter
  readonly streams: StreamCounter
  readonly keys: KeyMaker
  readonly documents: OpenApiDocuments
}

/** One request on its way to its answer. */
export interface Exchange {
  readonly server: Server
  readonly request: Request
  readonly url: URL
  readonly match: RouteMatch
  readonly requestId: string
  /** Origin that may read the answer, set as soon as it is known to be allowed. */
  readonly allowed: { origin?: string }
}

export const nowMs = ({ server }: Exchange): number => Date.parse(server.settings.clock.now())

/** Who asks, with an API in their scope. */
export interface UserCall {
  readonly scope: Scope
  readonly api: FullCrmApi
}

/**
 * Lets a known user in. The tenant comes from the principal alone.
 *
 * @throws KithError `ORIGIN_REFUSED`, `UNAUTHENTICATED`
 */
export async function enterAsUser(exchange: Exchange): Promise<UserCall> {
  const { server, request, allowed } = exchange
  const origin = checkPrivateOrigin(request, server.settings)
  if (origin !== undefined) allowed.origin = origin
  const scope = scopeOf(await server.settings.authenticate(request))
  if (!scope) throw new KithError('UNAUTHENTICATED')
  return { scope, api: server.crm.as(scope) }
}

/** The scope of a principal; undefined when there is none or it lacks what a scope needs. */
export function scopeOf(principal: Principal | undefined): Scope | undefined {
  if (!principal?.tenant || !principal.id) return undefined
  const { tenant, id, kind = 'user', roles, teams } = principal
  return { tenant, actor: { kind, id }, roles, ...(teams ? { teams } : {}) }
}

/** A visitor's page, with an API of its site. */
export interface SiteCall {
  readonly site: Site
  readonly api: PublicApi
}

/**
 * Lets a page of a known site in. The tenant comes from the site alone.
 *
 * @throws KithError `SITE_UNKNOWN`, `ORIGIN_REFUSED`, `RATE_LIMITED`
 */
export async function enterAsSite(exchange: Exchange, givenKey?: string): Promise<SiteCall> {
  const { server, request, url, match, allowed } = exchange
  const key = request.headers.get(HEADERS.site) ?? givenKey ?? url.searchParams.get('site') ?? ''
  const site = await findSite(server.settings.sites, key)
  if (!site) throw new KithError('SITE_UNKNOWN')
  const origin = checkSiteOrigin(request, site)
  if (origin !== undefined) allowed.origin = origin
  const network = networkOf(server.settings.clientAddress?.(request) ?? '')
  const { limit } = match.route as { readonly limit?: LimitName }
  if (limit) countCall(exchange, limit, site, network)
  checkForm(exchange, site)
  const api = server.crm.visitors({ tenant: site.tenant, ...(site.forms ? { formIds: site.forms } : {}) })
  return { site, api }
}

/** A form that the site may not show is as unknown as one that is not there. */
function checkForm({ match: { route, params } }: Exchange, { forms }: Site): void {
  if (route.path.startsWith('/forms/') && forms && !forms.includes(params['id'] ?? '')) throw new KithError('NOT_FOUND')
}

async function findSite(sites: Settings['sites'], key: string): Promise<Site | undefined> {
  if (key === '' || key.length > 200) return undefined
  const site = typeof sites === 'function' ? await sites(key) : sites?.find((one) => one.key === key)
  return site?.key === key ? site : undefined
}

/** Callers whose address is unknown share a bucket that is this much larger. */
const SHARED = 20

function countCall({ server, ...exchange }: Exchange, limit: LimitName, site: Site, network: string): void {
  const { rates } = server.settings.limits
  if (!rates) return
  const factor = network === '' ? SHARED : 1
  const rate = { burst: rates[limit].burst * factor, perSecond: rates[limit].perSecond * factor }
  const wait = server.limiter.take(`${limit} ${site.key} ${network}`, rate, nowMs({ server, ...exchange }))
  if (wait > 0) throw new KithError('RATE_LIMITED', { retryAfterSeconds: wait })
}

/**
 * The token of a visitor's conversation.
 *
 * @throws KithError `UNAUTHENTICATED`
 */
export function visitorToken(request: Request): string {
  const token = request.headers.get(HEADERS.visitor) ?? ''
  if (token === '' || token.length > 1000) throw new KithError('UNAUTHENTICATED')
  return token
}
