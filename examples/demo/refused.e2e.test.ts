import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Answer, demoApi, submit, type Wire } from './testing/demo-api.ts'
import { databaseHash } from './testing/demo-database.ts'
import { type DemoProcess, startDemo } from './testing/demo-process.ts'

type Refusal = Answer<unknown>

let demo: DemoProcess
let admin: ReturnType<typeof demoApi>
/** Records of the first company, owned by nobody that the agent is. */
let ids: Readonly<Record<'contact' | 'deal' | 'lead', string>>
let quiet: string

const UNKNOWN_ID = '019cb9c2-5a80-7c31-9f0b-6a1f4be0d2c7'
const VALUES = { name: 'Kari Nes', email: 'hostile@example.com' }

beforeAll(async () => {
  demo = await startDemo()
  admin = demoApi(demo.origin)
  const contact = await admin.create('contacts', { name: 'Only Ours' })
  const deal = await admin.create('deals', { name: 'Only Ours', contactId: contact.id })
  await submit(demo.origin, 'key-before', { name: 'Before', email: 'before@example.com' })
  await settled(1)
  const [lead] = await admin.list('leads')
  ids = { contact: contact.id, deal: deal.id, lead: (lead as Wire).id }
})
afterAll(() => demo?.dispose())

/** Waits until the rules have run that follow so many leads; from then on nothing is written by itself. */
const settled = (leads: number) =>
  vi.waitFor(
    async () => {
      const before = quiet
      quiet = databaseHash(demo.folder)
      expect(await admin.list('activities')).toHaveLength(leads)
      expect(quiet).toBe(before)
    },
    { interval: 500, timeout: 30_000 },
  )

/** A clear refusal, after which not one byte of one row is another. */
function isRefused(answer: Refusal, status: number | RegExp): void {
  expect(String(answer.status), answer.text).toMatch(typeof status === 'number' ? new RegExp(`^${status}$`) : status)
  expect(answer.body).toMatchObject({ code: expect.stringMatching(/^[A-Z_]+$/), detail: expect.stringMatching(/\w/) })
  expect(databaseHash(demo.folder)).toBe(quiet)
}

const post = async (path: string, body: BodyInit, headers: Record<string, string>): Promise<Refusal> => {
  const response = await fetch(`${demo.origin}/kith/v1${path}`, { method: 'POST', body, headers })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) }
}
const SITE = { 'Kith-Site': 'site_demo', 'Content-Type': 'application/json' }
const FORM = '/forms/contact/submissions'

describe('a visitor’s request that is refused leaves the database byte for byte as it was:', () => {
  it.each([
    ['a field that the form does not define', { values: { ...VALUES, budget: 1 } }],
    ['an owner', { values: { ...VALUES, ownerId: 'anders' } }],
    ['a tenant among the values', { values: { ...VALUES, tenant: 'havna' } }],
    ['a tenant beside the values', { values: VALUES, tenant: 'havna' }],
    ['a list for a text', { values: { ...VALUES, message: ['a', 'b'] } }],
    ['an operator for a text', { values: { ...VALUES, email: { $gt: '' } } }],
    ['a consent that nobody asked for', { values: VALUES, consents: [{ purpose: 'everything' }] }],
    ['nothing', {}],
  ])('%s', async (_, body) => {
    isRefused(await submit(demo.origin, 'key-hostile', {}, { body }), 400)
  })

  it('__proto__ and constructor', async () => {
    for (const name of ['__proto__', 'constructor', 'prototype'])
      isRefused(await post(FORM, `{"values":{"${name}":{"admin":true},"name":"x","email":"x@example.com"}}`, SITE), 400)
  })

  it('a body of 10 MB', async () => {
    const body = JSON.stringify({ values: { ...VALUES, message: 'x'.repeat(10 * 1024 * 1024) } })
    isRefused(await post(FORM, body, SITE), 413)
  })

  it.each(['text/plain', 'application/xml', 'application/json; charset=utf-16', 'image/png'])(
    'a body of type %s',
    async (type) =>
      isRefused(await post(FORM, JSON.stringify({ values: VALUES }), { ...SITE, 'Content-Type': type }), 415),
  )

  it('what is no JSON', async () => {
    for (const body of ['', '{', '[]', 'null', '"x"', '{"values":'.repeat(500)])
      isRefused(await post(FORM, body, SITE), 400)
  })

  it('an origin that is not on the list, and a site key that is none', async () => {
    const body = JSON.stringify({ values: VALUES })
    isRefused(await post(FORM, body, { ...SITE, Origin: 'https://evil.example' }), 403)
    isRefused(await post(FORM, body, { ...SITE, Origin: 'null' }), 403)
    isRefused(await post(FORM, body, { ...SITE, 'Kith-Site': 'site_other' }), /40[0134]/)
    isRefused(await post(FORM, body, { 'Content-Type': 'application/json' }), /40[0134]/)
  })

  it('a visitor’s message with the token of nobody', async () => {
    const headers = { ...SITE, 'Kith-Visitor': 'x'.repeat(43), 'Idempotency-Key': 'key-of-nobody' }
    isRefused(await post('/chat/messages', '{"text":"Hi"}', headers), 404)
  })
})

