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

/**
 * Live changes over one stream per browser. The tab that holds the lock reads and tells the others; when it closes,
 * the next tab takes over after what it was told last. Without locks or channels each tab has a stream of its own.
 * A caller that asks for the past (`after`) reads its own stream too: others may be further on.
 */
export async function* sharedChanges(
  connection: Connection,
  options: SharedChangesOptions = {},
): AsyncGenerator<LiveEvent> {
  const { signal, after, headers } = options
  const alone = after !== undefined || !navigator.locks || typeof BroadcastChannel === 'undefined'
  if (alone) return yield* stream(connection, after, signal, headers)

  const queue = new Queue<LiveEvent>()
  const name = `kith-changes ${connection.base} ${Object.values(headers ?? {}).join()}`
  const channel = new BroadcastChannel(name)
  const end = new AbortController()
  const stop = () => end.abort()
  if (signal?.aborted) stop()
  signal?.addEventListener('abort', stop)
  let last: number | undefined
  const take = (event: LiveEvent) => {
    last = event.seq
    queue.push(event)
  }
  channel.onmessage = ({ data }) => take(data)
  const lead = async () => {
    for await (const event of stream(connection, last, end.signal, headers)) {
      take(event)
      channel.postMessage(event)
    }
  }
  navigator.locks
    .request(name, { signal: end.signal }, lead)
    .then(queue.end, (error) => (end.signal.aborted ? queue.end() : queue.fail(error)))
  end.signal.addEventListener('abort', queue.end)
  try {
    yield* queue
  } finally {
    signal?.removeEventListener('abort', stop)
    stop()
    channel.close()
  }
}

async function* stream(
  connection: Connection,
  after: number | undefined,
  signal: AbortSignal | undefined,
  headers: Readonly<Record<string, string>> | undefined,
): AsyncGenerator<LiveEvent> {
  const lastEventId = after === undefined ? undefined : String(after)
  for await (const { data } of sse(connection, '/changes', { headers, lastEventId, signal })) {
    const event: Partial<LiveEvent> = JSON.parse(data)
    if (event.type) yield event as LiveEvent
  }
}

/** What comes faster than it is read. */
class Queue<Item> {
  readonly #items: Item[] = []
  #wake = () => {}
  #ended = false
  #error: unknown

  readonly push = (item: Item): void => {
    this.#items.push(item)
    this.#wake()
  }

  readonly end = (): void => {
    this.#ended = true
    this.#wake()
  }

  readonly fail = (error: unknown): void => {
    this.#error = error
    this.end()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item> {
    for (;;) {
      const item = this.#items.shift()
      if (item) yield item
      else if (this.#error) throw this.#error
      else if (this.#ended) return
      else await new Promise<void>((wake) => (this.#wake = wake))
    }
  }
}
