import type { CrmApi, LiveEvent } from '@kith/core'
import { KithError } from '@kith/core/shared'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createClient } from './client.ts'
import { ROUTES } from './protocol/index.ts'
import { createHandler } from './server/index.ts'
import { aRecord, BASE, fakeCrm, OPTIONS } from './testing/fake-crm.ts'

type Answers = Parameters<typeof fakeCrm>[0]

const setup = (
  answers: Answers = {},
  fail: (request: Request, tries: number) => Response | Error | undefined = () => undefined,
) => {
  const fake = fakeCrm(answers)
  const handle = createHandler(fake.crm, OPTIONS)
  const sent: Request[] = []
  const client = createClient({
    baseUrl: BASE,
    headers: { Authorization: 'Bearer ida' },
    site: 'site_demo',
    fetch: async (request) => {
      sent.push(request.clone())
      const failure = fail(request, sent.length)
      if (failure instanceof Error) throw failure
      return failure ?? handle(request)
    },
  })
  return { ...fake, client, sent }
}
const args = ({ calls }: ReturnType<typeof setup>) => calls.map(({ method, args: given }) => [method, ...given])
const key = { idempotencyKey: expect.stringMatching(/^[\x21-\x7e]{8,200}$/) }

describe('createClient', () => {
  it('asks what the API is asked, in the same words', async () => {
    const all = {
      list: () => ({ items: [] }),
      totals: () => [],
      search: () => [],
      me: () => ({}),
      get: () => aRecord(),
    }
    const made = setup(all)
    await made.client.list('deal', { where: { stageId: 'new' }, sort: '-name', limit: 5, deleted: true })
    await made.client.totals('deal', { groupBy: ['stageId', 'amount.currency'], sum: ['amount.amountMinor'] })
    await made.client.search('ann', { objects: ['deal'], limit: 3 })
    await made.client.get('activity', 'a1')
    await made.client.me()
    expect(args(made)).toEqual([
      ['list', 'deal', { where: { stageId: 'new' }, sort: '-name', limit: 5, deleted: true }],
      ['totals', 'deal', { groupBy: ['stageId', 'amount.currency'], sum: ['amount.amountMinor'] }],
      ['search', 'ann', { objects: ['deal'], limit: 3 }],
      ['get', 'activity', 'a1'],
      ['me'],
    ])
  })

  it('writes with a key of its own, or with the one it is given', async () => {
    const made = setup({ create: () => aRecord(), update: () => aRecord(), moveDeal: () => aRecord() })
    await made.client.create('deal', { name: 'x' })
    await made.client.update('deal', 'd1', { name: null }, { ifVersion: 3, idempotencyKey: 'my-own-key' })
    await made.client.moveDeal('d1', { stageId: 'won' }, { ifVersion: 4, correlation: 'board' })
    expect(args(made)).toEqual([
      ['create', 'deal', { name: 'x' }, key],
      ['update', 'deal', 'd1', { name: null }, { ifVersion: 3, idempotencyKey: 'my-own-key' }],
      ['moveDeal', 'd1', { stageId: 'won' }, { ifVersion: 4, correlation: 'board', ...key }],
    ])
  })

  it('throws the error that the server told of', async () => {
    const conflict = () => {
      throw new KithError('VERSION_CONFLICT', { object: 'deal', current: aRecord('d1', 9) })
    }
    const made = setup({ update: conflict })
    const error = await made.client.update('deal', 'd1', {}, { ifVersion: 3 }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(KithError)
    expect(error).toMatchObject({
      code: 'VERSION_CONFLICT',
      details: { object: 'deal', current: { id: 'd1', version: 9 } },
    })
  })

  it('finds the paths of the objects of an app by asking once', async () => {
    const model = () => ({
      objects: [
        { name: 'lead', plural: 'leads' },
        { name: 'villa', plural: 'deals' },
      ],
    })
    const made = setup({ model, get: () => aRecord() })
    await made.client.get('villa', 'v1')
    await made.client.get('villa', 'v2')
    expect(args(made).map(([method]) => method)).toEqual(['model', 'get', 'get'])
    await expect(made.client.get('unicorn', 'u1')).rejects.toMatchObject({ code: 'UNKNOWN_OBJECT' })
  })

  it('sends the site key and the token of a visitor, and nothing of them to private routes', async () => {
    const made = setup({ sendVisitorMessage: () => ({ id: 'm1' }), me: () => ({}) })
    await made.client.sendVisitorMessage('token', { text: 'Hi' }, { idempotencyKey: 'key-of-message' })
    await made.client.me()
    expect(made.calls[0]).toMatchObject({
      scope: { tenant: 'main' },
      args: ['token', { text: 'Hi' }, { idempotencyKey: 'key-of-message' }],
    })
    expect(made.sent.map(({ headers }) => headers.get('Kith-Site'))).toEqual(['site_demo', null])
  })

  it('uploads a file', async () => {
    const upload = async ({ name, body }: { name: string; body: ReadableStream }) => ({
      ...aRecord('f1'),
      name,
      text: await new Response(body).text(),
    })
    const made = setup({ upload })
    const record = await made.client.upload({ name: 'Søknad.txt', body: new Blob(['Hello']) })
    expect(record).toMatchObject({ name: 'Søknad.txt', text: 'Hello' })
  })

  it('has every method of the API, each with a route of its name', () => {
    const { client } = setup()
    const routes = new Set(ROUTES.map(({ name }) => name))
    const renamed = { form: 'getForm', submit: 'submitForm', uploadFile: 'uploadFormFile' } as Record<string, string>
    const missing = Object.keys(client).filter((method) => !routes.has(renamed[method] ?? method))
    expect(missing).toEqual([])
    const unused = [...routes].filter((name) => !(name in client) && !Object.values(renamed).includes(name))
    expect(unused.sort()).toEqual(['download', 'openApi', 'thankYou'])
  })
})

describe('a call that fails', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  const later = async <Answer>(call: Promise<Answer>): Promise<Answer> => {
    const settled = call.then(
      (answer) => ({ answer }),
      (error: unknown) => ({ error }),
    )
    await vi.advanceTimersByTimeAsync(120_000)
    const result = await settled
    if ('error' in result) throw result.error
    return result.answer
  }
  const unreachable = () => new TypeError('fetch failed')
  const busy = () => new Response('', { status: 503, headers: { 'Retry-After': '1' } })

  it.each([
    ['the network', unreachable],
    ['a busy server', busy],
  ])('by %s is repeated with the same key', async (_, failure) => {
    const made = setup({ create: () => aRecord() }, (_request, tries) => (tries < 3 ? failure() : undefined))
    expect(await later(made.client.create('deal', { name: 'x' }))).toMatchObject({ id: 'd1' })
    const keys = made.sent.map(({ headers }) => headers.get('Idempotency-Key'))
    expect([keys.length, new Set(keys).size, made.calls.length]).toEqual([3, 1, 1])
    expect(await made.sent[2]?.json()).toEqual({ name: 'x' })
  })

  it('again and again is NETWORK in the end', async () => {
    const made = setup({}, unreachable)
    await expect(later(made.client.me())).rejects.toMatchObject({ code: 'NETWORK' })
    expect(made.sent).toHaveLength(4)
  })

  it('for good is not repeated', async () => {
    const made = setup({})
    await expect(later(made.client.get('deal', 'd1'))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(made.sent).toHaveLength(1)
  })

  it('with an answer of another program is NETWORK', async () => {
    const made = setup({}, () => new Response('<html>proxy</html>', { status: 400 }))
    await expect(later(made.client.me())).rejects.toMatchObject({ code: 'NETWORK', details: { status: 400 } })
  })
})

describe('changes', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  const anEvent = (seq: number): LiveEvent => ({ seq, at: '', type: 'updated', object: 'deal', id: 'd1' })

  /** Streams that break after what they were told to send. */
  const broken = (rounds: readonly (readonly number[])[]) => {
    const asked: (number | undefined)[] = []
    async function* changes({ after, signal }: { after?: number; signal: AbortSignal }) {
      const round = rounds[asked.length]
      asked.push(after)
      for (const seq of round ?? []) yield anEvent(seq)
      if (!round) await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
    }
    return { asked, ...setup({ changes }) }
  }

  async function takeAll(events: AsyncIterable<LiveEvent>, count: number): Promise<readonly LiveEvent[]> {
    const seen: LiveEvent[] = []
    const reading = (async () => {
      for await (const event of events) {
        seen.push(event)
        if (seen.length === count) break
      }
    })()
    for (let round = 0; round < 20 && seen.length < count; round++) await vi.advanceTimersByTimeAsync(10_000)
    await reading
    return seen
  }

  it('go on after the last event when the stream breaks', async () => {
    const made = broken([[5, 6], [], [7], [8]])
    const seen = await takeAll(made.client.changes({ after: 4 }), 4)
    expect(seen.map(({ seq }) => seq)).toEqual([5, 6, 7, 8])
    expect(made.asked).toEqual([4, 6, 6, 7])
  })

  it('say that something may be missing when the stream broke before anything was read', async () => {
    const made = broken([[], [7]])
    const seen = await takeAll(made.client.changes(), 2)
    expect(seen.map(({ type, seq }) => [type, seq])).toEqual([
      ['reset', 0],
      ['updated', 7],
    ])
  })

  it('end when their signal aborts, and leave nothing behind', async () => {
    const made = broken([])
    const abort = new AbortController()
    const reading = takeAll(made.client.changes({ signal: abort.signal }), 1)
    await vi.advanceTimersByTimeAsync(1_000)
    abort.abort()
    expect(await reading).toEqual([])
    await vi.advanceTimersByTimeAsync(0)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('throw when the server refuses for good', async () => {
    const fake = fakeCrm()
    const handle = createHandler(fake.crm, OPTIONS)
    const client: Pick<CrmApi, 'changes'> = createClient({ baseUrl: BASE, fetch: handle })
    const first = client.changes()[Symbol.asyncIterator]().next()
    await expect(first).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  })
})