describe('a forged tenant', () => {
  it('in a header or the address counts for nothing: the site key and the session say whose it is', async () => {
    const forged = { 'Kith-Tenant': 'havna', 'X-Tenant': 'havna', 'X-Tenant-Id': 'havna' }
    const { body } = await submit(
      demo.origin,
      'key-forged',
      { name: 'Forged', email: 'forged@example.com' },
      { headers: forged },
    )
    const other = demoApi(demo.origin, 'demo-other-tenant')
    expect(await admin.list('submissions', { id: body.id })).toHaveLength(1)
    expect(await other.list('submissions')).toEqual([])
    expect((await other.call('/leads', { headers: { ...forged, 'Kith-Tenant': 'nordlys' } })).body).toEqual({
      items: [],
    })
    await settled(2)
  })
})

describe('a colleague’s request that is refused leaves the database byte for byte as it was:', () => {
  it.each([
    ['a tenant', { tenant: 'havna' }],
    ['an id', { id: 'own' }],
    ['who made it', { createdBy: 'user:ingrid' }],
    ['access keys', { access: ['u:anders'] }],
    ['a version', { version: 9 }],
    ['an unknown field', { shoeSize: 44 }],
    ['a person of nowhere', { companyId: UNKNOWN_ID }],
  ])('a contact with %s', async (_, more) => {
    isRefused(await admin.call('/contacts', { json: { name: 'x', ...more } }), 400)
  })

  it('no sign-in, or one that is none', async () => {
    for (const token of ['', 'demo-nobody', 'demo-admin2', '__proto__', 'constructor'])
      isRefused(await demoApi(demo.origin, token).call('/contacts', { json: { name: 'x' } }), 401)
  })

  it('a write without its version, with an old one, and with one of another kind', async () => {
    const patch = (headers: Record<string, string>) =>
      admin.call(`/deals/${ids.deal}`, { method: 'PATCH', json: { name: 'x' }, headers })
    isRefused(await patch({}), 428)
    isRefused(await patch({ 'If-Match': '"99"' }), 412)
    isRefused(await patch({ 'If-Match': 'W/"1"' }), 400)
  })

  it('what a role may not do', async () => {
    const agent = demoApi(demo.origin, 'demo-agent')
    const manager = demoApi(demo.origin, 'demo-manager')
    const field = { id: 'shoeSize', type: 'text', label: 'Shoe size' }
    isRefused(await agent.call('/objects/contact/fields', { json: field }), 403)
    isRefused(await manager.call('/objects/contact/fields', { json: field }), 403)
    isRefused(await agent.call('/users', { json: { name: 'Me' } }), /40[03]/)
    isRefused(await agent.call(`/leads/${ids.lead}`, { method: 'DELETE', headers: { 'If-Match': '"1"' } }), 403)
  })

  it('ids of another company, answered byte for byte as unknown ones', async () => {
    const other = demoApi(demo.origin, 'demo-other-tenant')
    const version = { 'If-Match': '"1"' }
    const asks: readonly (readonly [string, (id: string) => Promise<Refusal>])[] = [
      ['get', (id) => other.call(`/deals/${id}`)],
      ['update', (id) => other.call(`/deals/${id}`, { method: 'PATCH', json: { name: 'x' }, headers: version })],
      ['remove', (id) => other.call(`/deals/${id}`, { method: 'DELETE', headers: version })],
      ['move', (id) => other.call(`/deals/${id}/move`, { json: { stageId: 'viewing' }, headers: version })],
      ['assign', (id) => other.call(`/deals/${id}/assign`, { json: { ownerId: 'jan' } })],
      ['history', (id) => other.call(`/deals/${id}/history`)],
      ['timeline', (id) => other.call(`/deals/${id}/timeline`)],
    ]
    for (const [name, ask] of asks) {
      const [foreign, unknown] = [await ask(ids.deal), await ask(UNKNOWN_ID)]
      isRefused(foreign, 404)
      expect([name, foreign.text]).toEqual([name, unknown.text])
    }
  })

  it('a write by GET', async () => {
    for (const path of ['/undo', `/deals/${ids.deal}/move`, '/objects/contact/fields', `/leads/${ids.lead}/convert`])
      isRefused(await admin.call(path), /40[45]/)
  })
})

describe('SQL and script in every field', () => {
  it.each(["Robert'); DROP TABLE lead;--", '<script>trap()</script>', '{{7*7}}${7*7}', '../../etc/passwd', '=1+1'])(
    'are kept as text: %j',
    async (text) => {
      const name = `Kari ${text}`
      const email = `text${text.length}@example.com`
      const { status, body } = await submit(demo.origin, `key-${email}`, { name, email, message: text })
      expect(status).toBe(201)
      const [lead] = await admin.list('leads', { email })
      expect(lead).toMatchObject({ name: { full: name }, message: text, submissionId: body.id })
      expect(await admin.list('leads', { message: text })).toHaveLength(1)
    },
  )

  it('would be noticed by the hash', () => expect(databaseHash(demo.folder)).not.toBe(quiet))
})
