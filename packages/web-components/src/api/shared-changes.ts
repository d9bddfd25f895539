import type { LiveEvent } from '@kith/core'
import type { Connection } from './connection.ts'
import { sse } from './sse.ts'

/** Options of {@link sharedChanges}. */
export interface SharedChangesOptions {
  /** Starts after this seq; absent: from now on. */
  readonly after?: number
  readonly signal?: AbortSignal
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** What tabs tell each other: an event, how far one has come, or (null) the question who has come anywhere. */
type Word = LiveEvent | number | null

/**
 * Live changes over one stream per browser. The tab that holds the lock reads and tells the others; when it closes,
 * the next tab takes over after what it was told last. Without locks or channels each tab has a stream of its own.
 * A caller that asks for the past (`after`) reads its own stream too: others may be further on.
 *
 * A tab that comes later asks the others how far they have come. From there on it misses nothing, whoever reads, so
 * that is its first `reset`.
 */
export async function* sharedChanges(
  connection: Connection,
  options: SharedChangesOptions = {},
): AsyncGenerator<LiveEvent> {
  const { after, headers } = options
  if (after !== undefined || !navigator.locks || typeof BroadcastChannel === 'undefined')
    return yield* stream(connection, options)

  const name = `kith-changes ${connection.base} ${Object.values(headers ?? {}).join()}`
  const channel = new BroadcastChannel(name)
  const tell = (word: Word) => channel.postMessage(word)
  const end = new AbortController()
  const { signal } = end
  const stop = () => end.abort()
  options.signal?.addEventListener('abort', stop)
  if (options.signal?.aborted) stop()
  let last: number | undefined
  const reader = new ReadableStream<LiveEvent>({
    start(queue) {
      const take = (event: LiveEvent) => {
        last = event.seq
        queue.enqueue(event)
      }
      channel.onmessage = ({ data: word }: MessageEvent<Word>) => {
        const event = typeof word === 'object' ? word : undefined
        if (event === null) return last !== undefined && tell(last)
        if (last === undefined && event?.type !== 'reset')
          take({ seq: event ? event.seq - 1 : (word as number), at: '', type: 'reset', object: '', id: '' })
        if (event) take(event)
      }
      const lead = async () => {
        for await (const event of stream(connection, { headers, signal, ...(last !== undefined && { after: last }) })) {
          take(event)
          tell(event)
        }
      }
      const over = (error?: unknown) => (signal.aborted ? queue.close() : queue.error(error))
      navigator.locks.request(name, { signal }, lead).then(over, over)
      tell(null)
    },
  }).getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    stop()
    channel.close()
  }
}

async function* stream(
  connection: Connection,
  { after, headers, signal }: SharedChangesOptions,
): AsyncGenerator<LiveEvent> {
  const lastEventId = after?.toString()
  for await (const { data } of sse(connection, '/changes', { headers, lastEventId, signal })) {
    const event: Partial<LiveEvent> = JSON.parse(data)
    if (event.type) yield event as LiveEvent
  }
}
