import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBrowser } from '../../tools/browser.ts'
import { type Demo, serveDemo } from './server.ts'
import { freePort } from './testing/demo-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'kith-automation-'))
const port = await freePort()
const origin = `http://127.0.0.1:${port}`
/** Where pictures of each step go; none where it is not set. */
const pictures = process.env['KITH_PICTURES']
let demo: Demo
let browser: Browser

beforeAll(async () => {
  demo = await serveDemo({ port, folder, fresh: false, empty: false, say: () => {} })
  const { path, args } = await findBrowser()
  browser = await chromium.launch({ executablePath: path, args })
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await demo?.close()
  rmSync(folder, { recursive: true, force: true })
})

const NAME = 'Website leads not called in time'

/** Writes the rule by roles and labels alone, as somebody who sees the page for the first time. */
async function write(page: Page, shot: (name: string) => Promise<unknown>): Promise<void> {
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(NAME)
  await page.getByRole('combobox', { name: 'What starts it' }).selectOption('a new lead comes in')
  await button(/^Add Condition/).click()
  await page.getByRole('combobox', { name: 'Find a field' }).fill('source')
  await page.getByRole('option', { name: 'Source', exact: true }).click()
  await page.getByRole('combobox', { name: 'Source: Comparison' }).selectOption('is')
  await page.getByRole('textbox', { name: 'Source: Value' }).fill('website')
  await shot('2-when-and-if')
  await button('Add a step').click()
  await shot('3-choose-a-step')
  await button(/^Wait/).click()
  await button('Go on only if something still holds').click()
  const still = page.getByRole('group', { name: 'Then go on only if' })
  await still.getByRole('button', { name: /^Add Condition/ }).click()
  await still.getByRole('combobox', { name: 'Find a field' }).fill('last activity')
  await still.getByRole('option', { name: 'Last activity', exact: true }).click()
  await still.getByRole('combobox', { name: 'Last activity: Comparison' }).selectOption('is empty')
  await shot('4-wait')
  await button('Add a step').click()
  await button(/^Tell colleagues/).click()
  await page.getByRole('textbox', { name: 'Message' }).fill('This lead waits for a call.')
  await button('Add a step').click()
  await button(/^Tell colleagues/).click()
  const third = page.getByRole('group', { name: 'Step 3: Tell colleagues' })
  await third.getByRole('checkbox', { name: 'The owner', exact: true }).uncheck()
  await third.getByRole('checkbox', { name: 'The owner’s manager' }).check()
  await third.getByRole('textbox', { name: 'Message' }).fill('A lead was not called within a working day.')
  await page.getByText('tell the owner’s manager: “A lead was not called within a working day.”').waitFor()
  await shot('5-written')
}

describe('automation in the back office', () => {
  it.each([
    ['light', 1280],
    ['dark', 390],
    ...(pictures
      ? ([
          ['dark', 1280],
          ['light', 390],
        ] as const)
      : []),
  ] as const)(
    'in %s at %i pixels: a rule is written, tried over all of the past, read, saved and switched off',
    async (scheme, width) => {
      const context = await browser.newContext({
        colorScheme: scheme,
        viewport: { width, height: width < 500 ? 844 : 900 },
      })
      const page = await context.newPage()
      const complaints: string[] = []
      // Simulations take turns: one that was given up may still be ending when the next is asked for.
      page.on('console', (message) => {
        const own = message.type() === 'error' && !message.text().includes('429')
        if (own) complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(error.message))
      const shot = async (name: string) =>
        pictures && (await page.screenshot({ path: join(pictures, `${width}-${scheme}-${name}.png`) }))
      await page.goto(`${origin}/app`)
      await page.getByRole('button', { name: /Ingrid/ }).click()
      await page.getByRole('navigation').first().waitFor()
      if (width < 500) await page.getByRole('button', { name: 'More' }).click()
      await page.getByRole('link', { name: 'Rules', exact: true }).click()
      await page.getByRole('switch').first().waitFor()
      await shot('0-rules')
      await page.getByRole('button', { name: 'New rule' }).click()
      await page.getByRole('combobox', { name: 'What starts it' }).waitFor()
      await shot('1-new')
      await write(page, shot)

      await page.getByRole('button', { name: 'Try it on the past' }).click()
      await page.getByRole('radio', { name: 'Everything' }).click()
      const summary = page.getByText(/Something would have been done for \d+ leads\./)
      await summary.waitFor({ timeout: 60_000 })
      await page.getByText(/\(\d+ months\)/).waitFor()
      await page
        .getByText(/× .* is told: “A lead was not called within a working day.”/)
        .first()
        .waitFor()
      await shot('6-the-past')
      await page.getByText('Why', { exact: true }).first().click()
      await page.getByText('Day by day').scrollIntoViewIfNeeded()
      await shot('7-day-by-day')

      await page.getByRole('button', { name: 'Save' }).click()
      await page.waitForURL(/\/app\/rules\/website-leads-not-called-in-time/)
      await shot('8-saved')
      await page.getByRole('link', { name: 'All rules' }).click()
      const own = page.getByRole('switch', { name: `“${NAME}” is switched on` }).last()
      await own.click()
      await page.getByText(`“${NAME}” is off`).waitFor()
      await shot('9-in-the-list')
      expect(complaints).toEqual([])
      await context.close()
    },
    120_000,
  )
})
