import { KithError } from '@kith/core/shared'
import { describe, expect, it, vi } from 'vitest'
import { aRecord, aRequest, asIda, asPage, fakeCrm, OPTIONS, problem } from '../testing/fake-crm.ts'
import { createHandler } from './index.ts'

const setup = (...[answers]: Parameters<typeof fakeCrm>) => {
  const fake = fakeCrm(answers)
  return { ...fake, handle: createHandler(fake.crm, OPTIONS) }
}

describe('routing', () => {
  it('answers an unknown address with the problem NOT_FOUND', async () => {
    const response = await setup().handle(asIda('GET', '/nothing/at/all/there'))
    expect(response.status).toBe(404)
    expect(response.headers.get('Content-Type')).toBe('application/problem+json')
    expect(await problem(response)).toMatchObject({ code: 'NOT_FOUND', status: 404 })
  })

  it('answers an address outside the base path with NOT_FOUND', async () => {
    const response = await setup().handle(new Request('https://crm.example/elsewhere/deals'))
    expect(response.status).toBe(404)
  })

  it('answers a wrong method with 405 and the methods that the address takes', async () => {
    const response = await setup().handle(asIda('PUT', '/deals/d1'))
    expect(response.status).toBe(405)
    expect(response.headers.get('Allow')).toBe('GET, PATCH, DELETE, HEAD, OPTIONS')
    expect(await problem(response)).toMatchObject({ code: 'METHOD_NOT_ALLOWED' })
  })

  it('joins the methods of a literal and a generic address', async () => {
    const response = await setup().handle(asIda('PUT', '/activities'))
    expect(response.headers.get('Allow')?.split(', ').sort()).toEqual(['GET', 'HEAD', 'OPTIONS', 'POST'])
  })

  it('tells an unknown object from an unknown id', async () => {
    const response = await setup().handle(asIda('GET', '/unicorns'))
    expect(await problem(response)).toMatchObject({ code: 'UNKNOWN_OBJECT', status: 404 })
  })

  it.each(['/deals/%E0%A4', '/deals/a%2Fb', '/deals/a%00b', '/deals//move', '/deals/'])(
    'finds nothing at %s',
    async (path) => {
      const { handle, calls } = setup()
      expect((await handle(asIda('GET', path))).status).toBe(404)
      expect(calls).toEqual([])
    },
  )

  it('answers HEAD like GET without a body', async () => {
    const response = await setup({ get: () => aRecord() }).handle(asIda('HEAD', '/deals/d1'))
    expect([response.status, response.headers.get('ETag'), await response.text()]).toEqual([200, '"3"', ''])
  })

  it('answers OPTIONS with the methods', async () => {
    const response = await setup().handle(aRequest('OPTIONS', '/deals/d1/move'))
    expect([response.status, response.headers.get('Allow')]).toEqual([204, 'POST, OPTIONS'])
  })
})

describe('who asks', () => {
  it('answers 401 to a stranger', async () => {
    const { handle, calls } = setup({ get: () => aRecord() })
    const response = await handle(aRequest('GET', '/deals/d1'))
    expect([response.status, response.headers.has('WWW-Authenticate')]).toEqual([401, true])
    expect(calls).toEqual([])
  })

  it('takes the tenant from the principal and from nowhere else', async () => {
    const { handle, calls } = setup({ create: () => aRecord() })
    const body = { name: 'x', tenant: 'other', tenantId: 'other' }
    await handle(asIda('POST', '/deals', { body, headers: { 'Kith-Tenant': 'other', 'X-Tenant': 'other' } }))
    expect(calls[0]?.scope).toEqual({
      tenant: 'main',
      actor: { kind: 'user', id: 'ida' },
      roles: ['admin'],
      teams: ['north'],
    })
  })

  it('takes a principal without a tenant for nobody', async () => {
    const handle = createHandler(fakeCrm().crm, { authenticate: () => ({ tenant: '', id: 'x', roles: [] }) })
    expect((await handle(asIda('GET', '/me'))).status).toBe(401)
  })

  it('answers a foreign id byte for byte as an unknown id', async () => {
    const hidden = (_: string, id: string) => {
      throw new KithError('NOT_FOUND', { object: 'deal', id, reason: 'of another tenant' })
    }
    const { handle } = setup({ get: hidden })
    const [foreign, unknown] = await Promise.all(
      ['foreign', 'unknown'].map((id) => handle(asIda('GET', `/deals/${id}`))),
    )
    expect(await foreign?.text()).toBe(await unknown?.text())
    const shown = (response?: Response) => [...(response?.headers ?? [])].filter(([name]) => name !== 'kith-request')
    expect(shown(foreign)).toEqual(shown(unknown))
    expect(foreign?.headers.get('Kith-Request')).not.toBe(unknown?.headers.get('Kith-Request'))
  })
})

