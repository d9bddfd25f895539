import type { Browser, BrowserContext, Page, Request } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { measure } from '../../tools/sizes.mjs'
import { SITE_POLICY } from './policies.ts'
import { demoApi } from './testing/demo-api.ts'
import { openBrowser, signIn, visit } from './testing/demo-browser.ts'
import { type DemoProcess, startDemo } from './testing/demo-process.ts'

/** Bytes of a widget by `tools/sizes.mjs`: until it can be typed into, and with everything it may load. */
type Sizes = Readonly<Record<'first' | 'all', number>>

let demo: DemoProcess
let browser: Browser
let sizes: Readonly<Record<string, Sizes>>

beforeAll(async () => {
  demo = await startDemo()
  browser = await openBrowser()
  sizes = (await measure()) as typeof sizes
})
afterAll(async () => {
  await browser?.close()
  await demo?.dispose()
})

/** Serves a page that holds nothing but this, and `before` the script tag, under the strict policy of the company site. */
async function servePage(context: BrowserContext, html: string, lang: string, before = ''): Promise<string> {
  const script = '<script type="module" async src="/embed/v1.js" data-site="site_demo"></script>'
  const head = `<meta charset="utf-8"><title>One widget</title><link rel="icon" href="/mark.svg">${before}${script}`
  const body = `<!doctype html><html lang="${lang}"><head>${head}</head><body>${html}</body></html>`
  const headers = { 'content-security-policy': SITE_POLICY, 'content-type': 'text/html; charset=utf-8' }
  await context.route('**/one-widget', (route) => route.fulfill({ body, headers }))
  const queue = 'window.kith = Object.assign((...call) => kith.q.push(call), { q: [] })'
  await context.route('**/queue.js', (route) => route.fulfill({ body: queue, contentType: 'text/javascript' }))
  return `${demo.origin}/one-widget`
}

/** What a page loads of the embed, once it is there. */
function watchFiles(page: Page): Request[] {
  const files: Request[] = []
  page.on('requestfinished', (request) => {
    if (pathOf(request).startsWith('/embed/')) files.push(request)
  })
  return files
}

const pathOf = (request: Request) => new URL(request.url()).pathname

/** Bytes of the bodies as Chromium got them from the network. */
async function bytesOf(files: readonly Request[]): Promise<number> {
  const sizes = await Promise.all(files.map((file) => file.sizes()))
  return sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0)
}

async function encodingsOf(files: readonly Request[]): Promise<readonly (string | undefined)[]> {
  const headers = await Promise.all(files.map(async (file) => (await file.response())?.allHeaders()))
  return [...new Set(headers.map((all) => all?.['content-encoding']))]
}

/** Measured bytes, and those of the size check. */
const found: Record<string, { readonly inChromium: number; readonly bySizes: number }> = {}

/** Waits until nearly all is there, and then demands that it is not more. */
async function agrees(what: string, files: () => readonly Request[], expected: number): Promise<void> {
  await expect.poll(() => bytesOf(files()), { timeout: 10_000 }).toBeGreaterThan(expected * 0.97)
  const inChromium = await bytesOf(files())
  expect(inChromium).toBeLessThan(expected * 1.03)
  found[what] = { inChromium, bySizes: expected }
  expect(await encodingsOf(files())).toEqual(['br'])
}

/** Notes when an input is there for the first time, to the millisecond. */
const watchInputs = (context: BrowserContext) =>
  context.addInitScript(() => {
    const attach = Element.prototype.attachShadow
    Element.prototype.attachShadow = function (this: Element, init: ShadowRootInit) {
      const root = attach.call(this, init)
      new MutationObserver(() => {
        if (root.querySelector('input:not([tabindex="-1"]), textarea'))
          Object.assign(globalThis, {
            typableAt: (globalThis as { typableAt?: number }).typableAt ?? performance.now(),
          })
      }).observe(root, { childList: true, subtree: true })
      return root
    }
  })

