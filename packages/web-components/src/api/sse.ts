import { ApiError, backOff, open, pause } from './call.ts'
import type { Connection } from './connection.ts'

/** One event of a stream. */
export interface ServerEvent {
  /** `message` where the server named none. */
  readonly event: string
  readonly data: string
  readonly id: string | undefined
}

/** Options of {@link sse}. */
export interface SseOptions {
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Where to go on: sent as `Last-Event-ID`. */
  readonly lastEventId?: string | undefined
  readonly signal?: AbortSignal | undefined
  /** Called when the stream opens and when it breaks. */
  readonly onConnection?: (connected: boolean) => void
}

const SILENCE_MS = 70_000

/**
 * Reads server-sent events by fetch, so that tokens stay out of addresses. A stream that ends, breaks or stays silent
 * for 70 s (servers send a comment at least every 30 s) is opened again after what was read last, with a pause that
 * grows from half a second to 30 s and is never the same twice.
 *
 * @throws ApiError when the server refuses for good (4xx other than 408 and 429)
 */
export async function* sse(
  connection: Connection,
  path: string,
  options: SseOptions = {},
): AsyncGenerator<ServerEvent> {
  const { headers, signal, onConnection } = options
  let { lastEventId } = options
  for (let failures = 0; !signal?.aborted; failures++) {
    const watch = new AbortController()
    const stop = () => watch.abort()
    signal?.addEventListener('abort', stop)
    let timer = setTimeout(stop, SILENCE_MS)
    try {
      const all = { Accept: 'text/event-stream', 'Last-Event-ID': lastEventId, ...headers }
      const { body } = await open(connection, path, { headers: all, signal: watch.signal })
      onConnection?.(true)
      for await (const block of blocks(body as ReadableStream<Uint8Array>)) {
        failures = 0
        clearTimeout(timer)
        timer = setTimeout(stop, SILENCE_MS)
        const event = parse(block)
        if (event.id !== undefined) lastEventId = event.id
        if (event.data) yield event
      }
    } catch (error) {
      if (error instanceof ApiError && error.status >= 400 && error.status < 500 && ![408, 429].includes(error.status))
        throw error
    } finally {
      clearTimeout(timer)
      stop()
      signal?.removeEventListener('abort', stop)
      if (!signal?.aborted) onConnection?.(false)
    }
    await pause(backOff(failures, 500, 30_000), signal)
  }
}

/** Text between empty lines. */
async function* blocks(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      rest = (rest + decoder.decode(value, { stream: true })).replace(/\r\n?/g, '\n')
      const parts = rest.split('\n\n')
      rest = parts.pop() as string
      yield* parts
    }
  } finally {
    reader.cancel().catch(() => {})
  }
}

function parse(block: string): ServerEvent {
  const data: string[] = []
  let event = 'message'
  let id: string | undefined
  for (const line of block.split('\n')) {
    const [, name, value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? []
    if (name === 'data') data.push(value)
    else if (name === 'event') event = value
    else if (name === 'id') id = value
  }
  return { event, data: data.join('\n'), id }
}