describe('query', () => {
  it('hands the query to the list, read by type', async () => {
    const { handle, calls } = setup({ list: () => ({ items: [] }) })
    await handle(asIda('GET', '/deals?where=%7B%22stageId%22%3A%22new%22%7D&sort=-name&limit=5&deleted=true&cursor='))
    expect(calls[0]?.args).toEqual(['deal', { where: { stageId: 'new' }, sort: '-name', limit: 5, deleted: true }])
  })

  it.each([
    ['owner=me', '/query/owner'],
    ['limit=1&limit=2', '/query/limit'],
    ['limit=0', '/query/limit'],
    ['limit=1e3', '/query/limit'],
    ['where=%5B%5D', '/query/where'],
    ['where=%7B', '/query/where'],
    ['deleted=yes', '/query/deleted'],
    ['__proto__=1', '/query/__proto__'],
  ])('refuses %s', async (query, path) => {
    const { handle, calls } = setup({ list: () => ({ items: [] }) })
    const response = await handle(asIda('GET', `/deals?${query}`))
    expect(await problem(response)).toMatchObject({ code: 'INVALID_INPUT', issues: [{ path }] })
    expect(calls).toEqual([])
  })
})

describe('versions', () => {
  it('answers a record with its version as the ETag', async () => {
    const response = await setup({ get: () => aRecord('d1', 7) }).handle(asIda('GET', '/deals/d1'))
    expect(response.headers.get('ETag')).toBe('"7"')
  })

  it('hands the version of If-Match over', async () => {
    const { handle, calls } = setup({ update: () => aRecord() })
    await handle(asIda('PATCH', '/deals/d1', { body: { name: 'x' }, headers: { 'If-Match': '"3"' } }))
    expect(calls[0]?.args).toEqual(['deal', 'd1', { name: 'x' }, { ifVersion: 3 }])
  })

  it.each([undefined, '*'])(
    'takes If-Match %s for no version, so that nobody is overwritten unseen',
    async (header) => {
      const { handle, calls } = setup({ update: () => aRecord() })
      const headers = header ? { 'If-Match': header } : {}
      await handle(asIda('PATCH', '/deals/d1', { body: { name: 'x' }, headers }))
      expect(calls[0]?.args).toEqual(['deal', 'd1', { name: 'x' }, {}])
    },
  )

  it('answers an update without a version with 428', async () => {
    const missing = () => {
      throw new KithError('VERSION_REQUIRED')
    }
    const response = await setup({ update: missing }).handle(asIda('PATCH', '/deals/d1', { body: {} }))
    expect([response.status, (await problem(response)).code]).toEqual([428, 'VERSION_REQUIRED'])
  })

  it.each(['W/"3"', '"3", "4"', '3', '"0"', '"abc"', '"3"x', '""', '"99999999999999999999"'])(
    'refuses If-Match %s',
    async (header) => {
      const { handle, calls } = setup({ update: () => aRecord() })
      const response = await handle(asIda('PATCH', '/deals/d1', { body: {}, headers: { 'If-Match': header } }))
      expect(await problem(response)).toMatchObject({ code: 'INVALID_INPUT', issues: [{ path: '/headers/If-Match' }] })
      expect(calls).toEqual([])
    },
  )

  it('answers a conflict with 412 and the record as it is', async () => {
    const conflict = () => {
      throw new KithError('VERSION_CONFLICT', { current: aRecord('d1', 4) })
    }
    const request = asIda('PATCH', '/deals/d1', { body: {}, headers: { 'If-Match': '"3"' } })
    const response = await setup({ update: conflict }).handle(request)
    expect(response.status).toBe(412)
    expect(await problem(response)).toMatchObject({ code: 'VERSION_CONFLICT', current: { id: 'd1', version: 4 } })
  })
})

