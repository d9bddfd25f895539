import { describe, expect, it } from 'vitest'
import { BASE } from '../testing/fake-crm.ts'
import { openWorld, type World } from '../testing/world.ts'

const values = { name: 'Kari Nes', email: 'kari@example.com' }

const send = ({ handle }: World, path: string, body: string, headers: Record<string, string>) =>
  handle(
    new Request(`${BASE}${path}`, {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'application/json', ...headers },
    }),
  )
const asPage = { 'Kith-Site': 'site_main' }
const asAdmin = { Authorization: 'Bearer main-admin' }

/** Sends and demands a clear refusal that leaves everything as it is. */
async function isRefused(path: string, body: string, headers: Record<string, string>) {
  const world = await openWorld()
  const before = await world.heads()
  const response = await send(world, path, body, headers)
  const text = await response.text()
  expect(response.status, text).toBeGreaterThanOrEqual(400)
  expect(response.status, text).toBeLessThan(500)
  expect(JSON.parse(text)).toMatchObject({ code: expect.any(String), detail: expect.any(String) })
  expect(await world.heads()).toEqual(before)
  await world.crm.close()
}

describe('a hostile submission', () => {
  it.each([
    ['a field that the form does not define', { values: { ...values, score: 100 } }],
    ['an owner', { values: { ...values, ownerId: 'me' } }],
    ['a forged tenant beside the values', { values, tenant: 'other' }],
    ['a forged tenant among the values', { values: { ...values, tenant: 'other', tenantId: 'other' } }],
    ['an id of its own', { values: { ...values, id: 'lead-1' } }],
    ['system fields', { values: { ...values, createdAt: '2020-01-01T00:00:00.000Z', version: 9, access: ['u:me'] } }],
    ['a constructor', { values: { ...values, constructor: { prototype: { admin: true } } } }],
    ['an object for a text', { values: { ...values, message: { $gt: '' } } }],
    ['a list for a text', { values: { ...values, email: ['a@example.com', 'b@example.com'] } }],
    ['a consent that nobody asked for', { values, consents: [{ purpose: 'everything' }] }],
    ['no values', {}],
    ['values that are a list', { values: [] }],
    ['NUL in a name', { values: { ...values, name: 'a\0b' } }],
    ['half a character', { values: { ...values, name: 'a\ud800b' } }],
    ['a name of 100,000 characters', { values: { ...values, name: 'x'.repeat(60_000) } }],
  ])('with %s is refused', async (_, body) => isRefused('/forms/contact/submissions', JSON.stringify(body), asPage))

  it('with __proto__ is refused', async () => {
    await isRefused('/forms/contact/submissions', '{"values":{"__proto__":{"admin":true},"name":"x"}}', asPage)
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  })

  it.each([
    "Robert'); DROP TABLE leads;--",
    '" OR 1=1 --',
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '{{constructor.constructor("alert(1)")()}}',
    '=HYPERLINK("http://evil")',
    '../../etc/passwd',
    '\u202eevil',
    '🦓'.repeat(40),
  ])('with %j in its texts is kept as text, letter by letter', async (text) => {
    const world = await openWorld()
    const body = JSON.stringify({ values: { ...values, name: `Kari ${text}`, message: text } })
    const response = await send(world, '/forms/contact/submissions', body, asPage)
    expect(response.status, await response.clone().text()).toBe(201)
    const { items } = await world.admin.list('lead', { where: { email: values.email } })
    expect(items[0]).toMatchObject({ message: text })
    const listed = await world.handle(new Request(`${BASE}/leads`, { headers: asAdmin }))
    expect(listed.headers.get('Content-Type')).toBe('application/json; charset=utf-8')
    expect(listed.headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(JSON.stringify(await listed.json())).toContain(JSON.stringify(text))
    await world.crm.close()
  })
})

describe('a hostile write of a user', () => {
  it.each([
    ['of a tenant', { name: 'x', tenant: 'other' }],
    ['of an id', { name: 'x', id: 'own' }],
    ['of who made it', { name: 'x', createdBy: 'user:boss', updatedBy: 'user:boss' }],
    ['of access keys', { name: 'x', access: ['u:main-agent'] }],
    ['of a roll-up', { name: 'x', lastActivityAt: '2026-01-01T00:00:00.000Z' }],
    ['of a merge', { name: 'x', mergedInto: 'other' }],
    ['of a deleted record', { name: 'x', deletedAt: '2026-01-01T00:00:00.000Z' }],
    ['of something that points nowhere', { name: 'x', companyId: 'nowhere' }],
  ])('%s is refused', async (_, body) => isRefused('/contacts', JSON.stringify(body), asAdmin))

  it.each([
    '{"id) OR 1=1--":"x"}',
    '{"name":{"$where":"sleep(1000)"}}',
    '{"name":{"glob":"((((((((((a+)+)+"}}',
    '{"constructor":"x"}',
    '{"toString":"x"}',
    `${'{"not":'.repeat(200)}{}${'}'.repeat(200)}`,
    JSON.stringify({ name: { in: Array.from({ length: 2_000 }, String) } }),
  ])('by the filter %s is answered quickly, as a refusal or as nothing found', async (where) => {
    const world = await openWorld()
    const url = `${BASE}/contacts?where=${encodeURIComponent(where)}`
    const started = performance.now()
    const response = await world.handle(new Request(url, { headers: asAdmin }))
    const text = await response.text()
    expect(response.status, text).toBeLessThan(500)
    if (response.status === 200) expect(JSON.parse(text).items).toEqual([])
    expect(performance.now() - started).toBeLessThan(2_000)
    await world.crm.close()
  })

  it.each(['name; select', 'constructor', '__proto__', '-', '--name', 'name,id', 'access'])(
    'by the sort %s is refused or plain',
    async (sort) => {
      const world = await openWorld()
      const response = await world.handle(
        new Request(`${BASE}/contacts?sort=${encodeURIComponent(sort)}`, { headers: asAdmin }),
      )
      expect([200, 400]).toContain(response.status)
      await world.crm.close()
    },
  )
})
