import { isKithError } from '@kith/core/shared'
import { readEvents, type SseEvent } from '../protocol/sse.ts'
import type { CallInput, Connection } from './connection.ts'

/** A stream that has shown no sign of life for this long is dead: the server sends one every 15 s. */
const SILENCE_MS = 60_000
const LONGEST_PAUSE_MS = 30_000

/** What {@link events} hands out: an event, or that the stream came back without knowing what was missed. */
export type StreamRead = SseEvent | 'gap'

/**
 * Reads a stream of the route table for ever: a stream that ends or breaks is opened again after the last event that
 * was read, after a pause that grows and is never the same twice. When nothing was read before it broke, `gap` says
 * that something may have been missed.
 *
 * @throws KithError when the server refuses for good
 */
export async function* events(
  connection: Connection,
  route: string,
  input: CallInput,
  after: number | undefined,
): AsyncGenerator<StreamRead> {
  const signal = joined(connection.signal, input.signal)
  let last = after === undefined ? undefined : String(after)
  let pauseMs = 1_000
  for (let failures = 0; !signal.aborted; failures++) {
    const watch = new AbortController()
    const silence = quietTimer(() => watch.abort())
    try {
      const headers = { Accept: 'text/event-stream', ...(last === undefined ? {} : { 'Last-Event-ID': last }) }
      const response = await connection.open(route, { ...input, headers, signal: joined(signal, watch.signal) })
      if (failures > 0 && last === undefined) yield 'gap'
      for await (const read of readEvents(response.body as ReadableStream<Uint8Array>, silence.restart)) {
        if ('retryMs' in read) pauseMs = read.retryMs
        else {
          failures = 0
          last = read.id ?? last
          yield read
        }
      }
    } catch (error) {
      if (signal.aborted) return
      if (isForGood(error)) throw error
    } finally {
      silence.stop()
      watch.abort()
    }
    await pause(Math.min(pauseMs * 2 ** failures, LONGEST_PAUSE_MS) * (0.5 + Math.random() / 2), signal)
  }
}

/** A refusal that another try does not change. */
function isForGood(error: unknown): boolean {
  return isKithError(error) && error.status >= 400 && error.status < 500 && ![408, 429].includes(error.status)
}

function joined(...signals: readonly (AbortSignal | undefined)[]): AbortSignal {
  return AbortSignal.any(signals.filter((signal) => signal !== undefined))
}

function quietTimer(run: () => void): { restart: () => void; stop: () => void } {
  let timer = setTimeout(run, SILENCE_MS)
  return {
    restart() {
      clearTimeout(timer)
      timer = setTimeout(run, SILENCE_MS)
    },
    stop: () => clearTimeout(timer),
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', go)
      resolve()
    }
    const timer = setTimeout(go, ms)
    signal.addEventListener('abort', go)
    if (signal.aborted) go()
  })
}
