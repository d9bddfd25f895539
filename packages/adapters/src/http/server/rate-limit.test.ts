import { describe, expect, it, vi } from 'vitest'
import { asPage, fakeCrm, OPTIONS, problem } from '../testing/fake-crm.ts'
import { createHandler } from './index.ts'
import { DEFAULT_LIMITS } from './options.ts'
import { createRateLimiter, networkOf } from './rate-limit.ts'

const rate = { burst: 3, perSecond: 1 }

describe('createRateLimiter', () => {
  it('takes a burst, then says how long to wait', () => {
    const limiter = createRateLimiter({ rememberedNetworks: 10 })
    expect([0, 0, 0, 0].map((now) => limiter.take('a', rate, now))).toEqual([0, 0, 0, 1])
    expect(limiter.take('a', rate, 1_000)).toBe(0)
    expect(limiter.take('a', rate, 1_000)).toBe(1)
  })

  it('never saves more than a burst', () => {
    const limiter = createRateLimiter({ rememberedNetworks: 10 })
    limiter.take('a', rate, 0)
    expect([1, 2, 3, 4].map(() => limiter.take('a', rate, 1_000_000))).toEqual([0, 0, 0, 1])
  })

  it('remembers no more callers than it may', () => {
    const limiter = createRateLimiter({ rememberedNetworks: 100 })
    for (let at = 0; at < 10_000; at++) limiter.take(`caller ${at}`, rate, at)
    expect(limiter.size).toBe(100)
  })

  it('gives nothing back when the clock is set back', () => {
    const limiter = createRateLimiter({ rememberedNetworks: 10 })
    for (const now of [9_000, 9_000, 9_000]) limiter.take('a', rate, now)
    expect(limiter.take('a', rate, 0)).toBeGreaterThan(0)
  })
})

describe('networkOf', () => {
  it.each([
    ['203.0.113.9', '203.0.113.0/24'],
    ['::ffff:203.0.113.9', '203.0.113.0/24'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['[::1]', '0:0:0:0::/64'],
  ])('takes %s as %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})

describe('a public route', () => {
  const setup = () => {
    const fake = fakeCrm({ submit: () => ({ id: 's', at: '' }), form: () => ({ id: 'contact' }) })
    let now = Date.parse('2026-03-01T09:00:00.000Z')
    const handle = createHandler(fake.crm, {
      ...OPTIONS,
      clock: { now: () => new Date(now).toISOString() },
      clientAddress: (request) => request.headers.get('Test-Address') ?? undefined,
      limits: { rates: { ...(DEFAULT_LIMITS.rates || {}), form: { burst: 2, perSecond: 0.1 } } as never },
    })
    const post = (address: string, more: Record<string, string> = {}) =>
      handle(
        asPage('POST', '/forms/contact/submissions', {
          body: { values: {} },
          headers: { 'Test-Address': address, ...more },
        }),
      )
    return { ...fake, handle, post, pass: (ms: number) => (now += ms) }
  }

  it('answers too many calls of a network with 429 and when to come back', async () => {
    const { post, calls, pass } = setup()
    await post('203.0.113.1')
    await post('203.0.113.2')
    const response = await post('203.0.113.3', { 'X-Forwarded-For': '198.51.100.7' })
    expect([response.status, response.headers.get('Retry-After'), calls.length]).toEqual([429, '10', 2])
    expect(await problem(response)).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 10 })
    pass(10_000)
    expect((await post('203.0.113.3')).status).toBe(201)
  })

  it('counts each network and each kind of call for itself', async () => {
    const { post, handle } = setup()
    for (const address of ['203.0.113.1', '203.0.113.1']) await post(address)
    expect((await post('203.0.114.1')).status).toBe(201)
    const read = asPage('GET', '/forms/contact', { headers: { 'Test-Address': '203.0.113.1' } })
    expect((await handle(read)).status).toBe(200)
  })

  it('refuses before it reads a body', async () => {
    const { post, handle } = setup()
    for (const address of ['203.0.113.1', '203.0.113.1']) await post(address)
    const pull = vi.fn()
    const body = new ReadableStream({ pull }, { highWaterMark: 0 })
    const headers = { 'Test-Address': '203.0.113.1', 'Content-Type': 'application/json' }
    const response = await handle(asPage('POST', '/forms/contact/submissions', { body, headers }))
    expect([response.status, pull.mock.calls.length]).toEqual([429, 0])
  })
})
