import type { PublicForm, SubmissionInput } from '@kith/core'
import { KithError } from '@kith/core/shared'
import { describe, expect, it } from 'vitest'
import { aRequest, asPage, fakeCrm, OPTIONS, problem, SITE } from '../testing/fake-crm.ts'
import { createHandler } from './index.ts'

const FORM: PublicForm = {
  id: 'contact',
  version: 1,
  title: 'Contact us',
  submitLabel: 'Send it',
  thanks: 'Thanks a <lot>',
  locale: 'en',
  token: 'signed',
  fields: [
    { id: 'name', type: 'personName', label: 'Name', required: true },
    { id: 'email', type: 'email', label: 'E-mail' },
    { id: 'message', type: 'longText', label: 'Message' },
    { id: 'rooms', type: 'number', label: 'Rooms' },
    { id: 'parking', type: 'boolean', label: 'Parking' },
    {
      id: 'areas',
      type: 'multiSelect',
      label: 'Areas',
      options: [
        { id: 'north', label: 'North' },
        { id: 'south', label: 'South' },
      ],
    },
  ],
  consents: [
    { purpose: 'sales', text: 'Call me' },
    { purpose: 'news', channel: 'email', text: 'Mail me news' },
  ],
}
const SHOP = 'https://shop.example'

const setup = (
  submit: (...args: never[]) => unknown = () => ({ id: 's1', at: 'now' }),
  form: Partial<PublicForm> = {},
) => {
  const fake = fakeCrm({ form: () => ({ ...FORM, ...form }), submit })
  let now = Date.parse('2026-03-01T09:09:59.500Z')
  const clock = { now: () => new Date(now).toISOString() }
  const handle = createHandler(fake.crm, { ...OPTIONS, clock })
  const restarted = () => createHandler(fake.crm, { ...OPTIONS, clock })
  const submissions = () => fake.calls.filter(({ method }) => method === 'submit').map(({ args }) => args as Submission)
  return { handle, restarted, submissions, pass: (ms: number) => (now += ms) }
}
type Submission = [string, SubmissionInput, { idempotencyKey: string }]

const plain = (
  fields: readonly (readonly [string, string])[],
  headers: Record<string, string> = {},
  path = '/forms/contact/submissions',
) =>
  aRequest('POST', path, {
    body: new URLSearchParams(fields.map(([name, value]) => [name, value])).toString(),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: SHOP, ...headers },
  })
const basic = [
  ['_site', 'site_demo'],
  ['name', 'Kari Nes'],
] as const

describe('a submission by script', () => {
  it('is handed on with its key and answered with the receipt', async () => {
    const { handle, submissions } = setup()
    const body = { values: { name: 'Kari' }, consents: [{ purpose: 'sales' }] }
    const response = await handle(
      asPage('POST', '/forms/contact/submissions', { body, headers: { 'Idempotency-Key': 'key-of-the-page' } }),
    )
    expect([response.status, await response.json()]).toEqual([201, { id: 's1', at: 'now' }])
    expect(submissions()).toEqual([['contact', body, { idempotencyKey: 'key-of-the-page' }]])
  })

  it.each([
    { values: [] },
    { values: {}, tenant: 'other' },
    { values: {}, consents: [{ purpose: 'x', granted: true }] },
    { values: {}, source: { page: 7 } },
    {},
  ])('of the shape %o is refused', async (body) => {
    const { handle, submissions } = setup()
    const response = await handle(asPage('POST', '/forms/contact/submissions', { body }))
    expect(await problem(response)).toMatchObject({ code: 'INVALID_INPUT' })
    expect(submissions()).toEqual([])
  })
})

