import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoApi, submit, type Wire } from './testing/demo-api.ts'
import { openBrowser, signIn } from './testing/demo-browser.ts'
import { type DemoProcess, startDemo } from './testing/demo-process.ts'

const CODE = [
  '<img src=x onerror=trap()>',
  '<svg/onload=trap()>',
  '<iMg SrC=x oNeRRor=trap()>',
  '<script>trap()</script>',
  '<iframe srcdoc="<script>parent.trap()</script>"></iframe>',
  '<a href="javascript:trap()">x</a>',
  '<a href="jav&#x09;ascript:trap()">x</a>',
  '<math><mtext><table><mglyph><style><img src=x onerror=trap()>',
  '<template><img src=x onerror=trap()></template>',
  '<details open ontoggle=trap()>x</details>',
  '<input autofocus onfocus=trap()>',
  '<style>@import "javascript:trap()"</style>',
  '[x](javascript:trap())',
  '{{constructor.constructor("trap()")()}}',
  '$' + '{trap()}',
  "'-trap()-'",
  'javascript:trap()',
]
const AROUND = [
  (code: string) => code,
  (code: string) => `">${code}`,
  (code: string) => `'>${code}`,
  (code: string) => `</textarea></title></style>${code}`,
  (code: string) => `--><!--${code}`,
  (code: string) => `\u202e${code}`,
  (code: string) => `<!--${code}`,
  (code: string) => `<noscript><p title="</noscript>${code}">`,
  (code: string) => `<b>${code}</b>`,
]
const PAYLOADS = CODE.flatMap((code) => AROUND.map((around) => around(code)))
const ALL = PAYLOADS.join('\n')

let demo: DemoProcess
let browser: Browser
/** Pages that show a record each, below `/app`. */
let pages: readonly string[]

beforeAll(async () => {
  demo = await startDemo()
  browser = await openBrowser()
  pages = await plant()
})
afterAll(async () => {
  await browser?.close()
  await demo?.dispose()
})

/** Puts script into everything that somebody can write. */
async function plant(): Promise<readonly string[]> {
  const admin = demoApi(demo.origin)
  const json = {
    id: 'trap',
    type: 'select',
    label: CODE[0],
    options: CODE.slice(0, 5).map((label, at) => ({ id: `o${at}`, label })),
  }
  const field = (await admin.call('/objects/contact/fields', { json })).body.id
  const made: Wire[] = []
  for (const [at, code] of CODE.entries()) {
    const name = `${at} ${code}`
    const values = { name, email: `hostile${at}@example.com`, message: ALL }
    const source = { page: `${demo.origin}/${code}`, utm_source: code, utm_campaign: code, referrer: code }
    const { status, text } = await submit(demo.origin, `key-hostile-${at}`, values, { body: { values, source } })
    expect(status, text).toBe(201)
    const company = await admin.create('companies', { name })
    const contact = await admin.create('contacts', {
      name,
      title: code,
      companyId: company.id,
      [field]: `o${at % 5}`,
    })
    const deal = await admin.create('deals', { name, contactId: contact.id, companyId: company.id, description: ALL })
    await admin.call('/activities', {
      json: { kind: 'task', subject: name, body: ALL, dealId: deal.id, ownerId: 'ingrid' },
    })
    await admin.create('properties', { name, city: code, description: ALL })
    if (at === 0) made.push(company, contact, deal)
  }
  const chat = await fetch(`${demo.origin}/kith/v1/chat`, {
    method: 'POST',
    headers: { 'Kith-Site': 'site_demo', 'Idempotency-Key': 'key-hostile-chat', 'Content-Type': 'application/json' },
    body: JSON.stringify({ text: ALL }),
  })
  expect(chat.status, await chat.clone().text()).toBe(201)
  const leads = await admin.list('leads')
  expect(leads).toHaveLength(CODE.length)
  const [company, contact, deal] = made as [Wire, Wire, Wire]
  return [`/leads/${leads[0]?.id}`, `/companies/${company.id}`, `/contacts/${contact.id}`, `/deals/${deal.id}`]
}

