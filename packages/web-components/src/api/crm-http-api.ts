import type { CrmApi, ModelDescription, RulesApi } from '@kith/core'
import { call } from './call.ts'
import { connectionOf } from './connection.ts'
import { type HttpApiOptions, httpApi } from './http-api.ts'
import { requestsOf } from './requests.ts'
import { rulesOver } from './rules-http-api.ts'

/**
 * The whole {@link CrmApi} of a signed-in person and its {@link RulesApi}, by fetch: what record pages, lists and rules
 * need beside {@link httpApi}.
 * Paths of an app's own objects are asked of the server once. An upload sends the file as it is.
 *
 * @example
 * list.client = crmHttpApi({ base: '/kith/v1' })
 */
export function crmHttpApi(options: HttpApiOptions): CrmApi & RulesApi {
  const plurals: Record<string, string> = { ...options.plurals }
  const basic = httpApi({ ...options, plurals })
  const requests = requestsOf(options)
  const { read, write } = requests
  let asked: Promise<ModelDescription> | undefined
  const paths = async () => {
    asked ??= basic.model()
    asked.catch(() => (asked = undefined))
    return new Map((await asked).objects.map(({ name, plural }) => [name, plural]))
  }
  const of = async (object: string, ...more: string[]) =>
    ['', (await paths()).get(object) ?? object, ...more.map(encodeURIComponent)].join('/')
  return {
    ...basic,
    ...rulesOver(options, requests),
    why: async (object, id, query) => read(await of(object, id, 'why'), query),
    list: async (object, query) => read(await of(object), query),
    get: async (object, id) => read(await of(object, id)),
    totals: async (object, query) => read(`/totals${await of(object)}`, query),
    create: async (object, values, more) => write(await of(object), values, more),
    update: async (object, id, values, more) => write(await of(object, id), values, more, 'PATCH'),
    remove: async (object, id, more) => write(await of(object, id), undefined, more, 'DELETE'),
    restore: async (object, id, more) => write(await of(object, id, 'restore'), {}, more),
    assign: async (object, id, input, more) => write(await of(object, id, 'assign'), input, more),
    search: (q, more) => read('/search', { q, ...more }),
    timeline: async (object, id, query) => read(await of(object, id, 'timeline'), query),
    log: (query) => read('/log', query),
    history: async (object, id, query) => read(await of(object, id, 'history'), query),
    logActivity: (input, more) => write('/activities', input, more),
    completeTask: (id, input, more) => write(`/activities/${id}/complete`, input ?? {}, more),
    giveConsent: (input, more) => write('/consents', input, more),
    withdrawConsent: (id, input, more) => write(`/consents/${id}/withdraw`, input ?? {}, more),
    openTicket: (input, more) => write('/tickets', input, more),
    closeTicket: (id, input, more) => write(`/tickets/${id}/close`, input ?? {}, more),
    addField: (object, id, definition, more) => write(`/objects/${object}/fields`, { ...definition, id }, more),
    upload: async ({ name, body }) => {
      const file = body instanceof Blob ? body : await new Response(body).blob()
      const form = new FormData()
      form.set('file', new File([file], name, { type: file.type }))
      return call(connectionOf(options.base), '/files', { body: form, headers: options.headers })
    },
  }
}
