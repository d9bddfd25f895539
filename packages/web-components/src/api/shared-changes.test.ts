import type { LiveEvent } from '@kith/core'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { sharedChanges } from './shared-changes.ts'

const connection = { base: 'http://127.0.0.1/kith/v1' }

/** A server with a log: a stream without a place begins with a `reset` at the head, as the engine's does. */
let head = 0
let streams: ReadableStreamDefaultController<Uint8Array>[] = []
let places: (string | null)[] = []
const say = (stream: ReadableStreamDefaultController<Uint8Array>, event: Partial<LiveEvent>) =>
  stream.enqueue(new TextEncoder().encode(`id: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`))
const change = (seq: number): Partial<LiveEvent> => ({ seq, type: 'updated', object: 'deal', id: `d${seq}` })
const write = () => {
  head++
  for (const stream of streams) say(stream, change(head))
}

/** A tab that listens until the test ends. */
function tab(end: AbortController) {
  const events: LiveEvent[] = []
  const read = async () => {
    for await (const event of sharedChanges(connection, { signal: end.signal })) events.push(event)
  }
  return { seen: () => events.map(({ type, seq }) => `${type} ${seq}`), done: read() }
}

let ends: AbortController[] = []
const anEnd = () => {
  const end = new AbortController()
  ends.push(end)
  return end
}

beforeEach(() => {
  head = 41
  streams = []
  places = []
  ends = []
  vi.stubGlobal('addEventListener', () => {})
  vi.spyOn(Math, 'random').mockReturnValue(0)
  vi.stubGlobal('fetch', async (url: URL, init: RequestInit) => {
    const { headers, signal } = new Request(url, init)
    const place = headers.get('Last-Event-ID')
    places.push(place)
    return new Response(
      new ReadableStream({
        start(stream) {
          if (place === null) say(stream, { seq: head, type: 'reset' })
          else for (let seq = Number(place) + 1; seq <= head; seq++) say(stream, change(seq))
          streams.push(stream)
          signal.addEventListener('abort', () => {
            if (streams.includes(stream)) stream.close()
            streams = streams.filter((one) => one !== stream)
          })
        },
      }),
    )
  })
})

afterEach(() => {
  for (const end of ends) end.abort()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

it('goes on after its beginning when a stream breaks before its first change', async () => {
  const { seen } = tab(anEnd())
  await vi.waitFor(() => expect(seen()).toEqual(['reset 41']))
  const [broken] = streams
  streams = []
  write()
  broken?.error(new Error('broken'))
  await vi.waitFor(() => expect(seen()).toEqual(['reset 41', 'updated 42']), 3000)
  expect(places).toEqual([null, '41'])
})

it('reads once for all tabs, and tells a later one from where it misses nothing', async () => {
  const first = tab(anEnd())
  await vi.waitFor(() => expect(first.seen()).toEqual(['reset 41']))
  write()
  await vi.waitFor(() => expect(first.seen()).toHaveLength(2))
  const second = tab(anEnd())
  await vi.waitFor(() => expect(second.seen()).toEqual(['reset 42']))
  write()
  await vi.waitFor(() => expect(second.seen()).toEqual(['reset 42', 'updated 43']))
  expect(first.seen()).toEqual(['reset 41', 'updated 42', 'updated 43'])
  expect(places).toEqual([null])
})

it('tells a tab that hears of a change before it has its answer, too', async () => {
  const first = tab(anEnd())
  await vi.waitFor(() => expect(first.seen()).toEqual(['reset 41']))
  const second = tab(anEnd())
  write()
  await vi.waitFor(() => expect(second.seen().at(-1)).toBe('updated 42'))
  expect(second.seen()).toEqual(['reset 41', 'updated 42'])
})

it('hands over to the next tab, which goes on where it was', async () => {
  const leading = anEnd()
  const first = tab(leading)
  await vi.waitFor(() => expect(first.seen()).toEqual(['reset 41']))
  const second = tab(anEnd())
  await vi.waitFor(() => expect(second.seen()).toEqual(['reset 41']))
  leading.abort()
  await first.done
  write()
  await vi.waitFor(() => expect(second.seen()).toEqual(['reset 41', 'updated 42']), 3000)
  expect(places).toEqual([null, '41'])
})

it('ends with its signal while another tab reads', async () => {
  const first = tab(anEnd())
  await vi.waitFor(() => expect(first.seen()).toEqual(['reset 41']))
  const waiting = anEnd()
  const { done } = tab(waiting)
  waiting.abort()
  await done
})
