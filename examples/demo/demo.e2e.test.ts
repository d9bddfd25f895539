import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBrowser } from '../../tools/browser.ts'

const ROOT = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'kith-e2e-'))
let port = 0
let server: ChildProcess
let browser: Browser

/** A free port whose neighbour is free as well. */
async function freePort(): Promise<number> {
  for (let candidate = 20_000 + Math.floor(Math.random() * 20_000); ; candidate += 2)
    if ((await isFree(candidate)) && (await isFree(candidate + 1))) return candidate
}

function isFree(candidate: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer()
    probe.once('error', () => done(false))
    probe.listen(candidate, '127.0.0.1', () => probe.close(() => done(true)))
  })
}

function start(): Promise<ChildProcess> {
  const args = ['--conditions=kith-source', '--import', './tools/embed.mjs', 'examples/demo/main.ts', '--empty']
  const env = { ...process.env, KITH_DATA: folder, PORT: String(port) }
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] })
  return new Promise((ready, failed) => {
    let said = ''
    const hear = (chunk: Buffer) => {
      said += chunk
      if (said.includes(`ready http://127.0.0.1:${port}`)) ready(child)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', () => failed(new Error(said)))
  })
}

const api = (path: string, init: RequestInit = {}) =>
  fetch(`http://127.0.0.1:${port}/kith/v1${path}`, {
    ...init,
    headers: { Authorization: 'Bearer demo-admin', ...init.headers },
  })

function submit(key: string, email: string) {
  const headers = { 'Kith-Site': 'site_demo', 'Idempotency-Key': key, 'content-type': 'application/json' }
  const body = JSON.stringify({ values: { name: 'Kari Nes', email }, consents: [{ purpose: 'sales' }] })
  return fetch(`http://127.0.0.1:${port}/kith/v1/forms/contact/submissions`, { method: 'POST', headers, body })
}

async function leadsOf(email: string): Promise<readonly Record<string, unknown>[]> {
  const response = await api(`/leads?where=${encodeURIComponent(JSON.stringify({ email }))}`)
  return ((await response.json()) as { items: readonly Record<string, unknown>[] }).items
}

async function fillIn(page: Page, email: string): Promise<void> {
  await page.getByLabel('Name').fill('Zoë Ünsal-Bårdsen')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('You may contact me').check()
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByText('Thank you').waitFor()
}

beforeAll(async () => {
  port = await freePort()
  server = await start()
  const { path, args } = await findBrowser()
  browser = await chromium.launch({ executablePath: path, args })
}, 120_000)

afterAll(async () => {
  await browser?.close()
  server?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

describe('the demo', () => {
  it.each([0, 1])(
    'takes a lead from the site on port + %i without a violation of its strict policy',
    async (offset) => {
      const page = await browser.newPage()
      const complaints: string[] = []
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
      await page.goto(`http://127.0.0.1:${port + offset}/`)
      const email = `visitor${offset}@example.com`
      await fillIn(page, email)
      expect(complaints).toEqual([])
      expect(await leadsOf(email)).toMatchObject([{ status: 'new', source: 'website' }])
      await page.close()
    },
    60_000,
  )

  it('shows a new lead in the open list of a colleague without a reload', async () => {
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${port}/app/sign-in`)
    await page.getByRole('button', { name: /Ingrid/ }).click()
    await page.getByRole('link', { name: 'Leads' }).click()
    await page.getByRole('heading', { name: 'Leads', level: 1 }).waitFor()
    expect((await submit('key-live-0001', 'live@example.com')).status).toBe(201)
    await page.getByText('live@example.com').waitFor({ timeout: 5_000 })
    await page.close()
  }, 60_000)

  it('keeps an acknowledged lead once over a kill, a restart and the same key again', async () => {
    const first = (await (await submit('key-kill-0001', 'kill@example.com')).json()) as { id: string }
    server.kill('SIGKILL')
    await new Promise((gone) => server.once('exit', gone))
    server = await start()
    const again = (await (await submit('key-kill-0001', 'kill@example.com')).json()) as { id: string }
    expect(again.id).toBe(first.id)
    expect(await leadsOf('kill@example.com')).toHaveLength(1)
  }, 60_000)

  it('answers the same key twenty times at once with one receipt', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => submit('key-same-0001', 'same@example.com')))
    const ids = await Promise.all(answers.map(async (answer) => ((await answer.json()) as { id: string }).id))
    expect(new Set(ids).size).toBe(1)
    expect(await leadsOf('same@example.com')).toHaveLength(1)
  })

  it('refuses an origin that is not on the list', async () => {
    const headers = { 'Kith-Site': 'site_demo', origin: 'https://evil.example' }
    const response = await fetch(`http://127.0.0.1:${port}/kith/v1/forms/contact`, { headers })
    expect(response.status).toBe(403)
  })

  it('answers a foreign id byte for byte as an unknown one', async () => {
    const [lead] = await leadsOf('same@example.com')
    const ask = (id: unknown) => api(`/leads/${id}`, { headers: { Authorization: 'Bearer demo-other-tenant' } })
    const [foreign, unknown] = [await ask(lead?.['id']), await ask('no-such-id')]
    expect(foreign.status).toBe(404)
    expect(await foreign.text()).toBe(await unknown.text())
  })

  it('has a site in which axe finds nothing', async () => {
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${port}/`)
    await page.getByLabel('Name').waitFor()
    await page.evaluate(axe.source)
    const found = await page.evaluate(() =>
      (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } }).axe.run(),
    )
    expect(found.violations.map((violation) => violation.id)).toEqual([])
    await page.close()
  }, 60_000)
})
