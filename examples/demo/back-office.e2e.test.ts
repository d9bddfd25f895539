import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe from 'axe-core'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { findBrowser } from '../../tools/browser.ts'
import { type Demo, serveDemo } from './server.ts'
import { freePort } from './testing/demo-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'kith-back-office-'))
const port = await freePort()
const origin = `http://127.0.0.1:${port}`
let demo: Demo
let browser: Browser
let contexts: BrowserContext[] = []

/** Signs in, and gathers what the browser complains of. */
async function signIn(name: RegExp, options: Parameters<Browser['newContext']>[0] = {}) {
  const context = await browser.newContext(options)
  contexts.push(context)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(`${origin}/app`)
  await page.getByRole('button', { name }).click()
  await page.getByRole('navigation').first().waitFor()
  return { page, complaints }
}

async function api<Answer>(path: string, body?: object): Promise<Answer> {
  const headers = { Authorization: 'Bearer demo-admin', 'content-type': 'application/json' }
  const init = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers }
  return (await (await fetch(`${origin}/kith/v1${path}`, init)).json()) as Answer
}

async function submit(email: string): Promise<void> {
  const headers = { 'Kith-Site': 'site_demo', 'Idempotency-Key': `key-${email}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ values: { name: 'Kari Nes', email }, consents: [{ purpose: 'sales' }] })
  await fetch(`${origin}/kith/v1/forms/contact/submissions`, { method: 'POST', headers, body })
}

const made = (object: string, values: object) => api<{ id: string }>(`/${object}`, values)

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  type Axe = { run(): Promise<{ violations: { id: string; nodes: { target: unknown[] }[] }[] }> }
  const found = await page.evaluate(() => (globalThis as unknown as { axe: Axe }).axe.run())
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

beforeAll(async () => {
  demo = await serveDemo({ port, folder, fresh: false, empty: true, say: () => {} })
  const { path, args } = await findBrowser()
  browser = await chromium.launch({ executablePath: path, args })
}, 120_000)
afterEach(async () => {
  await Promise.all(contexts.map((context) => context.close()))
  contexts = []
})
afterAll(async () => {
  await browser?.close()
  await demo?.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('the back office', () => {
  it('sends to the sign-in page who is not signed in, from every page', async () => {
    for (const path of ['', '/leads', '/contacts/x']) {
      const { status, headers } = await fetch(`${origin}/app${path}`, { redirect: 'manual' })
      expect([status, headers.get('location')]).toEqual([303, '/app/sign-in'])
    }
  })

  it.each([
    ['light', 1360],
    ['dark', 1360],
    ['light', 390],
    ['dark', 390],
  ] as const)(
    'shows every page, %s at %i px, within its policy and without barriers',
    async (colorScheme, width) => {
      const contact = await made('contacts', {
        name: 'Åse Ødegård',
        emails: [{ value: `${colorScheme}${width}@example.com` }],
      })
      const deal = await made('deals', { name: 'Kystgata 8', contactId: contact.id })
      const { page, complaints } = await signIn(/Ingrid/, { colorScheme, viewport: { width, height: 800 } })
      const pages: readonly (readonly [path: string, shown: string])[] = [
        ['', '.card header'],
        ['/inbox', 'kith-inbox h2'],
        ['/pipeline', 'kith-pipeline-board [aria-busy=false]'],
        ['/contacts', 'kith-record-list tbody tr'],
        [`/contacts/${contact.id}`, 'kith-record .related .card'],
        [`/deals/${deal.id}`, 'kith-record .stages'],
        ['/properties', 'kith-record-list .state'],
        ['/rules', 'kith-rule-list .rule'],
        ['/rules/new', 'kith-rule-editor .block'],
        ['/changes', '.log li'],
      ]
      for (const [path, shown] of pages) {
        await page.goto(`${origin}/app${path}`)
        await page.locator(shown).first().waitFor({ state: 'attached' })
        expect([path, await violations(page)]).toEqual([path, []])
      }
      expect(complaints).toEqual([])
    },
    120_000,
  )

  it('has the objects of the app in its navigation, with list, form and page', async () => {
    const { page } = await signIn(/Ingrid/)
    await page.getByRole('link', { name: 'Properties' }).click()
    await page.getByRole('button', { name: 'New property' }).first().click()
    await page.getByRole('textbox', { name: /^Name/ }).fill('Villa Solbakken')
    await page.getByRole('textbox', { name: 'Amount' }).fill('4 200 000')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByRole('link', { name: 'Villa Solbakken' }).click()
    await page.getByRole('heading', { name: 'Villa Solbakken' }).waitFor()
    await page.getByText('NOK 4,200,000').first().waitFor()
    expect(await page.title()).toBe('Villa Solbakken · Kith')
  }, 60_000)

  it('takes a visitor’s lead to the board: live in the list, converted, moved', async () => {
    const { page } = await signIn(/Merve/)
    await page.getByRole('link', { name: 'Leads' }).click()
    await page.getByRole('heading', { name: 'Leads', level: 2 }).waitFor()
    await submit('journey@example.com')
    await page.getByText('journey@example.com').waitFor({ timeout: 5_000 })
    await page.getByRole('link', { name: 'Kari Nes' }).first().click()
    await page.getByRole('button', { name: 'Convert' }).click()
    await page.getByRole('textbox', { name: 'Name of the deal' }).fill('Harbour flat')
    await page.getByRole('dialog').getByRole('button', { name: 'Convert' }).click()
    await page.getByRole('heading', { name: 'Harbour flat' }).waitFor()
    await page.getByRole('button', { name: 'Viewing' }).click()
    await page.getByText('Harbour flat moved to Viewing').waitFor()
    await page.getByRole('link', { name: 'Pipeline' }).click()
    await page.locator('kith-pipeline-board').getByText('Harbour flat').waitFor()
  }, 60_000)

  it('shows a field that an administrator adds as a column and on the record, to others without a reload', async () => {
    const contact = await made('contacts', { name: 'Emre Yıldız' })
    const [{ page }, other] = [await signIn(/Ingrid/), await signIn(/Merve/)]
    await other.page.goto(`${origin}/app/contacts/${contact.id}`)
    await other.page.getByRole('heading', { name: 'Emre Yıldız' }).waitFor()
    await page.goto(`${origin}/app/contacts`)
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('button', { name: 'Add field…' }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Shoe size')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByRole('columnheader', { name: 'Shoe size' }).waitFor()
    await other.page.getByText('empty fields').click()
    await other.page.getByRole('button', { name: 'Edit Shoe size' }).waitFor({ state: 'attached' })
  }, 60_000)

  it('finds records by the slash key, grouped', async () => {
    await made('companies', { name: 'Bergstrøm AS' })
    const { page } = await signIn(/Ingrid/)
    await page.keyboard.press('/')
    await page.keyboard.type('bergstrom')
    await page.getByRole('group', { name: 'Companies' }).getByText('Bergstrøm AS').waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Bergstrøm AS' }).waitFor()
  }, 60_000)

  it('tells the second of two people who write the same field', async () => {
    const deal = await made('deals', { name: 'Skogly 4' })
    const [one, two] = [await signIn(/Ingrid/), await signIn(/Merve/)]
    for (const { page } of [one, two]) {
      await page.goto(`${origin}/app/deals/${deal.id}`)
      await page.getByRole('button', { name: 'Edit Name' }).click()
    }
    for (const [{ page }, name] of [
      [one, 'Skogly 5'],
      [two, 'Skogly 6'],
    ] as const) {
      await page.getByRole('textbox', { name: 'Name *' }).fill(name)
      await page.keyboard.press('Enter')
      if (page === one.page) await page.getByText('Name saved').waitFor()
    }
    await two.page.getByText('Name was changed meanwhile').waitFor()
    expect(await two.page.getByRole('dialog').textContent()).toContain('Skogly 5')
    expect(await api(`/deals/${deal.id}`)).toMatchObject({ name: 'Skogly 5' })
  }, 60_000)

  it('explains what was changed, undoes several changes at once by keyboard, and lists what was changed since', async () => {
    const change = async (path: string, values: object) => {
      const { version } = await api<{ version: number }>(path)
      const headers = {
        Authorization: 'Bearer demo-admin',
        'content-type': 'application/json',
        'If-Match': `"${version}"`,
      }
      await fetch(`${origin}/kith/v1${path}`, { method: 'PATCH', headers, body: JSON.stringify(values) })
    }
    const ids = await Promise.all(['Tindra', 'Kystlab'].map(async (name) => (await made('companies', { name })).id))
    for (const id of ids) await change(`/companies/${id}`, { industry: 'Boats' })
    await change(`/companies/${ids[0]}`, { industry: 'Architecture' })
    const { page } = await signIn(/Merve/)
    await page.getByRole('link', { name: 'Changes' }).click()
    const lines = page.locator('.log > li', { hasText: 'changed a record' }).filter({ hasText: 'Industry' })
    await lines.nth(2).waitFor()
    await lines.nth(1).locator('summary').focus()
    await page.keyboard.press('Enter')
    await lines.nth(1).getByText('Boats').waitFor()
    for (const at of [1, 2]) {
      await lines.nth(at).getByRole('checkbox').focus()
      await page.keyboard.press('Space')
    }
    await page.getByRole('button', { name: 'Undo 2 chosen' }).focus()
    await page.keyboard.press('Enter')
    const told = page.locator('.told')
    await told.getByText('1 record was set back.').waitFor()
    await told.getByText('Industry is Architecture; undoing would have made it nothing.').waitFor()
    expect(await violations(page)).toEqual([])
    expect(await api(`/companies/${ids[0]}`)).toMatchObject({ industry: 'Architecture' })
    expect(await api(`/companies/${ids[1]}`)).not.toHaveProperty('industry')
  }, 60_000)

  it('shows another company nothing of this one', async () => {
    await made('contacts', { name: 'Only Ours' })
    const { page } = await signIn(/Jan/)
    await page.getByRole('link', { name: 'Contacts' }).click()
    await page.getByText('No contacts yet.').waitFor()
    expect(await page.locator('.brand').textContent()).toContain('Havna Makelaars')
  }, 60_000)

  it('keeps the theme and the language that a person chose', async () => {
    const { page } = await signIn(/Ingrid/)
    await page.getByText('Ingrid Hauge').click()
    await page.getByRole('combobox', { name: 'Theme' }).selectOption('dark')
    await page.getByRole('combobox', { name: 'Language' }).selectOption('nb')
    await page.reload()
    await page.getByRole('link', { name: 'Henvendelser' }).waitFor()
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
  }, 60_000)

  it('signs out', async () => {
    const { page } = await signIn(/Anders/)
    await page.getByText('Anders Kvamme').click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Who are you today?' }).waitFor()
    await page.goto(`${origin}/app`)
    expect(page.url()).toBe(`${origin}/app/sign-in`)
  }, 60_000)
})
