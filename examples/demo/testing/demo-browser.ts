import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { findBrowser } from '../../../tools/browser.ts'

/** A page as a person has it, and what their browser complained of. */
export interface Visit {
  readonly page: Page
  readonly context: BrowserContext
  /** Errors on the console, uncaught ones, and violations of the page's policy. */
  readonly complaints: string[]
}

export async function openBrowser(): Promise<Browser> {
  const { path, args } = await findBrowser()
  return chromium.launch({ executablePath: path, args })
}

/** Opens an address in a browser profile of its own. */
export async function visit(browser: Browser, address: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ locale: 'en-GB', ...options })
  const complaints: string[] = []
  await context.exposeBinding('kithViolation', (_, text: string) => complaints.push(text))
  await context.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => {
      const { kithViolation } = globalThis as unknown as { kithViolation(text: string): void }
      kithViolation(`${violatedDirective} ${blockedURI} ${sourceFile}`)
    }),
  )
  context.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  context.on('weberror', (error) => complaints.push(String(error.error())))
  const page = await context.newPage()
  await page.goto(address)
  return { page, context, complaints }
}

/** Signs in to the back office by the name of a demo user, and goes to one of its pages. */
export async function signIn(browser: Browser, origin: string, name: RegExp, path = ''): Promise<Visit> {
  const made = await visit(browser, `${origin}/app/sign-in`, { viewport: { width: 1600, height: 900 } })
  await made.page.getByRole('button', { name }).click()
  await made.page.getByRole('navigation').first().waitFor()
  if (path) await made.page.goto(`${origin}/app${path}`)
  return made
}

/** What a page left in its visitor's browser: cookies, both storages, databases, caches. */
export async function leftBehind({ context, page }: Visit): Promise<readonly string[]> {
  const cookies = (await context.cookies()).map(({ name }) => `cookie ${name}`)
  const stored = await page.evaluate(async () => [
    ...Object.keys(localStorage).map((name) => `localStorage ${name}`),
    ...Object.keys(sessionStorage).map((name) => `sessionStorage ${name}`),
    ...(await indexedDB.databases()).map(({ name }) => `indexedDB ${name}`),
    ...(await caches.keys()).map((name) => `cache ${name}`),
  ])
  return [...cookies, ...stored]
}
