import { spawnSync } from 'node:child_process'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'

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
  const path = installed() ?? playwrights() ?? (await fromNpm())
  if (path) return { path, args: [...sandbox, ...QUIET] }
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

/**
 * The Chromium of `@sparticuz/chromium`, unpacked once into a folder of its own version. Beside it lie the libraries
 * and the font that a bare machine lacks; a small script starts it with what is missing there.
 * Its own arguments are not taken: they switch web security off, and with it what our tests are about.
 */
async function fromNpm(): Promise<string | undefined> {
  if (platform !== 'linux' || process.arch !== 'x64') return undefined
  let home: string
  try {
    home = dirname(dirname(require.resolve('@sparticuz/chromium')))
  } catch {
    return undefined // an optional dependency: it may have been left out
  }
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
  const folder = join(import.meta.dirname, '../.tools', `chromium-${version}`)
  const start = join(folder, 'chromium.sh')
  if (usable(start)) return start

  // Others may be unpacking at this moment: each into its own folder, the first to finish gives it the name.
  mkdirSync(dirname(folder), { recursive: true })
  const draft = mkdtempSync(`${folder}-`)
  await unpack(join(home, 'bin'), draft)
  writeFileSync(join(draft, 'fonts.conf'), fontsConfig(folder))
  writeFileSync(join(draft, 'chromium.sh'), starter(folder, draft), { mode: 0o755 })
  try {
    renameSync(draft, folder)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!usable(start)) throw error
  }
  return start
}

async function unpack(from: string, to: string): Promise<void> {
  const { inflate } = await import('@sparticuz/chromium')
  const before = env.TMPDIR
  env.TMPDIR = to // where inflate() writes
  try {
    await Promise.all(
      ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br'].map((f) => inflate(join(from, f))),
    )
  } finally {
    if (before === undefined) delete env.TMPDIR
    else env.TMPDIR = before
  }
}

function starter(folder: string, draft: string): string {
  const lines = ['#!/bin/sh']
  const complete = spawnSync(join(draft, 'chromium'), ['--version'], { stdio: 'ignore' }).status === 0
  if (!complete) lines.push(`export LD_LIBRARY_PATH='${folder}/al2023/lib'`)
  if (!existsSync('/etc/fonts/fonts.conf')) lines.push(`export FONTCONFIG_FILE='${folder}/fonts.conf'`)
  return `${[...lines, `exec '${folder}/chromium' "$@"`].join('\n')}\n`
}

function fontsConfig(folder: string): string {
  const dirs = [`${folder}/fonts`, '/usr/share/fonts'].map((dir) => `  <dir>${dir}</dir>\n`).join('')
  return `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n${dirs}  <cachedir>${folder}/fonts-cache</cachedir>\n</fontconfig>\n`
}
