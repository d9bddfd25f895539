import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBrowser } from '../../tools/browser.ts'
import { type Demo, serveDemo } from './server.ts'
import { freePort } from './testing/demo-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'kith-decisions-'))
const port = await freePort()
const origin = `http://127.0.0.1:${port}`
/** Where pictures of each step go; none where it is not set. */
const pictures = process.env['KITH_PICTURES']
let demo: Demo
let browser: Browser

async function api<Answer>(path: string, body?: object): Promise<Answer> {
  const headers = { Authorization: 'Bearer demo-admin', 'content-type': 'application/json' }
  const init = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers }
  return (await (await fetch(`${origin}/kith/v1${path}`, init)).json()) as Answer
}

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
  await api('/automation/rules/weak-leads', {
    label: 'Dismiss weak leads',
    on: 'lead.created',
    if: { score: { lt: 20 } },
    then: [{ do: 'set-fields', set: { status: 'dismissed' }, review: 'required' }],
  })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await demo?.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('decisions in the back office', () => {
  it.each([
    ['light', 1280],
    ['dark', 390],
  ] as const)(
    'in %s at %i pixels: a proposal is read, approved, and explained on the record; jobs are looked at',
    async (colorScheme, width) => {
      const name = `Weak Lead ${width}`
      const lead = await api<{ id: string }>('/leads', { name, score: 4, email: `${width}@example.com` })
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } })
      const page = await context.newPage()
      const complaints: string[] = []
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
      page.on('pageerror', (error) => complaints.push(error.message))
      const shot = (step: string) =>
        pictures && page.screenshot({ path: join(pictures, `decisions-${width}-${colorScheme}-${step}.png`) })
      await page.goto(`${origin}/app`)
      await page.getByRole('button', { name: /Sales manager/ }).click()
      await page.getByRole('navigation').first().waitFor()
      await page.goto(`${origin}/app/reviews`)
      await page.getByRole('button', { name: new RegExp(name) }).click()
      await page.getByText('Score is less than 20').first().waitFor()
      // A manager may not open rules: they read a rule by its name, and nothing leads to a page that is not theirs.
      await page.getByText('by the rule “Dismiss weak leads”').waitFor()
      expect(await page.locator('a[href^="/app/rules"]').count()).toBe(0)
      await shot('1-review')
      expect(await violations(page)).toEqual([])
      await page.getByRole('button', { name: 'Approve', exact: true }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Approve', exact: true }).click()
      await page.getByText(`Approved for ${name}`).waitFor()
      await shot('2-approved')
      await page.goto(`${origin}/app/leads/${lead.id}`)
      await page.getByRole('button', { name: /^Why\? .*Status/ }).click()
      await page.getByRole('dialog').getByText('Dismiss weak leads').first().waitFor()
      await page.getByRole('dialog').getByText('Dismissed', { exact: true }).first().waitFor()
      await shot('3-why')
      expect(await violations(page)).toEqual([])
      await context.close()

      const admin = await browser.newContext({ colorScheme, viewport: { width, height: 800 } })
      const other = await admin.newPage()
      await other.goto(`${origin}/app`)
      await other.getByRole('button', { name: /Ingrid/ }).click()
      await other.getByRole('navigation').first().waitFor()
      await other.goto(`${origin}/app/jobs`)
      await other.getByRole('heading', { name: 'Jobs' }).last().waitFor()
      await other.getByText(/^Checked/).waitFor()
      if (pictures) await other.screenshot({ path: join(pictures, `decisions-${width}-${colorScheme}-4-jobs.png`) })
      expect(await violations(other)).toEqual([])
      await admin.close()
      expect(complaints).toEqual([])
    },
    60_000,
  )
})
