import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, chromium, type Page } from 'playwright'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findBrowser } from '../../../../tools/browser.ts'
import { aForm, fieldsOfAllTypes } from '../elements/lead-form/lead-form.fixture.ts'

interface Built {
  readonly files: Readonly<Record<string, { bytes: number; imports: readonly { file: string; kind: string }[] }>>
}
const tool = (name: string) => import(new URL(`../../../../tools/${name}.mjs`, import.meta.url).href)
const { buildEmbed }: { buildEmbed(): Promise<Built> } = await tool('embed-build')
const { measure }: { measure(): Promise<Readonly<Record<string, { all: number }>>> } = await tool('sizes')

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; require-trusted-types-for 'script'"
const TAG = '<script type="module" async src="/embed/v1.js" data-site="site_demo"></script>'
const folder = new URL('../../dist/embed/', import.meta.url)

let server: Server
let origin: string
let browser: Browser
let page: Page
let body = ''
let form = aForm()
let down = false
let requests: { path: string; headers: IncomingMessage['headers']; json?: unknown }[] = []
let streams: ServerResponse[] = []
let messages: { id: string; seq: number; at: string; from: string; text: string; key?: string }[] = []

/** What a board asks for. */
const SCREEN: Readonly<Record<string, unknown>> = {
  '/me': { actor: { kind: 'user', id: 'ida' }, zone: 'Europe/Oslo', baseCurrency: 'EUR' },
  '/model': { objects: [{ name: 'deal', fields: {}, can: ['update'] }] },
  '/pipelines/sales': { id: 'sales', version: 1, name: 'Sales', stages: [{ id: 'new', label: 'New' }] },
  '/deals': { items: [] },
  '/totals/deals': [],
}

/** Pages under a strict policy, the built files as brotli, and the few answers that the widgets need. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? ''
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  const json = request.headers['content-type'] === 'application/json' ? JSON.parse(text) : undefined
  requests.push({ path, headers: request.headers, json })
  const send = (value: unknown, status = 200) =>
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value))
  if (path.startsWith('/embed/')) {
    const file = await readFile(new URL(`${path.slice(7).split('?')[0]}.br`, folder)).catch(() => undefined)
    if (!file) return void response.writeHead(404).end()
    return void response.writeHead(200, { 'Content-Type': 'text/javascript', 'Content-Encoding': 'br' }).end(file)
  }
  if (!path.startsWith('/kith/')) {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': POLICY })
    return void response.end(
      `<!doctype html><html lang="en"><title>Page</title><link rel="icon" href="/icon">${body}</html>`,
    )
  }
  if (down) return void request.socket.destroy()
  if (path.includes('/forms/contact/submissions')) return void send({ id: 's1', at: new Date().toISOString() }, 201)
  if (path.includes('/forms/contact')) return void send(form)
  const [, screen] = /^\/kith\/v1(\/(?:me|model|pipelines\/sales|deals|totals\/deals)\b)/.exec(path) ?? []
  if (screen) return void send(SCREEN[screen])
  if (path === '/kith/v1/changes') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' })
    return void response.write('id: 1\ndata: {"seq":1,"type":"reset"}\n\n')
  }
  if (path.includes('/chat/changes')) {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(': hello\n\n')
    const last = Number(request.headers['last-event-id'])
    for (const message of messages) if (message.seq > last) response.write(eventOf(message))
    return void streams.push(response)
  }
  if (request.method === 'POST') {
    const key = String(request.headers['idempotency-key'])
    const message = say((json as { text: string }).text, 'visitor', key)
    return void send(path.endsWith('/chat') ? { token: 'secret-token', message } : message, 201)
  }
  send({ messages, status: 'open' })
}

const eventOf = (message: { seq: number }) => `id: ${message.seq}\nevent: message\ndata: ${JSON.stringify(message)}\n\n`

function say(text: string, from: string, key?: string) {
  const seq = messages.length + 1
  const message = { id: `m${seq}`, seq, at: new Date().toISOString(), from, text, ...(key ? { key } : {}) }
  messages.push(message)
  for (const stream of streams) stream.write(eventOf(message))
  return message
}

/** Opens a page with this body; violations of its policy are collected in `window.violations`. */
async function open(html: string): Promise<void> {
  body = html
  await page.goto(origin)
}

const violations = () => page.evaluate(() => (window as unknown as { violations: string[] }).violations)
const stored = () => page.evaluate(() => Object.keys(localStorage))

beforeAll(async () => {
  await buildEmbed()
  server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { path, args } = await findBrowser()
  browser = await chromium.launch({ executablePath: path, args })
})

afterAll(async () => {
  await browser.close()
  server.close()
  server.closeAllConnections()
})

