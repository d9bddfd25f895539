import { KithError } from '@kith/core/shared'
import { type SseEvent, writeEvent } from '../protocol/index.ts'
import type { Limits } from './options.ts'

/** What a live stream is made of. */
export interface LiveStream<Item> {
  readonly open: (signal: AbortSignal) => AsyncIterable<Item>
  readonly event: (item: Item) => SseEvent
  /** Whether the reader may still read; asked again every so often. */
  readonly mayRead: () => Promise<boolean>
  /** Ends the stream from outside: the request's signal. */
  readonly signal: AbortSignal
  readonly limits: Pick<Limits, 'streamBytes' | 'stalledMs' | 'heartbeatMs' | 'recheckMs'>
  /** Called once, when everything is let go. */
  readonly ended: () => void
  /** A number from 0 to 1, for the spread of reconnects. */
  readonly jitter: number
}

const encoder = new TextEncoder()

/**
 * A body of server-sent events. The reader sets the pace: while more than `streamBytes` lie unsent nothing more is read
 * from the source, and a reader who leaves them there for `stalledMs` is cut. It comes back after the last event that
 * it has read, so nothing is lost.
 */
export function liveBody<Item>(stream: LiveStream<Item>): ReadableStream<Uint8Array> {
  const { limits } = stream
  const end = new AbortController()
  let wake = () => {}
  const stop = () => {
    end.abort()
    wake()
  }
  if (stream.signal.aborted) stop()
  stream.signal.addEventListener('abort', stop)
  const timers: ReturnType<typeof setInterval>[] = []
  end.signal.addEventListener('abort', () => {
    for (const timer of timers) clearInterval(timer)
    stream.signal.removeEventListener('abort', stop)
  })
  const room = (controller: Controller) =>
    hasRoom(controller) || end.signal.aborted ? true : waitForRoom(limits.stalledMs, (run) => (wake = run))

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        controller.enqueue(encoder.encode(`retry: ${Math.round(1000 + 3000 * stream.jitter)}\n: open\n\n`))
        timers.push(setInterval(() => beat(controller), limits.heartbeatMs))
        timers.push(setInterval(() => void recheck(stream, stop), limits.recheckMs))
        void pump(stream, controller, end.signal, room).finally(() => {
          stop()
          stream.ended()
        })
      },
      pull: () => wake(),
      cancel: stop,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: limits.streamBytes }),
  )
}

type Controller = ReadableStreamDefaultController<Uint8Array>

const hasRoom = (controller: Controller) => (controller.desiredSize ?? 0) > 0

function beat(controller: Controller): void {
  if (hasRoom(controller)) controller.enqueue(encoder.encode(': beat\n\n'))
}

async function recheck<Item>({ mayRead }: LiveStream<Item>, stop: () => void): Promise<void> {
  const allowed = await mayRead().catch(() => false)
  if (!allowed) stop()
}

async function pump<Item>(
  { open, event }: LiveStream<Item>,
  controller: Controller,
  signal: AbortSignal,
  room: (controller: Controller) => boolean | Promise<boolean>,
): Promise<void> {
  try {
    for await (const item of open(signal)) {
      if (!(await room(controller))) throw new KithError('OVERLOADED', { retryAfterSeconds: 1 })
      if (signal.aborted) break
      controller.enqueue(encoder.encode(writeEvent(event(item))))
    }
    controller.close()
  } catch (error) {
    controller.error(error)
  }
}

/** Resolves with true at the next wake, with false when it does not come in time. */
function waitForRoom(stalledMs: number, onWake: (run: () => void) => void): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), stalledMs)
    onWake(() => {
      clearTimeout(timer)
      resolve(true)
    })
  })
}

/** Counts the streams of each reader, and of all. */
export interface StreamCounter {
  /**
   * @returns how to give the place back
   * @throws KithError `RATE_LIMITED` when this reader has too many, `OVERLOADED` when all have
   */
  enter(reader: string): () => void
  readonly open: number
}

export function createStreamCounter({ streams, streamsEach }: Pick<Limits, 'streams' | 'streamsEach'>): StreamCounter {
  const counts = new Map<string, number>()
  let open = 0
  return {
    enter(reader) {
      const mine = counts.get(reader) ?? 0
      if (mine >= streamsEach) throw new KithError('RATE_LIMITED', { retryAfterSeconds: 10 })
      if (open >= streams) throw new KithError('OVERLOADED', { retryAfterSeconds: 10 })
      counts.set(reader, mine + 1)
      open += 1
      return () => {
        open -= 1
        const left = (counts.get(reader) ?? 1) - 1
        if (left > 0) counts.set(reader, left)
        else counts.delete(reader)
      }
    },
    get open() {
      return open
    },
  }
}
