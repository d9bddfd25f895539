import {
  createModel,
  defineObject,
  type FullCrmApi,
  type PublicApi,
  type Scope,
  type StoredRecord,
  text,
} from '@kith/core'
import { KithError } from '@kith/core/shared'
import type { CrmHost, HandlerOptions, Principal, Site, VisitorSite } from '../server/index.ts'

/** One call that reached the API. */
export interface FakeCall {
  readonly scope: Scope | VisitorSite
  readonly method: string
  readonly args: readonly unknown[]
}

type Answers = { readonly [Name in keyof (FullCrmApi & PublicApi)]?: (...args: never[]) => unknown }

const label = { label: 'x', pluralLabel: 'x', title: 'name', fields: { name: text() } } as const
export const fakeModel = createModel([
  defineObject({ name: 'deal', ...label }),
  defineObject({ name: 'lead', ...label }),
  defineObject({ name: 'file', ...label }),
  defineObject({ name: 'activity', plural: 'activities', ...label }),
])

/** A CRM that writes down what it is asked and answers what the test says; everything else is not found. */
export function fakeCrm(answers: Answers = {}): { readonly crm: CrmHost; readonly calls: FakeCall[] } {
  const calls: FakeCall[] = []
  const api = (scope: Scope | VisitorSite) =>
    new Proxy({} as FullCrmApi & PublicApi, {
      get: (_, method: string) => {
        const answer = answers[method as keyof Answers] as ((...args: unknown[]) => unknown) | undefined
        return (...args: unknown[]) => {
          calls.push({ scope, method, args })
          if (method === 'changes' || method === 'visitorChanges') return answer?.(...args)
          return Promise.resolve().then(() => {
            if (answer) return answer(...args)
            throw new KithError('NOT_FOUND')
          })
        }
      },
    })
  return { crm: { model: fakeModel, as: api, visitors: api }, calls }
}

export const aRecord = (id = 'd1', version = 3): StoredRecord => ({ id, version, name: 'Deal' })

export const PRINCIPALS: Readonly<Record<string, Principal>> = {
  'Bearer ida': { tenant: 'main', id: 'ida', roles: ['admin'], teams: ['north'] },
  'Bearer odd': { tenant: 'other', id: 'odd', roles: ['admin'] },
}

export const SITE: Site = { key: 'site_demo', tenant: 'main', origins: ['https://shop.example'] }

/** Options that know two users and one site. */
export const OPTIONS: HandlerOptions = {
  authenticate: (request) => PRINCIPALS[request.headers.get('Authorization') ?? request.headers.get('Cookie') ?? ''],
  sites: [SITE],
}

export const BASE = 'https://crm.example/kith/v1'

/** A request to the API: JSON when there is a body. */
export function aRequest(method: string, path: string, init: { body?: unknown; headers?: HeadersInit } = {}): Request {
  const headers = new Headers(init.headers)
  const isRaw = typeof init.body === 'string' || init.body instanceof ReadableStream || init.body instanceof FormData
  const body = isRaw ? (init.body as BodyInit) : init.body === undefined ? null : JSON.stringify(init.body)
  if (body !== null && !isRaw && !headers.has('Content-Type')) headers.set('Content-Type', 'application/json')
  const streamed = init.body instanceof ReadableStream ? { duplex: 'half' } : {}
  return new Request(`${BASE}${path}`, { method, headers, body, ...streamed } as RequestInit)
}

/** A request of the known user. */
export const asIda = (method: string, path: string, init: { body?: unknown; headers?: Record<string, string> } = {}) =>
  aRequest(method, path, { ...init, headers: { Authorization: 'Bearer ida', ...init.headers } })

/** A request of a page of the known site. */
export const asPage = (method: string, path: string, init: { body?: unknown; headers?: Record<string, string> } = {}) =>
  aRequest(method, path, { ...init, headers: { 'Kith-Site': 'site_demo', ...init.headers } })

export const problem = async (response: Response) =>
  (await response.json()) as { code: string; [name: string]: unknown }
