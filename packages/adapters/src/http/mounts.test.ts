import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import type { StoredRecord } from '@kith/core'
import { Hono } from 'hono'
import { afterEach, describe, expect, it } from 'vitest'
import { createClient } from './client.ts'
import { socketAddress, toNodeHandler } from './node.ts'
import { openWorld, SECRET, type World } from './testing/world.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function open(): Promise<World> {
  const world = await openWorld({ clientAddress: socketAddress })
  ends.push(() => world.crm.close())
  return world
}

async function overNode({ handle }: World): Promise<string> {
  const server = createServer(toNodeHandler(handle))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  ends.push(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/kith/v1`
}

async function overHono({ handle }: World): Promise<string> {
  const app = new Hono()
  app.all('/kith/*', (context) => handle(context.req.raw))
  const { port, server } = await new Promise<{ port: number; server: ReturnType<typeof serve> }>((resolve) => {
    const made = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, (info) =>
      resolve({ port: info.port, server: made }),
    )
  })
  ends.push(() => {
    server.close()
    if ('closeAllConnections' in server) server.closeAllConnections()
  })
  return `http://127.0.0.1:${port}/kith/v1`
}

const admin = { Authorization: 'Bearer main-admin' }
const submission = { values: { name: 'Kari Nes', email: 'kari@example.com' }, consents: [{ purpose: 'sales' }] }

describe.each([
  ['node:http', overNode],
  ['Hono', overHono],
])('mounted in %s', (_, mount) => {
  it('a visitor hands in a form twenty times at once: one lead, one receipt', async () => {
    const world = await open()
    const base = await mount(world)
    const visitor = createClient({ baseUrl: base, site: 'site_main' })
    const send = () => visitor.submit('contact', submission, { idempotencyKey: 'key-of-the-page' })
    const receipts = await Promise.all(Array.from({ length: 20 }, send))
    expect(new Set(receipts.map(({ id }) => id)).size).toBe(1)
    const { items } = await world.admin.list('lead', { where: { email: 'kari@example.com' } })
    expect(items).toHaveLength(1)
  })

  it('a change is seen by who listens, within a second', async () => {
    const world = await open()
    const base = await mount(world)
    const end = new AbortController()
    ends.push(() => end.abort())
    const client = createClient({ baseUrl: base, headers: admin, signal: end.signal })
    const { items } = await client.list('deal')
    const deal = items[0] as StoredRecord
    const log = await client.history('file', world.ids.file)
    const events = client.changes({ after: Number(log.items[0]?.seq) })[Symbol.asyncIterator]()
    const waiting = events.next()
    const moved = await client.moveDeal(deal.id, { stageId: 'meeting' }, { ifVersion: deal.version })
    expect(await waiting).toMatchObject({ value: { type: 'updated', id: deal.id, record: { version: moved.version } } })
    await events.return?.(undefined)
  })

  it('a body of 10 MB is refused with an answer, and the next request is served', async () => {
    const base = await mount(await open())
    const headers = { ...admin, 'Content-Type': 'application/json' }
    const body = JSON.stringify({ name: 'x'.repeat(10 * 1024 * 1024) })
    const response = await fetch(`${base}/deals`, { method: 'POST', headers, body })
    expect(response.status).toBe(413)
    expect(await response.json()).toMatchObject({ code: 'PAYLOAD_TOO_LARGE' })
    expect((await fetch(`${base}/me`, { headers })).status).toBe(200)
  })

  it('a file goes up and comes back as it was', async () => {
    const base = await mount(await open())
    const client = createClient({ baseUrl: base, headers: admin })
    const text = 'Hei på deg\n'.repeat(50_000)
    const { id } = await client.upload({ name: 'note.txt', body: new Blob([text]) })
    const response = await fetch(`${base}/files/${id}/content`, { headers: admin })
    expect(response.headers.get('Content-Disposition')).toContain('attachment')
    expect(await response.text()).toBe(text)
  })

  it('a form works without JavaScript, from the post to the thank-you page', async () => {
    const world = await open()
    const base = await mount(world)
    const fields = { _site: 'site_main', name: 'Kari Nes', email: 'kari@example.com', _consent: 'sales' }
    const post = () =>
      fetch(`${base}/forms/contact/submissions`, {
        method: 'POST',
        body: new URLSearchParams(fields),
        redirect: 'manual',
      })
    const response = await post()
    expect([response.status, (await post()).status]).toEqual([303, 303])
    const page = await fetch(new URL(response.headers.get('Location') ?? '', base))
    expect([page.status, page.headers.get('Content-Type')]).toEqual([200, 'text/html; charset=utf-8'])
    const { items } = await world.admin.list('lead', { where: { email: 'kari@example.com' } })
    expect(items).toHaveLength(1)
    expect((await world.admin.list('consent', { where: { leadId: items[0]?.id } })).items).toHaveLength(1)
  })

  it('a form that has to be mended says so on a page', async () => {
    const base = await mount(await open())
    const body = new URLSearchParams({ _site: 'site_main', name: '<b>Kari</b>', email: 'nobody', shoeSize: '44' })
    const response = await fetch(`${base}/forms/contact/submissions`, { method: 'POST', body })
    const html = await response.text()
    expect(response.status).toBe(400)
    expect(html).toContain('value="&lt;b&gt;Kari&lt;/b&gt;"')
    expect(html).not.toContain('<b>Kari')
  })

  it('the OpenAPI document shows a field that was added while the server runs, to who may see it', async () => {
    const world = await open()
    const base = await mount(world)
    await world.admin.addField('contact', 'shoeSize', { type: 'number', label: 'Shoe size' })
    const read = async (headers: Record<string, string>) => (await fetch(`${base}/openapi.json`, { headers })).text()
    expect(await read(admin)).toContain('x_shoeSize')
    expect(await read({})).not.toContain('x_shoeSize')
    expect(await read({ Authorization: 'Bearer other-admin' })).not.toContain('x_shoeSize')
  })
})

describe('as a route of a framework in the style of Next', () => {
  it('is exported as it is', async () => {
    const { handle } = await open()
    const route = { GET: handle, POST: handle, PATCH: handle, DELETE: handle }
    const request = new Request('https://app.example/kith/v1/deals', { headers: admin })
    const response = await route.GET(request)
    expect(await response.text()).toContain(SECRET)
  })
})
