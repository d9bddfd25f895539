import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoApi } from './testing/demo-api.ts'
import { openBrowser, signIn, visit } from './testing/demo-browser.ts'
import { verifyLogs } from './testing/demo-database.ts'
import { type DemoProcess, startDemo } from './testing/demo-process.ts'

const EACH = 100
const KILLED_AT = 40
const RELOADED_AT = 70

let demo: DemoProcess
let browser: Browser

beforeAll(async () => {
  demo = await startDemo()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await demo?.dispose()
})

/** One side of the conversation: its own messages are `<name> 0`, `<name> 1`… */
interface Side {
  readonly page: Page
  readonly name: string
  readonly element: string
  /** Within the element: what holds the text of one message. */
  readonly texts: string
}

const textOf = ({ name }: Side, at: number) => `${name} ${at}`
const textsOf = ({ page, element, texts }: Side) => page.locator(`${element} ${texts}`)
const shownBy = async (side: Side) =>
  (await textsOf(side).allInnerTexts()).filter((text) => /^(visitor|agent) \d+$/.test(text))

interface Watched {
  whenShown(text: string): Promise<number>
}

/** Notes in the page when each text is shown for the first time. */
async function watch(side: Side): Promise<void> {
  await textsOf(side).first().waitFor()
  await side.page.evaluate(
    ({ element, texts }) => {
      const root = document.querySelector(element)?.shadowRoot as ShadowRoot
      const shown = new Map<string, number>()
      const waiting = new Map<string, (at: number) => void>()
      const look = () => {
        for (const { textContent: text } of root.querySelectorAll(texts)) {
          if (!text || shown.has(text)) continue
          shown.set(text, Date.now())
          waiting.get(text)?.(Date.now())
        }
      }
      new MutationObserver(look).observe(root, { subtree: true, childList: true, characterData: true })
      look()
      const whenShown = (text: string) =>
        new Promise<number>((done) => {
          const at = shown.get(text)
          if (at === undefined) waiting.set(text, done)
          else done(at)
        })
      Object.assign(globalThis, { whenShown })
    },
    { element: side.element, texts: side.texts },
  )
}

/** Waits for a text of the other side; when it was there. */
const whenShown = ({ page }: Side, text: string) =>
  page.evaluate((one) => (globalThis as unknown as Watched).whenShown(one), text)

/** Writes and sends as a person does; when it was sent. */
async function say(side: Side, at: number): Promise<number> {
  const box = side.page.locator(side.element).getByRole('textbox')
  await box.fill(textOf(side, at))
  const sentAt = Date.now()
  await box.press('Enter')
  return sentAt
}

const percentile = (values: readonly number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? Number.NaN

const figures = (values: readonly number[]) => ({
  messages: values.length,
  p50Ms: percentile(values, 0.5),
  p95Ms: percentile(values, 0.95),
  maxMs: Math.max(...values),
})

async function openChat(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Open chat/ }).click()
  await page.locator('kith-chat').getByRole('textbox').waitFor()
}

describe('a chat between a visitor and an agent', () => {
  it(`has ${EACH} messages of each once and in order on both sides, over a kill of the server and a reload`, async ({
    task,
  }) => {
    const opened = await visit(browser, demo.origin)
    const visitor: Side = { page: opened.page, name: 'visitor', element: 'kith-chat', texts: '.log p' }
    await openChat(visitor.page)
    const delays = { visitor: [] as number[], agent: [] as number[] }
    await say(visitor, 0)
    const { page } = await signIn(browser, demo.origin, /Merve/, '/inbox')
    const agent: Side = { page, name: 'agent', element: 'kith-inbox', texts: '.messages article p' }
    await page.locator('kith-inbox .row[id]').first().click()
    await Promise.all([watch(visitor), watch(agent)])
    await whenShown(agent, 'visitor 0')
    await say(agent, 0)
    await whenShown(visitor, 'agent 0')

    for (let at = 1; at < EACH; at++) {
      const sentAt = [await say(visitor, at), await say(agent, at)] as const
      if (at === KILLED_AT) {
        await demo.kill()
        await verifyLogs(demo.folder)
        await Promise.all([say(visitor, ++at), say(agent, at)])
        await agent.page.getByText('Not sent').first().waitFor()
        await demo.restart()
        await agent.page.getByRole('button', { name: 'Try again' }).first().click()
      }
      if (at === RELOADED_AT) {
        await visitor.page.reload()
        await openChat(visitor.page)
        await watch(visitor)
      }
      const arrivedAt = await Promise.all([
        whenShown(agent, textOf(visitor, at)),
        whenShown(visitor, textOf(agent, at)),
      ])
      if (at === KILLED_AT + 1 || at === RELOADED_AT) continue
      delays.visitor.push(arrivedAt[0] - sentAt[0])
      delays.agent.push(arrivedAt[1] - sentAt[1])
    }

    const stored = await demoApi(demo.origin).list('messages')
    const texts = [...stored].sort((a, b) => Number(a['order']) - Number(b['order'])).map(({ text }) => text)
    for (const side of [visitor, agent])
      expect(texts.filter((text) => String(text).startsWith(side.name))).toEqual(
        Array.from({ length: EACH }, (_, at) => textOf(side, at)),
      )
    expect(await shownBy(visitor)).toEqual(texts)
    expect(await shownBy(agent)).toEqual(texts)

    const [visitorToAgent, agentToVisitor] = [figures(delays.visitor), figures(delays.agent)]
    expect(visitorToAgent.p95Ms).toBeLessThan(1_000)
    expect(agentToVisitor.p95Ms).toBeLessThan(1_000)
    task.meta.report = {
      name: 'e2e-chat',
      what: 'Chat in two real browsers over one killed server and a reload: from Enter to the text on the other side.',
      n: EACH,
      figures: { visitorToAgent, agentToVisitor, lost: 0, doubled: 0, outOfOrder: 0 },
    }
  }, 120_000)
})