beforeEach(async () => {
  requests = []
  streams = []
  messages = []
  form = aForm()
  down = false
  const context = await browser.newContext({ viewport: { width: 1024, height: 768 } })
  page = await context.newPage()
  await page.addInitScript(() => {
    const found: string[] = []
    Object.assign(window, { violations: found })
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) =>
      found.push(`${violatedDirective} ${blockedURI} ${sourceFile}`),
    )
  })
  return () => context.close()
})

const send = () => page.getByRole('button', { name: 'Book a viewing' })

async function fill(): Promise<void> {
  await page.getByRole('textbox', { name: 'Name' }).fill('Zoë')
  await page.getByRole('textbox', { name: 'E-mail' }).fill('zoe@example.com')
}

describe('the script tag', () => {
  it('breaks no strict policy with a form of all fields, its errors and its thanks', async () => {
    form = aForm({ fields: [...aForm().fields, ...fieldsOfAllTypes.filter(({ required }) => !required)] })
    await open(`${TAG}<kith-lead-form form="contact"></kith-lead-form>`)
    await send().click()
    await page.getByText('2 answers need a change').waitFor()
    await fill()
    await send().click()
    await page.getByText('Thank you. A person answers').waitFor()
    expect(await violations()).toEqual([])
    expect(requests.find(({ path }) => path.endsWith('/submissions'))).toMatchObject({
      headers: { 'kith-site': 'site_demo', 'idempotency-key': expect.stringMatching(/^[\d-]{8,}$/) },
      json: { values: { name: 'Zoë', email: 'zoe@example.com' }, token: 'signed' },
    })
  })

  it('breaks no strict policy with a chat, live in both directions, and keeps its token out of addresses', async () => {
    await open(`${TAG}<kith-chat></kith-chat>`)
    await page.getByRole('button', { name: 'Open chat' }).click()
    await page.keyboard.type('Is there a lift?')
    await page.keyboard.press('Enter')
    await expect.poll(() => streams.length).toBe(1)
    say('Yes.', 'agent')
    await page.getByText('Yes.').waitFor()
    expect(await violations()).toEqual([])
    expect(requests.filter(({ path }) => path.includes('secret'))).toEqual([])
    expect(requests.find(({ path }) => path.endsWith('/changes'))?.headers['kith-visitor']).toBe('secret-token')
  })

  it('goes on after a stream broke, each message once', async () => {
    await open(`${TAG}<kith-chat></kith-chat>`)
    await page.getByRole('button', { name: 'Open chat' }).click()
    await page.keyboard.type('Hello')
    await page.keyboard.press('Enter')
    await expect.poll(() => streams.length).toBe(1)
    streams.pop()?.destroy()
    say('said meanwhile', 'agent')
    await page.getByText('said meanwhile').waitFor()
    expect(await page.getByRole('log').locator('p').allTextContents()).toEqual(['Hello', 'said meanwhile'])
  })

  it('loads what a form needs first, and nothing of other widgets', async () => {
    await open(`${TAG}<kith-lead-form form="contact"></kith-lead-form>`)
    await page.getByRole('textbox', { name: 'Name' }).waitFor()
    const { files } = await buildEmbed()
    const loaded = requests.filter(({ path }) => path.startsWith('/embed/')).map(({ path }) => path.slice(7))
    expect(loaded).not.toContain('chat.js')
    const statics = new Set([
      'v1.js',
      'lead-form.js',
      ...(files['lead-form.js']?.imports ?? [])
        .filter(({ kind }) => kind === 'import-statement')
        .map(({ file }) => file),
    ])
    const bytes = [...statics].reduce((sum, file) => sum + (files[file]?.bytes ?? Number.NaN), 0)
    expect(loaded).toEqual(expect.arrayContaining([...statics]))
    expect(bytes).toBeLessThanOrEqual(9 * 1024)
  })

  it('loads for a board its own file and the texts of one language', async () => {
    await open(`${TAG}<kith-pipeline-board pipeline="sales"></kith-pipeline-board>`)
    await page.getByText('There are no deals to show.').waitFor()
    const { files } = await buildEmbed()
    const loaded = requests.filter(({ path }) => path.startsWith('/embed/')).map(({ path }) => path.slice(7))
    const bytes = loaded.reduce((sum, file) => sum + (files[file]?.bytes ?? Number.NaN), 0)
    const sizes = await measure()
    expect(loaded).toHaveLength(3)
    expect(bytes).toBeLessThanOrEqual(sizes['pipeline-board']?.all ?? 0)
    expect(await violations()).toEqual([])
  })

  it('shows all kinds of widgets on one page, each with the Lit that it came with', async () => {
    await open(
      `${TAG}<kith-lead-form form="contact"></kith-lead-form><kith-chat></kith-chat><kith-inbox></kith-inbox>
      <kith-pipeline-board pipeline="sales"></kith-pipeline-board>`,
    )
    await page.getByText('There are no deals to show.').waitFor()
    await page.getByRole('textbox', { name: 'Name' }).waitFor()
    await page.getByRole('button', { name: 'Open chat' }).waitFor()
    await page.locator('kith-inbox:defined').waitFor()
    expect(await violations()).toEqual([])
  })

  it('may be there twice', async () => {
    const twice = TAG.replace('v1.js', 'v1.js?again')
    const errors: unknown[] = []
    page.on('pageerror', (error) => errors.push(error))
    await open(`${TAG}${twice}${TAG}<kith-lead-form form="contact"></kith-lead-form>`)
    await page.getByRole('textbox', { name: 'Name' }).waitFor()
    expect(errors).toEqual([])
  })

  it('stands in the head, before there is a body', async () => {
    await open(`<head>${TAG.replace(' async', '')}</head><body><kith-lead-form form="contact"></kith-lead-form></body>`)
    await page.getByRole('textbox', { name: 'Name' }).waitFor()
  })

  it('finds elements that come later, and marked places with the plain form that is in them', async () => {
    await open(`${TAG}<main></main>`)
    await page.evaluate(() => {
      const place = document.createElement('div')
      place.dataset['kithForm'] = 'contact'
      const form = document.createElement('form')
      form.append(Object.assign(document.createElement('input'), { name: 'name', value: 'Zo' }))
      place.append(form)
      document.querySelector('main')?.append(place)
    })
    await expect.poll(() => page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Zo')
  })

  it('is nothing but a button while the chat is closed, and lies where the page wants it', async () => {
    await open(`${TAG}<kith-chat></kith-chat>`)
    await page.getByRole('button', { name: 'Open chat' }).waitFor()
    const hits = await page.evaluate(() => {
      const points = Array.from(
        { length: 100 },
        (_, at) => [(at % 10) * 100 + 20, Math.floor(at / 10) * 75 + 20] as const,
      )
      return points.filter(([x, y]) => document.elementFromPoint(x, y)?.localName === 'kith-chat')
    })
    expect(hits.every(([x, y]) => x > 940 && y > 690)).toBe(true)
    expect(await page.evaluate(() => getComputedStyle(document.querySelector('kith-chat') as Element).zIndex)).toBe(
      '1000',
    )
  })

  it('leaves the page alone while the server is down, and offers to try again', async () => {
    down = true
    await open(`${TAG}<p id="text">Text</p><kith-lead-form form="contact"></kith-lead-form>`)
    await page.getByText('The form could not be loaded.').waitFor()
    down = false
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('textbox', { name: 'Name' }).waitFor()
  })

  it('keeps a form that was sent while the server was down, and sends it on the next page', async () => {
    await open(`${TAG}<kith-lead-form form="contact"></kith-lead-form>`)
    await fill()
    expect(await stored()).toEqual([])
    await page.waitForLoadState('networkidle')
    down = true
    await send().click()
    await page.getByText('Kept on this device').waitFor()
    expect(await stored()).toHaveLength(1)
    const first = requests.filter(({ path }) => path.endsWith('/submissions'))
    down = false
    await open(`${TAG}<kith-lead-form form="contact"></kith-lead-form>`)
    await expect.poll(stored).toEqual([])
    const all = requests.filter(({ path }) => path.endsWith('/submissions'))
    expect(new Set(all.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
    expect(all.at(-1)?.json).toEqual(first[0]?.json)
  })

  it('does what was asked before it was there', async () => {
    await open(`<script type="module" src="/queue.js"></script>${TAG}<kith-lead-form form="contact"></kith-lead-form>`)
    await page.evaluate(() => {
      type Queue = { (...call: unknown[]): void; q?: unknown[][] }
      const queue: Queue = (...call) => {
        queue.q = [...(queue.q ?? []), call]
      }
      Object.assign(window, { kith: queue })
    })
    await page.evaluate(() => {
      const kith = (window as unknown as { kith(...call: unknown[]): void }).kith
      kith('prefill', { name: 'Zoë', 'consents.0': true })
      kith('open')
      const again = document.createElement('script')
      const { trustedTypes } = window as unknown as {
        trustedTypes: { createPolicy(name: string, rules: object): Policy }
      }
      type Policy = { createScriptURL(address: string): string }
      const page = trustedTypes.createPolicy('page', { createScriptURL: (address: string) => address })
      Object.assign(again, { type: 'module', src: page.createScriptURL('/embed/v1.js?later') })
      document.head.append(again)
    })
    await page.getByRole('dialog', { name: 'Chat with us' }).waitFor()
    await expect.poll(() => page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Zoë')
    expect(await page.getByRole('checkbox').isChecked()).toBe(false)
    await page.keyboard.type('Hello')
    await page.keyboard.press('Enter')
    await expect.poll(stored).toHaveLength(1)
    await page.evaluate(() => (window as unknown as { kith(verb: string): void }).kith('shutdown'))
    expect(await stored()).toEqual([])
    expect(await page.locator('kith-chat').count()).toBe(0)
  })
})
