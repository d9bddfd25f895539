import { createCrm, type LiveEvent } from '@kith/core'
import { KithError } from '@kith/core/shared'
import { memoryStorage } from '@kith/core/storage/memory'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readEvents, type SseEvent } from '../protocol/index.ts'
import { aRequest, asPage, fakeCrm, OPTIONS, PRINCIPALS, problem } from '../testing/fake-crm.ts'
import { createHandler } from './index.ts'
import type { HandlerOptions } from './options.ts'

/** A source of changes that the test feeds, and that knows who listens. */
function aSource() {
  let queue: LiveEvent[] = []
  let wake = () => {}
  let listening = 0
  const asked: unknown[] = []
  async function* changes(options: { signal: AbortSignal }) {
    listening += 1
    const abort = () => wake()
    options.signal.addEventListener('abort', abort)
    try {
      while (!options.signal.aborted) {
        const next = queue.shift()
        if (next) yield next
        else await new Promise<void>((resolve) => (wake = resolve))
      }
    } finally {
      options.signal.removeEventListener('abort', abort)
      listening -= 1
    }
  }
  return {
    changes: (...args: unknown[]) => {
      const options = args.at(-1) as { signal: AbortSignal; after?: number }
      asked.push(options.after)
      return changes(options)
    },
    push(...events: LiveEvent[]) {
      queue = [...queue, ...events]
      wake()
    },
    get listening() {
      return listening
    },
    asked,
  }
}

const anEvent = (seq: number, more: Partial<LiveEvent> = {}): LiveEvent => ({
  seq,
  at: '2026-03-01T09:00:00.000Z',
  type: 'updated',
  object: 'deal',
  id: 'd1',
  ...more,
})

const setup = (options: Partial<HandlerOptions> = {}) => {
  const source = aSource()
  const fake = fakeCrm({
    changes: source.changes,
    visitorChanges: source.changes,
    visitorMessages: () => ({ messages: [] }),
  })
  const handle = createHandler(fake.crm, { ...OPTIONS, ...options })
  const abort = new AbortController()
  const open = (path = '/changes', headers: Record<string, string> = {}) =>
    handle(
      new Request(aRequest('GET', path, { headers: { Authorization: 'Bearer ida', ...headers } }), {
        signal: abort.signal,
      }),
    )
  return { source, handle, open, abort }
}

const settled = () => vi.advanceTimersByTimeAsync(0)

