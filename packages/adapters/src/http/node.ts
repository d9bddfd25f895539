import type { IncomingMessage, ServerResponse } from 'node:http'

/** What Node calls for each request. */
export type NodeListener = (incoming: IncomingMessage, outgoing: ServerResponse) => void

/** How {@link toNodeHandler} reads addresses. */
export interface NodeHandlerOptions {
  /** Scheme of the addresses that visitors use, where a proxy takes TLS away. Default: as the socket has it. */
  readonly protocol?: 'http' | 'https'
  /** Told of errors that no answer can tell of any more: a stream that broke off. Default: nobody. */
  readonly onError?: (error: unknown) => void
}

const addresses = new WeakMap<Request, string>()

/**
 * The address that a request came from: that of the socket, so behind a proxy that of the proxy.
 *
 * @example
 * createHandler(crm, { authenticate, sites, clientAddress: socketAddress })
 */
export const socketAddress = (request: Request): string | undefined => addresses.get(request)

/**
 * Mounts a Fetch handler in `node:http`, Express or Connect. Bodies stream both ways and wait for each other; when the
 * client goes away `request.signal` aborts. When the handler leaves a body unread the connection ends after the answer.
 *
 * @example
 * createServer(toNodeHandler(createHandler(crm, options))).listen(4380, '127.0.0.1')
 */
export function toNodeHandler(
  handler: (request: Request) => Response | Promise<Response>,
  options: NodeHandlerOptions = {},
): NodeListener {
  return (incoming, outgoing) => {
    serve(handler, options, incoming, outgoing).catch((error) => {
      options.onError?.(error)
      outgoing.destroy()
    })
  }
}

async function serve(
  handler: (request: Request) => Response | Promise<Response>,
  options: NodeHandlerOptions,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const gone = new AbortController()
  outgoing.on('close', () => gone.abort())
  const request = toRequest(incoming, gone.signal, options)
  if (!request) {
    outgoing
      .writeHead(400, { 'Content-Type': 'text/plain', Connection: 'close' })
      .end('The request line is not valid.\n')
    return
  }
  const response = await handler(request)
  const unread = hasBody(incoming) && !incoming.readableEnded
  outgoing.statusCode = response.status
  for (const [name, value] of response.headers) {
    if (name !== 'set-cookie') outgoing.setHeader(name, value)
  }
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies)
  if (unread) await sendAndLinger(await response.arrayBuffer(), incoming, outgoing)
  else await sendBody(response.body, outgoing)
}

const LINGER_MS = 2_000
const LINGER_BYTES = 32 * 1024 * 1024

/**
 * Answers somebody who is still sending. Closing at once would reset the connection before the answer is read, so what
 * comes is thrown away for a moment.
 */
async function sendAndLinger(body: ArrayBuffer, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  outgoing.setHeader('Connection', 'close')
  outgoing.setHeader('Content-Length', body.byteLength)
  outgoing.flushHeaders()
  outgoing.write(new Uint8Array(body))
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, LINGER_MS)
    let left = LINGER_BYTES
    incoming.removeAllListeners('data')
    incoming.on('data', (chunk: Uint8Array) => {
      left -= chunk.byteLength
      if (left < 0) resolve()
    })
    for (const event of ['end', 'close']) incoming.on(event, () => resolve())
    outgoing.on('close', () => clearTimeout(timer))
    incoming.resume()
  })
  outgoing.end()
}

function toRequest(
  incoming: IncomingMessage,
  signal: AbortSignal,
  { protocol }: NodeHandlerOptions,
): Request | undefined {
  try {
    const scheme = protocol ?? ('encrypted' in incoming.socket ? 'https' : 'http')
    const host = incoming.headers.host ?? 'localhost'
    // Express takes the mount path off `url`; the whole path stays in `originalUrl`.
    const path = (incoming as { readonly originalUrl?: string }).originalUrl ?? incoming.url ?? '/'
    const url = new URL(`${scheme}://${host}${path.startsWith('/') ? path : '/'}`)
    const method = incoming.method ?? 'GET'
    const init: RequestInit & { duplex?: 'half' } = { method, headers: toHeaders(incoming), signal }
    if (method !== 'GET' && method !== 'HEAD' && hasBody(incoming)) {
      init.body = toBody(incoming)
      init.duplex = 'half'
    }
    const request = new Request(url, init)
    const { remoteAddress } = incoming.socket
    if (remoteAddress !== undefined) addresses.set(request, remoteAddress)
    return request
  } catch {
    return undefined
  }
}

const hasBody = ({ headers }: IncomingMessage) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

function toHeaders(incoming: IncomingMessage): Headers {
  const headers = new Headers()
  const { rawHeaders } = incoming
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? ''
    if (!name.startsWith(':')) headers.append(name, rawHeaders[at + 1] ?? '')
  }
  return headers
}

/** Reads from the socket only as fast as the body is read. */
function toBody(incoming: IncomingMessage): ReadableStream<Uint8Array<ArrayBuffer>> {
  let cancelled = false
  return new ReadableStream(
    {
      start(controller) {
        incoming.pause()
        incoming.on('data', (chunk: Uint8Array<ArrayBuffer>) => {
          if (cancelled) return
          controller.enqueue(new Uint8Array(chunk))
          incoming.pause()
        })
        incoming.on('end', () => {
          if (!cancelled) controller.close()
        })
        incoming.on('error', (error) => {
          if (!cancelled) controller.error(error)
          cancelled = true
        })
        incoming.on('close', () => {
          if (!cancelled && !incoming.readableEnded) controller.error(new TypeError('The client went away.'))
          cancelled = true
        })
      },
      pull: () => void incoming.resume(),
      cancel() {
        cancelled = true
        incoming.pause()
      },
    },
    { highWaterMark: 0 },
  )
}

/** Writes only as fast as the client reads. A body that breaks ends the connection, so that nobody takes it for whole. */
async function sendBody(body: ReadableStream<Uint8Array> | null, outgoing: ServerResponse): Promise<void> {
  if (!body) {
    outgoing.end()
    return
  }
  const reader = body.getReader()
  const stop = () => void reader.cancel().catch(() => {})
  if (outgoing.destroyed) return stop()
  outgoing.on('close', stop)
  outgoing.flushHeaders()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      if (outgoing.destroyed) return stop()
      if (!outgoing.write(value)) await drained(outgoing)
    }
    outgoing.end()
  } finally {
    outgoing.off('close', stop)
  }
}

function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      outgoing.off('drain', go)
      outgoing.off('close', go)
      resolve()
    }
    outgoing.on('drain', go)
    outgoing.on('close', go)
  })
}