/** Takes the policy away from every page, so that nothing but the elements stands against a script. */
const withoutPolicy = (context: BrowserContext) =>
  context.route('**/app/**', async (route) => {
    if (route.request().resourceType() !== 'document') return route.fallback()
    const response = await route.fetch()
    const { 'content-security-policy': _, ...headers } = response.headers()
    await route.fulfill({ response, headers })
  })

/** Elements and attributes, in every shadow root, that no text may ever become. */
const intruders = (page: Page) =>
  page.evaluate(() => {
    const found: string[] = []
    const look = (root: Document | ShadowRoot) => {
      for (const element of root.querySelectorAll('*')) {
        const { localName } = element
        if (['iframe', 'object', 'embed', 'base', 'meta[http-equiv]', 'math', 'template'].includes(localName))
          found.push(localName)
        if (localName === 'script' && !element.getAttribute('src')?.startsWith('/app/assets/')) found.push('script')
        for (const { name, value } of element.attributes) {
          const runs = ['href', 'src', 'action', 'formaction', 'xlink:href', 'data'].includes(name)
          if (name.startsWith('on') || name === 'srcdoc' || (runs && /^\s*(javascript|data|vbscript):/i.test(value)))
            found.push(`${localName}[${name}=${value}]`)
        }
        if (element.shadowRoot) look(element.shadowRoot)
      }
    }
    look(document)
    return found
  })

describe.each([
  ['under its policy', true],
  ['without any policy', false],
] as const)('script in every text, %s,', (_, policy) => {
  it('runs on no page of the back office', async ({ task }) => {
    const { page, context } = await signIn(browser, demo.origin, /Ingrid/)
    let sprung = 0
    await context.exposeBinding('trap', () => void sprung++)
    page.on('dialog', (dialog) => {
      sprung++
      void dialog.dismiss()
    })
    if (!policy) await withoutPolicy(context)
    const shown: readonly (readonly [string, string])[] = [
      ['', '.card li'],
      ['/inbox', 'kith-inbox .row[id]'],
      ['/pipeline', 'kith-pipeline-board [aria-busy=false]'],
      ...['/leads', '/contacts', '/companies', '/deals', '/properties', '/activities'].map(
        (path) => [path, 'kith-record-list tbody tr td'] as const,
      ),
      ...pages.map((path) => [path, 'kith-record h2'] as const),
      ['/changes', '.log li'],
    ]
    for (const [path, selector] of shown) {
      await page.goto(`${demo.origin}/app${path}`)
      await page.locator(selector).first().waitFor({ state: 'attached' })
      if (path === '/inbox') {
        await page.locator('kith-inbox .row[id]').first().click()
        await page.locator('kith-inbox .messages article p').first().waitFor()
      }
      await expect.poll(() => page.getByText('trap()').count(), { message: path }).toBeGreaterThan(0)
      expect([path, await intruders(page), sprung]).toEqual([path, [], 0])
    }
    await page.keyboard.press('/')
    await page.keyboard.type('onerror')
    await page.getByRole('dialog').getByText('trap()').first().waitFor()
    expect([await intruders(page), sprung]).toEqual([[], 0])

    // The trap works: markup that is not text springs it, unless the policy holds it.
    await page.evaluate((code) => {
      document.body.replaceChildren(document.createRange().createContextualFragment(code))
    }, CODE[0] as string)
    expect(await intruders(page)).not.toEqual([])
    if (!policy) await expect.poll(() => sprung).toBeGreaterThan(0)
    await context.close()
    task.meta.report = {
      name: 'hostile-texts',
      what: 'Script in every text that people can write, on every page of the back office, in Chromium without a policy (and, in the same run, with it).',
      n: PAYLOADS.length * shown.length,
      figures: { payloads: PAYLOADS.length, pages: shown.length, ran: 0, becameElements: 0 },
    }
  })
})

describe('an address that would run a script', () => {
  it('is refused where an address is stored', async () => {
    const admin = demoApi(demo.origin)
    for (const website of ['javascript:trap()', 'data:text/html,<script>trap()</script>', 'vbscript:trap()'])
      expect((await admin.call('/companies', { json: { name: 'x', website } })).status).toBe(400)
  })
})