describe('a plain form post', () => {
  it('becomes a submission with values by type, consents, and where the visitor came from', async () => {
    const { handle, submissions } = setup()
    const response = await handle(
      plain(
        [
          ...basic,
          ['email', ''],
          ['rooms', '3,5'],
          ['parking', 'on'],
          ['areas', 'north'],
          ['areas', 'south'],
          ['_consent', 'sales'],
          ['_consent', 'news:email'],
          ['utm_source', 'spring'],
          ['website_url', ''],
        ],
        { Referer: 'https://shop.example/kontakt?utm_campaign=home&secret=1' },
      ),
    )
    expect([response.status, response.headers.get('Location')]).toEqual([
      303,
      '/kith/v1/forms/contact/thanks?site=site_demo',
    ])
    expect(submissions()[0]?.[1]).toEqual({
      values: { name: 'Kari Nes', rooms: 3.5, parking: true, areas: ['north', 'south'] },
      consents: [{ purpose: 'sales' }, { purpose: 'news', channel: 'email' }],
      source: { page: 'https://shop.example/kontakt', utm_campaign: 'home', utm_source: 'spring' },
      locale: 'en',
    })
  })

  it('is taken as multipart, and with the key of the site in the address', async () => {
    const { handle, submissions } = setup()
    const body = new FormData()
    body.set('name', 'Kari Nes')
    const response = await handle(aRequest('POST', '/forms/contact/submissions?site=site_demo', { body }))
    expect([response.status, submissions().length]).toEqual([303, 1])
  })

  it('keeps a filled trap and unknown fields for the engine to judge', async () => {
    const { handle, submissions } = setup()
    await handle(plain([...basic, ['website_url', 'http://spam'], ['shoeSize', '44']]))
    expect(submissions()[0]?.[1]).toMatchObject({ website_url: 'http://spam', values: { shoeSize: '44' } })
  })

  it('is one submission for ten minutes when it is equal, also across the edge of a window', async () => {
    const { handle, submissions, pass } = setup()
    await handle(plain(basic))
    pass(1_000)
    await handle(plain(basic))
    pass(9 * 60_000 + 58_000)
    await handle(plain(basic))
    expect(new Set(submissions().map(([, , { idempotencyKey }]) => idempotencyKey)).size).toBe(1)
    pass(2_000)
    await handle(plain(basic))
    expect(new Set(submissions().map(([, , { idempotencyKey }]) => idempotencyKey)).size).toBe(2)
  })

  it('keeps its key over a restart', async () => {
    const { handle, restarted, submissions } = setup()
    await handle(plain(basic))
    await restarted()(plain(basic))
    expect(new Set(submissions().map(([, , { idempotencyKey }]) => idempotencyKey)).size).toBe(1)
  })

  it('is another submission when anything differs', async () => {
    const { handle, submissions } = setup()
    await handle(plain(basic))
    await handle(plain([...basic, ['message', 'Hello']]))
    await handle(plain([...basic, ['_consent', 'sales']]))
    expect(new Set(submissions().map(([, , { idempotencyKey }]) => idempotencyKey)).size).toBe(3)
  })

  it.each([
    ['/done?x=1', 'https://shop.example/done?x=1'],
    ['https://shop.example/done', 'https://shop.example/done'],
    ['https://evil.example/', '/kith/v1/forms/contact/thanks?site=site_demo'],
    ['//evil.example', '/kith/v1/forms/contact/thanks?site=site_demo'],
  ])('that wants to go on to %s goes to %s', async (next, location) => {
    const response = await setup().handle(plain([...basic, ['_next', next]]))
    expect(response.headers.get('Location')).toBe(location)
  })

  it('goes where the form says', async () => {
    const { handle } = setup(undefined, { redirectUrl: 'https://shop.example/takk' })
    expect((await handle(plain(basic))).headers.get('Location')).toBe('https://shop.example/takk')
  })

  it('that has to be mended is shown again with what was written, escaped', async () => {
    const refuse = () => {
      throw new KithError('INVALID_INPUT', {
        issues: [{ path: '/values/email', code: 'email', message: 'Write an e-mail address.' }],
      })
    }
    const { handle } = setup(refuse)
    const evil = '"><script>alert(1)</script>'
    const response = await handle(
      plain([...basic, ['message', evil], ['email', 'no'], ['areas', 'south'], ['_next', evil], ['_consent', 'sales']]),
    )
    const html = await response.text()
    expect([response.status, response.headers.get('Content-Type')]).toEqual([400, 'text/html; charset=utf-8'])
    expect(html).not.toContain('<script>')
    expect(html).toContain('&quot;&gt;&lt;script&gt;')
    expect(html).toContain('<a href="#f-email">E-mail</a>: Write an e-mail address.')
    expect(html).toContain('value="Kari Nes"')
    expect(html).toContain('<option value="south" selected>')
    expect(html).toMatch(/value="sales" checked/)
    expect(html).toContain('action="/kith/v1/forms/contact/submissions?site=site_demo"')
    expect(response.headers.get('Content-Security-Policy')).toMatch(
      /default-src 'none'; style-src 'sha256-[\w+/=]{44}'/,
    )
  })

  it('that cannot be mended is told on a page', async () => {
    const closed = () => {
      throw new KithError('FORM_CLOSED')
    }
    const response = await setup(closed).handle(plain(basic))
    expect([response.status, response.headers.get('Content-Type')]).toEqual([409, 'text/html; charset=utf-8'])
  })

  it('of an unknown site or a strange origin is refused', async () => {
    const { handle, submissions } = setup()
    expect((await handle(plain([['name', 'x']]))).status).toBe(403)
    expect((await handle(plain(basic, { Origin: 'https://evil.example' }))).status).toBe(403)
    expect((await handle(plain(basic, { Origin: 'null' }))).status).toBe(403)
    expect(submissions()).toEqual([])
  })

  it('that is too large or broken is refused', async () => {
    const { handle, submissions } = setup()
    expect((await handle(plain([...basic, ['message', 'x'.repeat(70_000)]]))).status).toBe(413)
    const headers = { 'Content-Type': 'multipart/form-data; boundary=x' }
    expect((await handle(plain(basic, headers))).status).toBe(400)
    expect(submissions()).toEqual([])
  })
})

describe('the thank-you page', () => {
  it('says thanks, escaped, under a strict policy', async () => {
    const response = await setup().handle(aRequest('GET', '/forms/contact/thanks?site=site_demo'))
    const html = await response.text()
    expect(response.status).toBe(200)
    expect(html).toContain('Thanks a &lt;lot&gt;')
    expect(response.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff')
  })

  it('speaks the language of the form', async () => {
    const response = await setup(undefined, { locale: 'nb', thanks: '' }).handle(
      aRequest('GET', '/forms/contact/thanks?site=site_demo', { headers: { 'Accept-Language': 'nb-NO,nb;q=0.9' } }),
    )
    expect(await response.text()).toContain('Vi har mottatt')
  })

  it('needs a known site', async () => {
    expect((await setup().handle(aRequest('GET', `/forms/contact/thanks?site=${SITE.key}x`))).status).toBe(403)
  })
})
