import { isKithError, KithError } from '@kith/core/shared'
import { checkSchema, parseJsonObject, type Route } from '../protocol/index.ts'

/** How much of a body is taken, and for how long it is waited for. */
export interface BodyLimit {
  readonly limitBytes: number
  readonly timeoutMs: number
}

/** The media type of a request without its parameters, in lower case; `''` when there is none. */
export function mediaTypeOf(request: Request): string {
  return (request.headers.get('Content-Type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
}

/**
 * The body as a stream that fails past a size or a time, so that nobody reads on.
 *
 * @throws KithError `PAYLOAD_TOO_LARGE` at once when the sender announces too much
 */
export function limitedBody(request: Request, limit: BodyLimit): ReadableStream<Uint8Array> | undefined {
  const { limitBytes, timeoutMs } = limit
  if (Number(request.headers.get('Content-Length') ?? 0) > limitBytes) {
    throw new KithError('PAYLOAD_TOO_LARGE', { limitBytes })
  }
  if (!request.body) return undefined
  const reader = request.body.getReader()
  let seen = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new KithError('REQUEST_TIMEOUT', { seconds: timeoutMs / 1000 })), timeoutMs)
  })
  late.catch(() => {})
  const stop = (reason: unknown) => {
    clearTimeout(timer)
    reader.cancel(reason).catch(() => {})
  }
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await Promise.race([reader.read(), late])
          if (done) {
            clearTimeout(timer)
            return controller.close()
          }
          seen += value.byteLength
          if (seen > limitBytes) throw new KithError('PAYLOAD_TOO_LARGE', { limitBytes })
          controller.enqueue(value)
        } catch (error) {
          stop(error)
          throw error
        }
      },
      cancel: stop,
    },
    { highWaterMark: 0 },
  )
}

/** Reads a whole body within its limit. */
export async function readBytes(request: Request, limit: BodyLimit): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let length = 0
  const body = limitedBody(request, limit)
  if (!body) return new Uint8Array()
  const reader = body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    chunks.push(value)
    length += value.byteLength
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.byteLength
  }
  return bytes
}

const JSON_TYPES = ['application/json']
const PATCH_TYPES = ['application/json', 'application/merge-patch+json']

/**
 * Reads the JSON body of a route and checks it against the route's schema.
 *
 * @throws KithError `UNSUPPORTED_MEDIA_TYPE`, `PAYLOAD_TOO_LARGE`, `REQUEST_TIMEOUT`, `INVALID_INPUT`
 */
export async function readJson(request: Request, route: Route, limit: BodyLimit): Promise<Record<string, unknown>> {
  if (request.method === 'GET' || request.method === 'HEAD') return {}
  if (request.body) checkType(request, request.method === 'PATCH' ? PATCH_TYPES : JSON_TYPES)
  const bytes = await readBytes(request, limit)
  if (bytes.byteLength === 0 && (route.bodyOptional || !route.body)) return {}
  const value = parseJsonObject(decode(bytes))
  const issues = checkSchema(route.body ?? { additionalProperties: false }, value)
  if (issues.length > 0) throw new KithError('INVALID_INPUT', { issues })
  return value
}

function checkType(request: Request, types: readonly string[]): void {
  const type = mediaTypeOf(request)
  const [, charset = 'utf-8'] = /charset="?([\w-]+)"?/i.exec(request.headers.get('Content-Type') ?? '') ?? []
  if (types.includes(type) && /^utf-?8$/i.test(charset)) return
  const got = types.includes(type) ? `${type}; charset=${charset}` : type || 'a body without a type'
  throw new KithError('UNSUPPORTED_MEDIA_TYPE', { expected: types.join(' or '), got: got.slice(0, 100) })
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new KithError('INVALID_INPUT', { issues: [{ path: '', code: 'not-json', message: 'Send UTF-8.' }] })
  }
}

const FORM_TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data']

/** Whether a request is what a plain `<form>` sends. */
export const isFormPost = (request: Request): boolean => FORM_TYPES.includes(mediaTypeOf(request))

/** Reads what a plain `<form>` sends. */
export async function readForm(request: Request, limit: BodyLimit): Promise<FormData> {
  const bytes = await readBytes(request, limit)
  const type = request.headers.get('Content-Type') ?? ''
  try {
    return await new Response(bytes, { headers: { 'Content-Type': type } }).formData()
  } catch (error) {
    if (isKithError(error)) throw error
    const message = 'The body is no form as its Content-Type says.'
    throw new KithError('INVALID_INPUT', { issues: [{ path: '', code: 'not-form', message }] })
  }
}
