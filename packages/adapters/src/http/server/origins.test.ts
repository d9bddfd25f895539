import { describe, expect, it } from 'vitest'
import { ROUTES } from '../protocol/index.ts'
import { aRecord, aRequest, asIda, asPage, BASE, fakeCrm, OPTIONS, problem, SITE } from '../testing/fake-crm.ts'
import { createHandler } from './index.ts'

const answers = {
  form: () => ({ id: 'contact' }),
  create: () => aRecord(),
  get: () => aRecord(),
  submit: () => ({ id: 's' }),
}
const setup = (options = {}) => {
  const fake = fakeCrm(answers)
  return { ...fake, handle: createHandler(fake.crm, { ...OPTIONS, ...options }) }
}
const OWN = new URL(BASE).origin
const SHOP = 'https://shop.example'

const cors = (response: Response) => response.headers.get('Access-Control-Allow-Origin')

describe('a page of a site', () => {
  it('of the list reads the answer', async () => {
    const response = await setup().handle(asPage('GET', '/forms/contact', { headers: { Origin: SHOP } }))
    expect([response.status, cors(response), response.headers.get('Vary')]).toEqual([200, SHOP, 'Origin'])
    expect(response.headers.get('Cross-Origin-Resource-Policy')).toBe('cross-origin')
    expect(response.headers.has('Access-Control-Allow-Credentials')).toBe(false)
  })

  it('of the list reads an error as well', async () => {
    const response = await setup().handle(asPage('GET', '/forms/contact?x=1', { headers: { Origin: SHOP } }))
    expect([response.status, cors(response)]).toEqual([400, SHOP])
  })

  it.each([
    'https://evil.example',
    'null',
    'https://shop.example.evil',
    'http://shop.example',
    'https://shop.example:444',
    `${OWN}.evil`,
  ])('of %s is refused and reads nothing', async (origin) => {
    const { handle, calls } = setup()
    const response = await handle(asPage('GET', '/forms/contact', { headers: { Origin: origin } }))
    expect([response.status, cors(response), calls.length]).toEqual([403, null, 0])
    expect(await problem(response)).toMatchObject({ code: 'ORIGIN_REFUSED' })
  })

  it("of the server's own origin may do what a listed one may", async () => {
    const response = await setup().handle(asPage('GET', '/forms/contact', { headers: { Origin: OWN } }))
    expect([response.status, cors(response)]).toEqual([200, null])
  })

  it('cannot use the key of another site', async () => {
    const sites = [SITE, { key: 'site_other', tenant: 'other', origins: ['https://other.example'] }]
    const { handle, calls } = setup({ sites })
    const headers = { 'Kith-Site': 'site_other', Origin: SHOP }
    expect((await handle(aRequest('GET', '/forms/contact', { headers }))).status).toBe(403)
    expect(calls).toEqual([])
  })

  it.each([{}, { 'Kith-Site': 'site_nobody' }, { 'Kith-Site': '__proto__' }])(
    'without a known key is refused',
    async (headers) => {
      const { handle, calls } = setup()
      const response = await handle(aRequest('GET', '/forms/contact', { headers }))
      expect([response.status, calls.length]).toEqual([403, 0])
      expect(await problem(response)).toMatchObject({ code: 'SITE_UNKNOWN' })
    },
  )

  it('works in the tenant of its site, whatever it sends', async () => {
    const { handle, calls } = setup()
    const body = { values: { tenant: 'other' } }
    await handle(asPage('POST', '/forms/contact/submissions', { body, headers: { Authorization: 'Bearer odd' } }))
    expect(calls[0]?.scope).toEqual({ tenant: 'main' })
  })

  it('sees only the forms of its site', async () => {
    const { handle, calls } = setup({ sites: [{ ...SITE, forms: ['contact'] }] })
    expect((await handle(asPage('GET', '/forms/contact'))).status).toBe(200)
    expect((await handle(asPage('GET', '/forms/secret'))).status).toBe(404)
    expect(calls).toHaveLength(1)
  })

  it('is found by a function as well', async () => {
    const { handle, calls } = setup({ sites: async (key: string) => (key === 'site_demo' ? SITE : undefined) })
    expect((await handle(asPage('GET', '/forms/contact', { headers: { Origin: SHOP } }))).status).toBe(200)
    expect(calls).toHaveLength(1)
  })
})