/** Paths of what had arrived when the input was there. */
const arrivedBefore = (page: Page) =>
  page.evaluate(() => {
    const { typableAt = Number.NaN } = globalThis as { typableAt?: number }
    const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
    return entries.filter((entry) => entry.responseEnd <= typableAt).map(({ name }) => new URL(name).pathname)
  })

async function open(html: string, lang: string, before?: string) {
  const visitor = await visit(browser, 'about:blank')
  await watchInputs(visitor.context)
  const address = await servePage(visitor.context, html, lang, before)
  const files = watchFiles(visitor.page)
  await visitor.page.goto(address)
  return { ...visitor, files }
}

const WIDGETS = {
  'lead-form': {
    html: '<kith-lead-form form="contact"></kith-lead-form>',
    /** It has conditions, and fields of rare types. */
    whole: '<kith-lead-form form="valuation"></kith-lead-form>',
    toTyping: async (page: Page) => page.getByRole('textbox').first().waitFor(),
    everything: async (page: Page) => {
      const form = page.locator('kith-lead-form')
      await form.getByRole('combobox').first().selectOption('buying')
      await form.getByRole('textbox', { name: 'Navn' }).fill('Kari Nes')
      await form.getByRole('button').click()
      await form.locator('[aria-invalid=true]').first().waitFor()
      await form.getByRole('textbox', { name: 'E-post' }).fill('bytes@example.com')
      await form.getByRole('button').click()
      await page.getByText('Takk').first().waitFor()
    },
  },
  chat: {
    html: '<kith-chat></kith-chat>',
    whole: '<kith-chat></kith-chat>',
    toTyping: async (page: Page) => {
      await page.locator('kith-chat').getByRole('button').click()
      await page.locator('kith-chat').getByRole('textbox').waitFor()
    },
    everything: async (page: Page) => {
      await page.locator('kith-chat').getByRole('textbox').fill('Hei')
      await page.keyboard.press('Enter')
      await page.locator('kith-chat').getByText('Hei', { exact: true }).waitFor()
    },
  },
} as const

describe('on a page with that widget alone', () => {
  it.each(['lead-form', 'chat'] as const)('%s loads as many bytes as the size check counts', async (name) => {
    const { html, whole, toTyping, everything } = WIDGETS[name]
    const expected = sizes[name] as Sizes
    const first = await open(html, 'en')
    await toTyping(first.page)
    const before = await arrivedBefore(first.page)
    await agrees(`${name} first`, () => first.files.filter((file) => before.includes(pathOf(file))), expected.first)
    expect(first.complaints).toEqual([])
    await first.context.close()

    const all = await open(whole, 'nb', '<script src="/queue.js"></script>')
    await toTyping(all.page)
    await everything(all.page)
    await agrees(`${name} all`, () => all.files, expected.all)
    expect(all.complaints).toEqual([])
    await all.context.close()
  })

  it('pipeline-board loads as many bytes as the size check counts', async ({ task }) => {
    await demoApi(demo.origin).create('deals', { name: 'Villa Solbakken' })
    const expected = sizes['pipeline-board'] as Sizes
    const { page, context, complaints } = await signIn(browser, demo.origin, /Merve/)
    // No `window.kith` here: what it offers is about forms and chats.
    const board = '<kith-pipeline-board api="/kith/v1" pipeline="sales"></kith-pipeline-board>'
    const address = await servePage(context, board, 'nb')
    const files = watchFiles(page)
    await page.goto(address)
    await page.locator('kith-pipeline-board').getByText('Villa Solbakken').waitFor()
    await page
      .getByRole('button', { name: /Villa Solbakken/ })
      .first()
      .click()
    await page.getByRole('menuitem').nth(1).click()
    await expect.poll(async () => (await demoApi(demo.origin).list('deals'))[0]).toMatchObject({ version: 2 })
    await agrees('pipeline-board all', () => files, expected.all)
    expect(complaints).toEqual([])
    await context.close()
    task.meta.report = {
      name: 'wire-bytes',
      what: 'Body bytes (brotli) of a widget alone on a strict page in Chromium, beside those of the size check.',
      n: Object.keys(found).length,
      figures: found,
    }
  })
})
