import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type ServerEvent, sse } from './sse.ts'

const connection = { base: 'http://127.0.0.1/kith/v1', site: 'site_demo' }
const requests: Request[] = []

/** A server that answers each request by the next body, cut into pieces; a number is a status. */
function serve(...answers: (readonly string[] | number)[]): void {
  vi.stubGlobal('fetch', async (url: URL, init: RequestInit) => {
    requests.push(new Request(url, init))
    const answer = answers.shift() ?? 500
    if (typeof answer === 'number') return new Response('{}', { status: answer })
    const body = new ReadableStream({
      start(stream) {
        for (const part of answer) stream.enqueue(new TextEncoder().encode(part))
        stream.close()
      },
    })
    return new Response(body)
  })
}

async function take(count: number): Promise<ServerEvent[]> {
  const end = new AbortController()
  const events: ServerEvent[] = []
  for await (const event of sse(connection, '/changes', { headers: { 'Kith-Visitor': 't' }, signal: end.signal })) {
    events.push(event)
    if (events.length === count) break
  }
  end.abort()
  return events
}

beforeEach(() => {
  requests.length = 0
  vi.stubGlobal('addEventListener', () => {})
  vi.stubGlobal('removeEventListener', () => {})
  vi.spyOn(Math, 'random').mockReturnValue(0)
  vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 400 })
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

it('puts events together across pieces, and takes comments for signs of life', async () => {
  serve(['id: 1\nevent: mess', 'age\ndata: {"a":1}\n\n: beat\n\nid: 2\r\ndata: x\r\n\r\n'])
  expect(await take(2)).toEqual([
    { id: '1', event: 'message', data: '{"a":1}' },
    { id: '2', event: 'message', data: 'x' },
  ])
})

it('goes on after what it read last when a stream ends, and sends the token as a header', async () => {
  serve(['id: 7\ndata: one\n\n'], 503, ['id: 8\ndata: two\n\n'])
  const events = await take(2)
  expect(events.map(({ data }) => data)).toEqual(['one', 'two'])
  expect(requests.map(({ headers }) => headers.get('Last-Event-ID'))).toEqual([null, '7', '7'])
  expect(requests[0]?.headers.get('Kith-Visitor')).toBe('t')
  expect(requests[0]?.url).not.toContain('=')
})

it('gives up where the server refuses for good', async () => {
  serve(401)
  await expect(take(1)).rejects.toMatchObject({ name: 'KithError', status: 401 })
  expect(requests).toHaveLength(1)
})
