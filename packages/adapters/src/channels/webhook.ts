import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { SendFault, WebhookMessage, WebhookSender } from '@kith/core'
import { keyOf, signaturesOf } from './webhook/signature.ts'
import { type Resolve, systemResolve, type Target, targetOf } from './webhook/target.ts'

/** How webhooks are signed and where they may go. */
export interface WebhookOptions {
  /** `whsec_` and base64, as Standard Webhooks has it. Two of them while receivers change from one to the other. */
  readonly secrets: readonly string[]
  /** Hosts inside, each `name` or `name:port`, that may be reached although they are not on the public internet. */
  readonly allow?: readonly string[]
  /** For the whole of one attempt. Default 10,000. */
  readonly timeoutMs?: number
}

/** A receiver did not take a message. */
export class WebhookRefused extends Error implements SendFault {
  override readonly name = 'WebhookRefused'
  readonly status: number
  /** The beginning of what it answered: at most 4 KB. */
  readonly answer: string
  /** What its header `Retry-After` says; 0 without one. */
  readonly retryAfterSeconds: number
  /** 410 Gone: nothing more is wanted there. */
  readonly isFinal: boolean

  constructor(status: number, answer: string, retryAfterSeconds: number) {
    super(`The receiver answered ${status}.`)
    this.status = status
    this.answer = answer
    this.retryAfterSeconds = retryAfterSeconds
    this.isFinal = status === 410
  }
}

const TIMEOUT_MS = 10_000
const KEPT_BYTES = 4_096

/**
 * Sends webhooks signed as Standard Webhooks says, to addresses that people typed in: never to loopback, private or
 * link-local addresses in any spelling, whatever a name resolves to when the connection is made. Redirects are not
 * followed. For Node.
 *
 * @throws TypeError for a secret that is none
 * @example
 * const crm = await createCrm({ storage, webhooks: guardedWebhooks({ secrets: [process.env.WEBHOOK_SECRET] }) })
 */
export function guardedWebhooks(options: WebhookOptions): WebhookSender {
  return webhooksOver(options, systemResolve)
}

/** As {@link guardedWebhooks}, with names resolved by another. */
export function webhooksOver(options: WebhookOptions, resolve: Resolve): WebhookSender {
  const { secrets, timeoutMs = TIMEOUT_MS } = options
  if (secrets.length === 0) throw new TypeError('Pass at least one secret.')
  for (const secret of secrets) keyOf(secret)
  const allow = new Set((options.allow ?? []).map((host) => host.toLowerCase()))
  return {
    async send(message, { signal } = {}) {
      const target = targetOf(message.url, allow, resolve)
      const { headers, body } = await signed(message, secrets)
      const limit = new AbortController()
      const end = () => limit.abort()
      const timer = setTimeout(end, timeoutMs)
      signal?.addEventListener('abort', end)
      try {
        await post(target, headers, body, { signal: limit.signal, at: message.at })
      } finally {
        clearTimeout(timer)
        signal?.removeEventListener('abort', end)
      }
    },
  }
}

async function signed({ id, event, payload, at }: WebhookMessage, secrets: readonly string[]) {
  if (!/^[\x21-\x7e]{1,512}$/.test(id)) throw new TypeError('The id of a message is plain ASCII.')
  const body = JSON.stringify({ type: event, timestamp: at, data: payload })
  const timestamp = Math.floor(Date.parse(at) / 1_000)
  const headers = {
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(body)),
    'User-Agent': 'Kith',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': await signaturesOf(secrets, id, timestamp, body),
  }
  return { headers, body }
}

function post(
  { url, lookup }: Target,
  headers: Record<string, string>,
  body: string,
  { signal, at }: { readonly signal: AbortSignal; readonly at: string },
) {
  return new Promise<void>((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp
    const request = send(url, { method: 'POST', headers, lookup, agent: false, signal }, (answer) => {
      const { statusCode = 0 } = answer
      if (statusCode >= 200 && statusCode < 300) {
        // What it says besides is not waited for.
        answer.destroy()
        resolve()
      } else {
        const pause = secondsUntil(answer.headers['retry-after'], at)
        beginningOf(answer).then((text) => reject(new WebhookRefused(statusCode, text, pause)))
      }
    })
    request.on('error', reject)
    request.end(body)
  })
}

/** `Retry-After` as RFC 9110 10.2.3 has it: seconds, or a date. 0 where it says neither. */
function secondsUntil(retryAfter: string | undefined, now: string): number {
  if (retryAfter === undefined) return 0
  const seconds = /^\d+$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - Date.parse(now)) / 1_000
  return Number.isNaN(seconds) ? 0 : Math.max(0, seconds)
}

/** At most 4 KB of an answer, however long it is; it is never unpacked. */
async function beginningOf(answer: IncomingMessage): Promise<string> {
  const kept: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      kept.push(chunk.subarray(0, KEPT_BYTES - bytes))
      bytes += chunk.length
      if (bytes >= KEPT_BYTES) break
    }
  } catch {
    // What came until then is enough.
  }
  answer.destroy()
  return Buffer.concat(kept).toString('utf8')
}
