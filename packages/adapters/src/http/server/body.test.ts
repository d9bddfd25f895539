import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { aRecord, asIda, fakeCrm, OPTIONS, problem } from '../testing/fake-crm.ts'
import { createHandler } from './index.ts'

const setup = () => {
  const fake = fakeCrm({ create: () => aRecord(), moveDeal: () => aRecord(), closeConversation: () => aRecord() })
  return { ...fake, handle: createHandler(fake.crm, OPTIONS) }
}
const json = { 'Content-Type': 'application/json' }

async function refusal(request: Request) {
  const { handle, calls } = setup()
  const response = await handle(request)
  return { status: response.status, calls: calls.length, ...(await problem(response)) }
}

describe('a body', () => {
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=latin1', 'application/jsonx'])(
    'of type %s is refused',
    async (type) => {
      const request = asIda('POST', '/deals', { body: '{}', headers: { 'Content-Type': type } })
      expect(await refusal(request)).toMatchObject({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE', calls: 0 })
    },
  )

  it('of merge-patch is taken by an update only', async () => {
    const { crm, calls } = fakeCrm({ update: () => aRecord() })
    const headers = { 'Content-Type': 'application/merge-patch+json', 'If-Match': '"1"' }
    const handle = createHandler(crm, OPTIONS)
    expect((await handle(asIda('PATCH', '/deals/d1', { body: '{"name":null}', headers }))).status).toBe(200)
    expect((await handle(asIda('POST', '/deals', { body: '{}', headers }))).status).toBe(415)
    expect(calls).toHaveLength(1)
  })

  it.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['a text', '"x"'],
    ['null', 'null'],
    ['a member __proto__', '{"__proto__":{"admin":true}}'],
    ['a member __proto__ inside', '{"a":[{"__proto__":1}]}'],
    ['a tree of 40 levels', `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`],
    ['a deep list', `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
  ])('with %s is refused', async (_, body) => {
    const request = asIda('POST', '/deals', { body, headers: json })
    expect(await refusal(request)).toMatchObject({ status: 400, code: 'INVALID_INPUT', calls: 0 })
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  })

  it('that is no UTF-8 is refused', async () => {
    const body = new Blob([new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])]).stream()
    expect(await refusal(asIda('POST', '/deals', { body, headers: json }))).toMatchObject({ status: 400, calls: 0 })
  })

  it('is refused by what it announces, without being read', async () => {
    const pull = vi.fn()
    const body = new ReadableStream({ pull }, { highWaterMark: 0 })
    const request = asIda('POST', '/deals', { body, headers: { ...json, 'Content-Length': '10000000' } })
    expect(await refusal(request)).toMatchObject({ status: 413, code: 'PAYLOAD_TOO_LARGE', calls: 0 })
    expect(pull).not.toHaveBeenCalled()
  })

  it('is read no further than its limit', async () => {
    let sent = 0
    let cancelled = false
    const body = new ReadableStream(
      {
        pull(controller) {
          sent += 1024
          controller.enqueue(new Uint8Array(1024).fill(32))
        },
        cancel() {
          cancelled = true
        },
      },
      { highWaterMark: 0 },
    )
    expect(await refusal(asIda('POST', '/deals', { body, headers: json }))).toMatchObject({ status: 413, calls: 0 })
    expect(sent).toBeLessThanOrEqual(66 * 1024)
    expect(cancelled).toBe(true)
  })

  it('that is needed and missing is refused', async () => {
    expect(await refusal(asIda('POST', '/deals/d1/move', { headers: { 'If-Match': '"3"' } }))).toMatchObject({
      status: 400,
      calls: 0,
    })
  })

  it('may be left out, or be empty, where everything is in the address', async () => {
    const { handle, calls } = setup()
    await handle(asIda('POST', '/conversations/c1/close'))
    await handle(asIda('POST', '/conversations/c1/close', { body: {} }))
    expect(calls.map(({ args }) => args)).toEqual([
      ['c1', {}],
      ['c1', {}],
    ])
  })

  it('of an operation is checked against the route table', async () => {
    const body = { stageId: 7, tenant: 'other' }
    expect(await refusal(asIda('POST', '/deals/d1/move', { body, headers: { 'If-Match': '"3"' } }))).toMatchObject({
      code: 'INVALID_INPUT',
      issues: [
        { path: '/stageId', code: 'type' },
        { path: '/tenant', code: 'unknown-field' },
      ],
      calls: 0,
    })
  })
})

describe('a body that does not come', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('is waited for 10 seconds', async () => {
    const cancel = vi.fn()
    const body = new ReadableStream({ cancel }, { highWaterMark: 0 })
    const answer = refusal(asIda('POST', '/deals', { body, headers: json }))
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await answer).toMatchObject({ status: 408, code: 'REQUEST_TIMEOUT', calls: 0 })
    expect(cancel).toHaveBeenCalled()
  })
})
