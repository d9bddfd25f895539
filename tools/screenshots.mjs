// Takes the pictures of the README again: starts the demo with fresh data, looks, and ends it.
// Run: pnpm screenshots
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { serveDemo } from '../examples/demo/server.ts'
import { findBrowser } from './browser.ts'

const OUT = join(import.meta.dirname, '../docs')
const MOST_BYTES = 200_000
const PORT = 41_380
const ORIGIN = `http://127.0.0.1:${PORT}`
const SIZE = { width: 1440, height: 880 }

/** Name, address, and what is there when the page is ready. */
const PICTURES = [
  ['board', '/app/pipeline', 'kith-pipeline-board [aria-busy=false] .card'],
  ['site', '/', 'kith-lead-form input:visible'],
]

/** WebP is what a browser can write by itself; the quality goes down until the picture is small enough. */
async function picture(page, name) {
  const session = await page.context().newCDPSession(page)
  for (let quality = 90; quality >= 40; quality -= 10) {
    const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality })
    const file = join(OUT, `${name}.webp`)
    writeFileSync(file, Buffer.from(data, 'base64'))
    if (statSync(file).size <= MOST_BYTES)
      return process.stdout.write(`docs/${name}.webp ${statSync(file).size} bytes\n`)
  }
  throw new Error(`${name}.webp cannot be made smaller than ${MOST_BYTES} bytes.`)
}

const folder = mkdtempSync(join(tmpdir(), 'kith-screenshots-'))
const demo = await serveDemo({ port: PORT, folder, fresh: false, empty: false, say: () => {} })
const { path, args } = await findBrowser()
const browser = await chromium.launch({ executablePath: path, args })
try {
  mkdirSync(OUT, { recursive: true })
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({
      viewport: SIZE,
      deviceScaleFactor: 1.5,
      colorScheme,
      locale: 'en-GB',
      timezoneId: 'Europe/Oslo',
    })
    const page = await context.newPage()
    await page.goto(`${ORIGIN}/app/sign-in`)
    await page.getByRole('button', { name: /Merve/ }).click()
    await page.locator('.card header').first().waitFor()
    for (const [name, address, ready] of PICTURES) {
      await page.goto(ORIGIN + address)
      await page.locator(ready).first().waitFor()
      await page.evaluate(() => document.fonts.ready)
      await page.waitForTimeout(1_000)
      await picture(page, `${name}-${colorScheme}`)
    }
    await context.close()
  }
} finally {
  await browser.close()
  await demo.close()
  rmSync(folder, { recursive: true, force: true })
}
