import { OPERATION_ROUTES } from './operation-routes.ts'
import { PUBLIC_ROUTES } from './public-routes.ts'
import { RECORD_ROUTES } from './record-routes.ts'
import { RULE_ROUTES } from './rule-routes.ts'
import type { Route } from './types.ts'

/** Every address that the server answers. Handler, OpenAPI document and client are derived from it. */
export const ROUTES: readonly Route[] = [...PUBLIC_ROUTES, ...OPERATION_ROUTES, ...RULE_ROUTES, ...RECORD_ROUTES]

/** Where Kith is mounted unless an app says otherwise. */
export const BASE_PATH = '/kith/v1'

/** Paths of the objects that Kith brings, for a client that has not asked for the model yet. */
export const STANDARD_PLURALS: Readonly<Record<string, string>> = {
  contact: 'contacts',
  company: 'companies',
  lead: 'leads',
  deal: 'deals',
  pipeline: 'pipelines',
  activity: 'activities',
  ticket: 'tickets',
  form: 'form-definitions',
  submission: 'submissions',
  consent: 'consents',
  conversation: 'conversations',
  message: 'messages',
  user: 'users',
  team: 'teams',
  territory: 'territories',
  tag: 'tags',
  file: 'files',
  link: 'links',
  tenant: 'tenants',
  review: 'reviews',
}

const firstOf = (path: string) => path.split('/')[1] ?? ''
const standard = new Set(Object.values(STANDARD_PLURALS))

/** First parts of paths that no object may have as its plural: `forms`, `chat`, `me`… */
export const RESERVED_PLURALS: ReadonlySet<string> = new Set(
  ROUTES.map((route) => firstOf(route.path)).filter((part) => !part.startsWith('{') && !standard.has(part)),
)

/** A route that fits a path, with what stands in the place of its parameters. */
export interface RouteMatch {
  readonly route: Route
  readonly params: Readonly<Record<string, string>>
}

/**
 * The routes that fit a path below the base path, whatever their method, the most literal first.
 *
 * @example
 * matchPath('/deals/42/move').map(({ route }) => route.name) // ['moveDeal']
 */
export function matchPath(path: string): readonly RouteMatch[] {
  const parts = path.split('/').slice(1).map(decoded)
  if (parts.some((part) => part === undefined || part === '')) return []
  return BY_LITERALS.flatMap((route) => {
    const params = paramsOf(route.path.split('/').slice(1), parts as string[])
    return params ? [{ route, params }] : []
  })
}

/** The path of a route with its parameters filled in. */
export function fillPath(path: string, params: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
}

const literals = (route: Route) =>
  route.path
    .split('/')
    .map((part) => (part.startsWith('{') ? '1' : '0'))
    .join('')
const BY_LITERALS = [...ROUTES].sort((left, right) => (literals(left) < literals(right) ? -1 : 1))

function paramsOf(pattern: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined
  const params: Record<string, string> = {}
  for (const [at, expected] of pattern.entries()) {
    const part = parts[at] ?? ''
    if (!expected.startsWith('{')) {
      if (expected !== part) return undefined
    } else if (expected === '{plural}' && RESERVED_PLURALS.has(part)) return undefined
    else params[expected.slice(1, -1)] = part
  }
  return params
}

function decoded(part: string): string | undefined {
  try {
    const text = decodeURIComponent(part)
    return text.length <= 200 && /^[^\p{Cc}/\\]*$/u.test(text) ? text : undefined
  } catch {
    return undefined
  }
}
