import type { Browser, BrowserContext, Page, Request } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoApi } from './testing/demo-api.ts'
import { openBrowser, signIn } from './testing/demo-browser.ts'
import { type DemoProcess, startDemo } from './testing/demo-process.ts'

let demo: DemoProcess
let browser: Browser
let admin: ReturnType<typeof demoApi>

beforeAll(async () => {
  demo = await startDemo()
  browser = await openBrowser()
  admin = demoApi(demo.origin)
})
afterAll(async () => {
  await browser?.close()
  await demo?.dispose()
})

const isStream = (request: Request) => new URL(request.url()).pathname === '/kith/v1/changes'

/** Tabs that hold streams open, one entry for each stream. */
function openStreams(context: BrowserContext): () => readonly Page[] {
  const open = new Map<Request, Page>()
  context.on('request', (request) => isStream(request) && open.set(request, request.frame().page()))
  context.on('requestfinished', (request) => open.delete(request))
  context.on('requestfailed', (request) => open.delete(request))
  return () => [...open.values()].filter((page) => !page.isClosed())
}

const board = (page: Page) => page.locator('kith-pipeline-board')

async function openBoard(page: Page): Promise<void> {
  await page.goto(`${demo.origin}/app/pipeline`)
  await board(page).locator('[aria-busy=false]').waitFor()
}

/** A browser with two tabs on the board; the first of them reads the stream. */
async function twoTabs() {
  const { page: first, context } = await signIn(browser, demo.origin, /Merve/)
  const streams = openStreams(context)
  await openBoard(first)
  await expect.poll(() => streams().length).toBe(1)
  const second = await context.newPage()
  await openBoard(second)
  return { first, second, context, streams }
}

const aDeal = (name: string) => admin.create('deals', { name })

describe('two tabs of one browser', () => {
  it('share one stream, and both show what happens', async () => {
    const { first, second, context, streams } = await twoTabs()
    await aDeal('Shown on both')
    for (const page of [first, second]) await board(page).getByText('Shown on both').waitFor()
    expect(streams().map((page) => page === first)).toEqual([true])
    await context.close()
  })

  it('would be seen to have two where a browser has no locks', async () => {
    const { page, context } = await signIn(browser, demo.origin, /Merve/)
    const streams = openStreams(context)
    await context.addInitScript(() => Object.defineProperty(Navigator.prototype, 'locks', { value: undefined }))
    await openBoard(page)
    await openBoard(await context.newPage())
    await expect.poll(() => new Set(streams()).size).toBe(2)
    await context.close()
  })

  it.each([['some changes'], ['no change at all']])(
    'lose nothing when the reading one is closed after %s, also of what comes in between',
    async (before) => {
      const { first, second, context, streams } = await twoTabs()
      if (before === 'some changes') {
        await aDeal(`Before, after ${before}`)
        await board(second).getByText(`Before, after ${before}`).waitFor()
      }
      let release = () => {}
      const released = new Promise<void>((go) => (release = go))
      const asked = new Promise<void>((reached) => {
        second.route('**/kith/v1/changes*', async (route) => {
          reached()
          await released
          await route.continue()
        })
      })
      await first.close()
      await asked
      await aDeal(`In the gap, after ${before}`)
      release()
      await aDeal(`Later, after ${before}`)
      for (const when of ['In the gap', 'Later']) await board(second).getByText(`${when}, after ${before}`).waitFor()
      expect(streams().map((page) => page === second)).toEqual([true])
      await context.close()
    },
  )
})
