import type { PublicForm, Receipt, SubmissionInput } from '@kith/core'
import { type Issue, isKithError } from '@kith/core/shared'
import { HEADERS, readKey } from '../protocol/index.ts'
import { isFormPost, readForm, readJson } from './body.ts'
import { type Exchange, enterAsSite, nowMs, type SiteCall } from './exchange.ts'
import { sentBy, submissionOfPost } from './form-post.ts'
import { isSameOrigin } from './origins.ts'
import { failedPage, mendPage, type Sent, thanksPage } from './pages.ts'
import { isFailure, jsonResponse } from './responses.ts'
import { safeReturnUrl } from './return-url.ts'

/** Takes the answers of a form: JSON from a script, or what a plain `<form>` sends. */
export async function submit(exchange: Exchange): Promise<Response> {
  if (isFormPost(exchange.request)) return submitPlain(exchange)
  const site = await enterAsSite(exchange)
  const { request, match, server } = exchange
  const body = await readJson(request, match.route, jsonLimit(exchange))
  const key = readKey(request.headers.get(HEADERS.key))
  const input = body as unknown as SubmissionInput
  const idempotencyKey = key ?? server.keys.keyOf(site.site.key, formId(exchange), input, nowMs(exchange))
  return jsonResponse(await site.api.submit(formId(exchange), input, { idempotencyKey }), 201)
}

const formId = ({ match }: Exchange) => match.params['id'] ?? ''

const jsonLimit = ({ server: { settings } }: Exchange) => ({
  limitBytes: settings.limits.bodyBytes,
  timeoutMs: settings.limits.bodyMs,
})

/** A person looks at the answer: everything that goes wrong is a page as well. */
async function submitPlain(exchange: Exchange): Promise<Response> {
  try {
    return await answerPlain(exchange)
  } catch (error) {
    if (!isKithError(error) || isFailure(error)) throw error
    return failedPage(languageOf(exchange) ?? 'en', error.message, error.status)
  }
}

async function answerPlain(exchange: Exchange): Promise<Response> {
  const { request, server } = exchange
  const sent = sentBy(await readForm(request, jsonLimit(exchange)))
  const site = await enterAsSite(exchange, sent.get('_site')?.[0])
  const form = await formIn(site, formId(exchange), sent.get('_locale')?.[0] || languageOf(exchange))
  const input = submissionOfPost(form, sent, request.headers.get('Referer'))
  const key = readKey(sent.get('_key')?.[0] ?? request.headers.get(HEADERS.key))
  const idempotencyKey = key ?? server.keys.keyOf(site.site.key, form.id, input, nowMs(exchange))
  const result = await handIn(site, form, input, idempotencyKey)
  if ('issues' in result) return mendPage(form, sent, result.issues, ownAddress(exchange, 'submissions', site))
  const headers = { Location: placeAfter(exchange, site, sent, form.redirectUrl) }
  return new Response(null, { status: 303, headers })
}

async function handIn(
  { api }: SiteCall,
  form: PublicForm,
  input: SubmissionInput,
  idempotencyKey: string,
): Promise<Receipt | { readonly issues: readonly Issue[] }> {
  try {
    return await api.submit(form.id, input, { idempotencyKey })
  } catch (error) {
    if (isKithError(error, 'INVALID_INPUT') && error.details.issues) return { issues: error.details.issues }
    if (!isKithError(error, 'FORM_FIELD_UNKNOWN')) throw error
    return { issues: [{ path: `/values/${error.details['field'] ?? ''}`, code: error.code, message: error.message }] }
  }
}

/** An address of the same form below the base path. */
function ownAddress({ server, match }: Exchange, last: string, { site }: SiteCall): string {
  const id = encodeURIComponent(match.params['id'] ?? '')
  return `${server.settings.basePath}/forms/${id}/${last}?site=${encodeURIComponent(site.key)}`
}

/** Where the visitor goes: `_next` where that is safe, else where the form says, else the thank-you page. */
function placeAfter(exchange: Exchange, call: SiteCall, sent: Sent, configured: string | undefined): string {
  const next = sent.get('_next')?.[0] ?? ''
  const { request, url } = exchange
  const origin = request.headers.get('Origin')
  const home = origin === null || isSameOrigin(request) ? url.origin : origin
  const safe = next === '' ? undefined : safeReturnUrl(next, home, call.site.origins)
  if (safe === undefined) return configured ?? ownAddress(exchange, 'thanks', call)
  return safe.startsWith(`${url.origin}/`) && home === url.origin ? safe.slice(url.origin.length) : safe
}

/** The page that a plain form post ends on. */
export async function thanks(exchange: Exchange): Promise<Response> {
  const site = await enterAsSite(exchange)
  const locale = exchange.url.searchParams.get('locale')
  return thanksPage(await formIn(site, formId(exchange), locale || languageOf(exchange)))
}

const formIn = ({ api }: SiteCall, id: string, locale: string | undefined): Promise<PublicForm> =>
  api.form(id, locale === undefined ? {} : { locale })

/** The language that a browser asks for first; undefined where it names none. */
function languageOf({ request }: Exchange): string | undefined {
  const first = request.headers.get('Accept-Language')?.split(/[,;]/)[0]?.trim() ?? ''
  return /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i.test(first) ? first : undefined
}
