import { accessSync, constants, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'

/** A Chromium to drive, and the arguments it needs on this machine. */
export interface Browser {
  readonly path: string
  readonly args: string[]
}

const { env, platform } = process
const require = createRequire(import.meta.url)

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge',
  'msedge',
  'brave-browser',
  'chrome',
]

const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]

function usable(file: string | undefined): file is string {
  if (!file) return false
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Finds a Chromium: `CHROME_PATH`, one that the machine has, Playwright's, or the one that comes with npm
 * (`@sparticuz/chromium`, Linux x64), unpacked into `.tools/chromium`.
 *
 * @throws Error when there is none: a test run without a browser has failed.
 */
export async function findBrowser(): Promise<Browser> {
  const sandbox = process.getuid?.() === 0 || env.CI ? ['--no-sandbox'] : []
  const args = [...sandbox, ...QUIET]
  const path = installed() ?? playwrights()
  if (path) return { path, args }
  const packed = await fromNpm()
  if (packed) return { path: packed.path, args: [...new Set([...args, ...packed.args])] }
  throw new Error(
    'No Chromium found. Set CHROME_PATH, or install one: `apt-get install -y chromium` or `npx playwright install chromium`.',
  )
}

function installed(): string | undefined {
  const onPath = NAMES.flatMap((name) =>
    (env.PATH ?? '').split(delimiter).map((folder) => join(folder, platform === 'win32' ? `${name}.exe` : name)),
  )
  const onWindows = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((key) =>
    ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'].map(
      (tail) => env[key] && join(env[key], tail),
    ),
  )
  return [
    env.CHROME_PATH,
    env.CHROME_BIN,
    env.PUPPETEER_EXECUTABLE_PATH,
    ...onPath,
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ...onWindows,
  ].find(usable)
}

function playwrights(): string | undefined {
  const path = require('playwright-core').chromium.executablePath()
  return usable(path) ? path : undefined
}

async function fromNpm(): Promise<Browser | undefined> {
  // It unpacks to <tmpdir>/chromium and takes whatever lies there, of any version.
  const folder = join(import.meta.dirname, '../.tools/chromium')
  mkdirSync(folder, { recursive: true })
  const before = env.TMPDIR
  env.TMPDIR = folder
  try {
    const { default: chromium } = await import('@sparticuz/chromium')
    return { path: await chromium.executablePath(), args: chromium.args }
  } catch {
    return undefined
  } finally {
    if (before === undefined) delete env.TMPDIR
    else env.TMPDIR = before
  }
}
