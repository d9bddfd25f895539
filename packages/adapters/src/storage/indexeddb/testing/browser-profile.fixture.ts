import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { type BrowserContext, chromium, type Page } from 'playwright'
import { findBrowser } from '../../../../../../tools/browser.ts'
import type { PageUnderTest } from './page.fixture.ts'

/** A browser with a profile on disk, and one site in it. */
export class BrowserProfile {
  readonly #folder = mkdtempSync(join(tmpdir(), 'kith-profile-'))
  #server: Server | undefined
  #context: BrowserContext | undefined
  /** Names of the batches that pages were told are stored. */
  readonly acknowledged = new Set<string>()
  readonly heard: string[] = []

  async serve(): Promise<void> {
    const { outputFiles } = await build({
      entryPoints: [join(import.meta.dirname, 'page.fixture.ts')],
      bundle: true,
      format: 'esm',
      write: false,
      conditions: ['kith-source'],
    })
    const script = outputFiles[0]?.text
    const server = createServer((request, response) => {
      const asked = request.url === '/page.js'
      response.setHeader('content-type', asked ? 'text/javascript' : 'text/html')
      response.end(asked ? script : '<!doctype html><script type="module" src="/page.js"></script>')
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    this.#server = server
  }

  get origin(): string {
    return `http://127.0.0.1:${((this.#server as Server).address() as AddressInfo).port}`
  }

  /** A new tab of the site. The browser is started when there is none. */
  async open(): Promise<Page> {
    this.#context ??= await this.#launch()
    const page = await this.#context.newPage()
    await page.goto(this.origin)
    await page.waitForFunction(() => 'kith' in globalThis)
    return page
  }

  /** Ends the browser as a fault of it does: at once, with all tabs. */
  async crash(): Promise<void> {
    const context = this.#context as BrowserContext
    const [page] = context.pages()
    const closed = new Promise((done) => context.once('close', done))
    const session = await context.newCDPSession(page as Page)
    void session.send('Browser.crash').catch(() => {})
    await closed
    this.#context = undefined
  }

  /**
   * Whether the browser found no database of the site on the disk when it opened it last, and made one anew. Chromium
   * appends to the log of its LevelDB after a record that a crash has torn, takes the log for damaged when it reads it
   * next, and then deletes all data of the site.
   */
  madeAnew(): boolean {
    const logs = globSync('Default/IndexedDB/*.leveldb/LOG', { cwd: this.#folder })
    return logs.some((log) => readFileSync(join(this.#folder, log), 'utf8').includes('Creating DB'))
  }

  async close(): Promise<void> {
    await this.#context?.close()
    this.#server?.close()
    this.#server?.closeAllConnections()
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 })
  }

  async #launch(): Promise<BrowserContext> {
    const { path, args } = await findBrowser()
    const context = await chromium.launchPersistentContext(this.#folder, { executablePath: path, args })
    await context.exposeFunction('acknowledged', (batch: string) => void this.acknowledged.add(batch))
    await context.exposeFunction('heard', (tenant: string) => void this.heard.push(tenant))
    return context
  }
}

/** Calls the storage in a page. */
export function call<Name extends keyof PageUnderTest>(
  page: Page,
  name: Name,
  ...given: Parameters<PageUnderTest[Name]>
): ReturnType<PageUnderTest[Name]> {
  const run = ({ method, args }: { method: string; args: unknown[] }) => {
    const { kith } = globalThis as unknown as { kith: Record<string, (...args: unknown[]) => unknown> }
    return kith[method]?.(...args)
  }
  return page.evaluate(run, { method: name as string, args: given as unknown[] }) as ReturnType<PageUnderTest[Name]>
}