describe('a preflight', () => {
  const ask = (path: string, origin: string) =>
    aRequest('OPTIONS', path, { headers: { Origin: origin, 'Access-Control-Request-Method': 'POST' } })

  it('of a listed origin is allowed what the widgets send', async () => {
    const response = await setup().handle(ask('/forms/contact/submissions', SHOP))
    expect([response.status, cors(response)]).toEqual([204, SHOP])
    expect(response.headers.get('Access-Control-Allow-Methods')).toBe('POST, OPTIONS')
    const allowed = response.headers.get('Access-Control-Allow-Headers')?.toLowerCase()
    for (const name of ['kith-site', 'kith-visitor', 'idempotency-key', 'content-type', 'last-event-id']) {
      expect(allowed).toContain(name)
    }
  })

  it.each(['https://evil.example', 'null'])('of %s is refused', async (origin) => {
    const response = await setup().handle(ask('/chat', origin))
    expect([response.status, cors(response)]).toEqual([403, null])
  })

  it('for a private route is refused also to a listed site', async () => {
    const response = await setup().handle(ask('/deals', SHOP))
    expect([response.status, cors(response)]).toEqual([403, null])
  })

  it('for a private route is allowed to an origin that the host names', async () => {
    const response = await setup({ origins: ['https://app.example'] }).handle(ask('/deals', 'https://app.example'))
    expect([response.status, cors(response)]).toEqual([204, 'https://app.example'])
    expect(response.headers.get('Access-Control-Allow-Credentials')).toBe('true')
  })
})

describe('a private route', () => {
  const byCookie = (headers: Record<string, string>, method = 'POST', path = '/deals') =>
    aRequest(method, path, { ...(method === 'GET' ? {} : { body: {} }), headers: { Cookie: 'Bearer ida', ...headers } })

  it.each([
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
    { Origin: SHOP },
    { 'Sec-Fetch-Site': 'cross-site', Origin: OWN },
    { 'Sec-Fetch-Site': 'same-site' },
    { 'Sec-Fetch-Site': 'none' },
    {},
  ])('refuses a write by cookie that comes with %o', async (headers) => {
    const { handle, calls } = setup()
    const response = await handle(byCookie(headers))
    expect([response.status, calls.length, cors(response)]).toEqual([403, 0, null])
  })

  it.each([{ Origin: OWN }, { 'Sec-Fetch-Site': 'same-origin', Origin: 'https://public.example' }])(
    'takes a write by cookie that comes with %o',
    async (headers) => {
      const { handle, calls } = setup()
      expect((await handle(byCookie(headers))).status).toBe(201)
      expect(calls).toHaveLength(1)
    },
  )

  it('takes a read by cookie from its own pages, and gives none to other sites', async () => {
    const { handle, calls } = setup()
    expect((await handle(byCookie({ 'Sec-Fetch-Site': 'same-origin' }, 'GET', '/deals/d1'))).status).toBe(200)
    expect((await handle(byCookie({ Origin: SHOP }, 'GET', '/deals/d1'))).status).toBe(403)
    expect(calls).toHaveLength(1)
  })

  it('needs no origin from a script with a token', async () => {
    expect((await setup().handle(asIda('POST', '/deals', { body: {} }))).status).toBe(201)
  })

  it('is open to an origin that the host names', async () => {
    const { handle } = setup({ origins: ['https://app.example'] })
    const response = await handle(byCookie({ Origin: 'https://app.example' }))
    expect([response.status, cors(response)]).toEqual([201, 'https://app.example'])
  })
})

describe('the route table', () => {
  it('has no GET that changes something', () => {
    const reading = new Set([
      'getForm',
      'thankYou',
      'visitorMessages',
      'visitorChanges',
      'openApi',
      'me',
      'model',
      'search',
      'changes',
      'totals',
      'list',
      'rules',
      'ruleLabels',
      'simulationProgress',
      'why',
      'reviewFigures',
      'jobs',
      'get',
      'timeline',
      'history',
      'log',
      'download',
    ])
    const gets = ROUTES.filter(({ method }) => method === 'GET').map(({ name }) => name)
    expect(gets.filter((name) => !reading.has(name))).toEqual([])
  })
})
