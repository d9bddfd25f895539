import axe from 'axe-core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, visit } from './testing/demo-browser.ts'
import { type DemoProcess, startDemo } from './testing/demo-process.ts'

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

describe('the company site', () => {
  it.each([0, 1])('on port + %i takes a lead by mouse, without a violation of its strict policy', async (offset) => {
    const { page, context, complaints } = await visit(browser, offset === 0 ? demo.origin : demo.other)
    const { headers } = await fetch(page.url())
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'/)
    expect(headers.get('content-security-policy')).not.toMatch(/unsafe|\*/)
    await page.locator('kith-lead-form').getByText('optional').first().waitFor()
    await page.getByLabel('Name').fill('Zoë Ünsal-Bårdsen')
    await page.getByLabel('E-mail').fill(`mouse${offset}@example.com`)
    await page.getByLabel('You may contact me').check()
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByText('Thank you').waitFor()
    expect(complaints).toEqual([])
    await context.close()
  })

  it('has nothing that axe finds', async () => {
    const { page, context } = await visit(browser, demo.origin)
    await page.locator('kith-lead-form').getByText('optional').first().waitFor()
    await page.evaluate(axe.source)
    const found = await page.evaluate(() =>
      (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } }).axe.run(),
    )
    expect(found.violations.map((violation) => violation.id)).toEqual([])
    await context.close()
  })

  it('on an origin that is not on the list gets no form, and its browser may not read the refusal', async () => {
    const headers = { 'Kith-Site': 'site_demo', origin: 'https://evil.example' }
    const response = await fetch(`${demo.origin}/kith/v1/forms/contact`, { headers })
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([403, null])
  })
})