async function take(response: Response, count: number): Promise<readonly SseEvent[]> {
  const events: SseEvent[] = []
  for await (const read of readEvents(response.body as ReadableStream<Uint8Array>)) {
    if ('data' in read) events.push(read)
    if (events.length === count) break
  }
  return events
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('GET /changes', () => {
  it('sends changes with their numbers', async () => {
    const { open, source } = setup()
    const response = await open()
    source.push(anEvent(7), anEvent(8, { type: 'reset', object: '', id: '' }))
    expect(response.headers.get('Content-Type')).toBe('text/event-stream; charset=utf-8')
    expect(await take(response, 2)).toEqual([
      { id: '7', event: 'change', data: JSON.stringify(anEvent(7)) },
      { id: '8', event: 'reset', data: JSON.stringify(anEvent(8, { type: 'reset', object: '', id: '' })) },
    ])
  })

  it.each([
    ['/changes', {}, undefined],
    ['/changes?after=5', {}, 5],
    ['/changes?after=5', { 'Last-Event-ID': '9' }, 9],
    ['/changes', { 'Last-Event-ID': 'nonsense' }, undefined],
  ])('opened as %s with %o goes on after %s', async (path, headers, after) => {
    const { open, source } = setup()
    await open(path, headers)
    await settled()
    expect(source.asked).toEqual([after])
  })

  it('begins with a hint when to come back, spread over three seconds', async () => {
    const { open } = setup()
    const reader = (await open()).body?.getReader()
    const text = new TextDecoder().decode((await reader?.read())?.value)
    const [, retry] = /^retry: (\d+)\n: open\n\n$/.exec(text) ?? []
    expect(Number(retry)).toBeGreaterThanOrEqual(1_000)
    expect(Number(retry)).toBeLessThanOrEqual(4_000)
  })

  it('shows that it lives every 15 seconds', async () => {
    const { open } = setup()
    const reader = (await open()).body?.getReader()
    await reader?.read()
    await vi.advanceTimersByTimeAsync(15_000)
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe(': beat\n\n')
  })

  it('lets everything go when the client goes away', async () => {
    const { open, source, abort } = setup()
    await open()
    await settled()
    expect(source.listening).toBe(1)
    abort.abort()
    await settled()
    expect([source.listening, vi.getTimerCount()]).toEqual([0, 0])
  })

  it('lets everything go when the body is cancelled', async () => {
    const { open, source } = setup()
    const response = await open()
    await settled()
    await response.body?.cancel()
    await settled()
    expect([source.listening, vi.getTimerCount()]).toEqual([0, 0])
  })

  it.each(['is signed out', 'has other roles', 'cannot be checked'])(
    'ends within 30 seconds when its user %s',
    async (how) => {
      let later = false
      const authenticate = () => {
        if (!later) return PRINCIPALS['Bearer ida']
        if (how === 'cannot be checked') throw new Error('session store is down')
        return how === 'is signed out' ? undefined : { tenant: 'main', id: 'ida', roles: ['agent'] }
      }
      const { open, source } = setup({ authenticate })
      const response = await open()
      const ended = new Response(response.body).text()
      await vi.advanceTimersByTimeAsync(30_000)
      expect(source.listening).toBe(1)
      later = true
      await vi.advanceTimersByTimeAsync(30_000)
      await ended
      expect([source.listening, vi.getTimerCount()]).toEqual([0, 0])
    },
  )

  it('reads no more from its source than fits, and cuts a reader who stands still', async () => {
    const { open, source } = setup()
    const response = await open()
    const large = Array.from({ length: 100 }, (_, at) => anEvent(at, { id: 'x'.repeat(10_000) }))
    source.push(...large)
    await settled()
    expect(source.listening).toBe(1)
    await vi.advanceTimersByTimeAsync(10_000)
    expect([source.listening, vi.getTimerCount()]).toEqual([0, 0])
    await expect(new Response(response.body).text()).rejects.toThrow()
  })

  it('sends a reader who keeps up everything, however much', async () => {
    const { open, source } = setup()
    const response = await open()
    source.push(...Array.from({ length: 100 }, (_, at) => anEvent(at, { id: 'x'.repeat(10_000) })))
    expect((await take(response, 100)).map(({ id }) => Number(id))).toEqual(Array.from({ length: 100 }, (_, at) => at))
  })

  it('is open so many times for one user, and again when one has ended', async () => {
    const { open, abort } = setup({ limits: { streamsEach: 2 } })
    await open()
    await open()
    const refused = await open()
    expect([refused.status, refused.headers.has('Retry-After')]).toEqual([429, true])
    abort.abort()
    await settled()
    const again = new AbortController()
    const { handle } = setup()
    expect((await handle(aRequest('GET', '/changes', { headers: { Authorization: 'Bearer odd' } }))).status).toBe(200)
    again.abort()
  })

  it('gives its places back', async () => {
    const { handle } = setup({ limits: { streamsEach: 1 } })
    for (let round = 0; round < 3; round++) {
      const response = await handle(aRequest('GET', '/changes', { headers: { Authorization: 'Bearer ida' } }))
      expect(response.status).toBe(200)
      await response.body?.cancel()
      await settled()
    }
  })

  it('answers a stranger with 401 and opens nothing', async () => {
    const { handle, source } = setup()
    expect((await handle(aRequest('GET', '/changes'))).status).toBe(401)
    expect(source.asked).toEqual([])
  })

  it('answers HEAD with 405, because there is nothing to wait for', async () => {
    const { handle } = setup()
    expect((await handle(aRequest('HEAD', '/changes', { headers: { Authorization: 'Bearer ida' } }))).status).toBe(405)
  })
})

it('tells a reader at once where it stands, so that nothing is missed between two streams', async () => {
  vi.useRealTimers()
  const crm = await createCrm({ storage: memoryStorage() })
  await crm.openTenant({ id: 'main', name: 'Main', users: [{ id: 'ida', name: 'Ida', roles: ['admin'] }] })
  const handle = createHandler(crm, OPTIONS)
  const open = (headers = {}) =>
    handle(aRequest('GET', '/changes', { headers: { Authorization: 'Bearer ida', ...headers } }))
  const [first] = await take(await open(), 1)
  expect(first).toMatchObject({ event: 'reset', id: expect.stringMatching(/^\d+$/) })
  const api = crm.as({ tenant: 'main', actor: { kind: 'user', id: 'ida' }, roles: ['admin'] })
  const { id } = await api.create('company', { name: 'Meanwhile' })
  const [missed] = await take(await open({ 'Last-Event-ID': first?.id }), 1)
  expect(JSON.parse(missed?.data ?? '')).toMatchObject({ type: 'created', object: 'company', id })
  await crm.close()
})

describe('GET /chat/changes', () => {
  const visit = (headers: Record<string, string> = { 'Kith-Visitor': 'token' }) =>
    asPage('GET', '/chat/changes', { headers })

  it('sends messages with their numbers', async () => {
    const { handle, source } = setup()
    const response = await handle(visit())
    source.push({ id: 'm1', seq: 3, at: '', from: 'agent', text: 'Hello' } as never)
    expect(await take(response, 1)).toMatchObject([{ id: '3', event: 'message' }])
  })

  it('without a token answers 401', async () => {
    const { handle } = setup()
    expect((await handle(visit({}))).status).toBe(401)
  })

  it('with a token of nobody answers what is not there, before a stream is opened', async () => {
    const fake = fakeCrm({
      visitorMessages: () => {
        throw new KithError('NOT_FOUND')
      },
    })
    const response = await createHandler(fake.crm, OPTIONS)(visit())
    expect(await problem(response)).toMatchObject({ code: 'NOT_FOUND' })
    expect(fake.calls.map(({ method }) => method)).toEqual(['visitorMessages'])
  })

  it('of another origin is refused', async () => {
    const { handle, source } = setup()
    expect((await handle(visit({ 'Kith-Visitor': 'token', Origin: 'https://evil.example' }))).status).toBe(403)
    expect(source.asked).toEqual([])
  })
})
