import { ApiError, backOff, open, pause } from './call.ts'
import type { Connection } from './connection.ts'

/** One event of a stream. */
export interface ServerEvent {
  /** `message` where the server named none. */
  readonly event: string
  /** One line: what Kith sends is JSON. */
  readonly data: string
  readonly id?: string
}

/** Options of {@link sse}. */
export interface SseOptions {
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Where to go on: sent as `Last-Event-ID`. */
  readonly lastEventId?: string | undefined
  readonly signal?: AbortSignal | undefined
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
  { headers, lastEventId, signal }: SseOptions = {},
): AsyncGenerator<ServerEvent> {
  for (let failures = 0; !signal?.aborted; failures++) {
    const watch = new AbortController()
    const stop = () => watch.abort()
    signal?.addEventListener('abort', stop)
    let timer = setTimeout(stop, SILENCE_MS)
    try {
      const all = { Accept: 'text/event-stream', 'Last-Event-ID': lastEventId, ...headers }
      const { body } = await open(connection, path, { headers: all, signal: watch.signal })
      const reader = (body as ReadableStream<BufferSource>).pipeThrough(new TextDecoderStream()).getReader()
      for (let rest = ''; ; ) {
        const { done, value = '' } = await reader.read()
        if (done) break
        failures = 0
        clearTimeout(timer)
        timer = setTimeout(stop, SILENCE_MS)
        const blocks = (rest + value).split(/\r?\n\r?\n/)
        rest = blocks.pop() as string
        for (const block of blocks) {
          const event = fields(block)
          lastEventId = event.id ?? lastEventId
          if (event.data) yield event
        }
      }
    } catch (error) {
      if (error instanceof ApiError && /^4(?!08|29)/.test(`${error.status}`)) throw error
    } finally {
      clearTimeout(timer)
      stop()
      signal?.removeEventListener('abort', stop)
    }
    if (!signal?.aborted) await pause(backOff(failures, 500, 30_000), signal)
  }
}

/** `id: 7` and the like, line by line; comments begin with a colon. */
function fields(block: string): ServerEvent {
  const lines = block.split(/\r?\n/).map((line) => /^(\w+): ?(.*)/s.exec(line) ?? [])
  return { event: 'message', data: '', ...Object.fromEntries(lines.map(([, name, value]) => [name, value])) }
}