describe('idempotency keys', () => {
  it('hands a key over', async () => {
    const { handle, calls } = setup({ create: () => aRecord() })
    await handle(asIda('POST', '/deals', { body: {}, headers: { 'Idempotency-Key': 'a-key-of-mine' } }))
    expect(calls[0]?.args[2]).toEqual({ idempotencyKey: 'a-key-of-mine' })
  })

  it.each(['short', 'x'.repeat(201), 'with a space in', 'æøå-ikke-ascii'])('refuses the key %s', async (key) => {
    const { handle, calls } = setup({ create: () => aRecord() })
    const response = await handle(asIda('POST', '/deals', { body: {}, headers: { 'Idempotency-Key': key } }))
    expect([response.status, calls.length]).toEqual([400, 0])
  })

  it('gives a visitor without a key a new one each time', async () => {
    const { handle, calls } = setup({ startConversation: () => ({ token: 't', message: {} }) })
    await handle(asPage('POST', '/chat', { body: { text: 'Hello' } }))
    await handle(asPage('POST', '/chat', { body: { text: 'Hello' } }))
    const keys = calls.map(({ args }) => (args[1] as { idempotencyKey: string }).idempotencyKey)
    expect(new Set(keys).size).toBe(2)
    expect(keys[0]).toMatch(/^[\x21-\x7e]{8,200}$/)
  })
})

describe('answers', () => {
  it('carry what keeps browsers from guessing, storing and embedding', async () => {
    const response = await setup({ me: () => ({}) }).handle(asIda('GET', '/me'))
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
    })
    expect(response.headers.has('Access-Control-Allow-Origin')).toBe(false)
  })

  it('tell nothing of what went wrong inside, and tell the host', async () => {
    const fake = fakeCrm({
      me: () => {
        throw new TypeError('SELECT secret FROM users')
      },
    })
    const onError = vi.fn()
    const response = await createHandler(fake.crm, { ...OPTIONS, onError })(asIda('GET', '/me'))
    const text = await response.text()
    expect(response.status).toBe(500)
    expect(text).not.toContain('secret')
    expect(JSON.parse(text)).toMatchObject({ code: 'INTERNAL', requestId: response.headers.get('Kith-Request') })
    expect(onError).toHaveBeenCalledWith(
      expect.any(TypeError),
      expect.objectContaining({ requestId: expect.any(String) }),
    )
  })

  it('say when to come back after OVERLOADED', async () => {
    const busy = () => {
      throw new KithError('OVERLOADED', { retryAfterSeconds: 2 })
    }
    const response = await setup({ me: busy }).handle(asIda('GET', '/me'))
    expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '2'])
    expect(await problem(response)).toMatchObject({ code: 'OVERLOADED', retryAfterSeconds: 2 })
  })

  it('of operations carry what the operation answers', async () => {
    const { handle, calls } = setup({ moveDeal: () => aRecord('d1', 4) })
    const response = await handle(
      asIda('POST', '/deals/d1/move', { body: { stageId: 'won' }, headers: { 'If-Match': '"3"' } }),
    )
    expect([response.status, response.headers.get('ETag')]).toEqual([200, '"4"'])
    expect(calls[0]).toMatchObject({ method: 'moveDeal', args: ['d1', { stageId: 'won' }, { ifVersion: 3 }] })
  })
})

describe('the OpenAPI document', () => {
  it('shows everybody the objects from code, and a known user what they may see', async () => {
    const { handle } = setup({ model: () => ({ objects: [] }) })
    for (let round = 0; round < 2; round++) {
      const response = await handle(aRequest('GET', '/openapi.json'))
      expect(response.status).toBe(200)
      expect(Object.keys((await response.json()).paths)).toContain('/deals')
    }
    const mine = await (await handle(asIda('GET', '/openapi.json'))).json()
    expect(Object.keys(mine.paths)).not.toContain('/deals')
  })
})
