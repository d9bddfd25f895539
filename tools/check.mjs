// Every stage, on past a failure. Lanes of one step run side by side, steps one after the other. A test run counts its tests, every other stage is one test.
// The last line is `N passed, N failed` (`, N skipped` may follow).
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { packages, root } from './stamp.mjs'

const scratch = mkdtempSync(join(tmpdir(), 'kith-check-'))
const STAGE_TIMEOUT_MS = 10 * 60_000

const node = (...args) => [process.execPath, ...args]
const bin = (name, ...args) => [join(root, 'node_modules/.bin', name), ...args]
const vitest = (project, ...more) => ({
  name: project,
  counts: join(scratch, `${project}.json`),
  command: bin(
    ...['vitest', 'run', '--project', project, ...more],
    ...['--reporter=minimal', '--reporter=./tools/count-reporter.ts'],
  ),
})
const tarball = (name) => join(root, 'node_modules/.cache/kith/pack', `${name}.tgz`)

/** What only reads the sources. */
const statics = [
  {
    name: 'format and lint',
    command: bin('biome', 'ci', '--colors=off', '--reporter=concise', '--diagnostic-level=error', '.'),
  },
  { name: 'layers', command: bin('depcruise', '--config', '.dependency-cruiser.mjs', 'packages', 'examples') },
  { name: 'layers in a browser', command: bin('depcruise', '--config', '.dependency-cruiser.browser.mjs', 'packages') },
  { name: 'types', command: node('tools/typecheck.mjs', 'tsconfig.json') },
  { name: 'types of core, no platform', command: node('tools/typecheck.mjs', 'packages/core/tsconfig.json') },
]
const built = [
  { name: 'build', command: node('tools/build.mjs') },
  { name: 'load what was built', command: node('tools/load.mjs') },
]
const packed = packages.flatMap((name) => [
  { name: `pack ${name}`, command: node('tools/pack.mjs', name) },
  { name: `publint ${name}`, command: bin('publint', tarball(name), '--strict') },
  {
    name: `attw ${name}`,
    command: bin('attw', tarball(name), '--profile', 'esm-only', '--format', 'ascii', '--no-emoji'),
  },
])
const claims = [
  { name: 'knip', command: bin('knip', '--no-progress') },
  { name: 'manifest', command: node('tools/manifest.mjs') },
  { name: 'sizes', command: node('tools/sizes.mjs', '--check') },
  { name: 'readme', command: node('tools/readme.mjs') },
]
const steps = [
  [statics, built],
  // On two cores Vitest would run one file at a time: nobody uses the second core once the browsers are done.
  [[vitest('unit', '--maxWorkers=100%')], [vitest('browser'), vitest('browser-adapters'), vitest('stories')]],
  [[vitest('e2e')]],
  [packed, claims],
]

/** Runs a command to its end and keeps what it says. Without input, without colours, never for ever. */
const run = ([file, ...args], env) =>
  new Promise((done) => {
    const child = spawn(file, args, {
      cwd: root,
      env: { ...process.env, ...env, NO_COLOR: '1', FORCE_COLOR: undefined },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    })
    let output = ''
    const hear = (chunk) => {
      output += chunk
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    const end = (code, note = '') => {
      clearTimeout(timer)
      for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, quit)
      done({ ok: code === 0, output: stripVTControlCharacters(output) + note })
    }
    const stop = () => {
      try {
        process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL')
      } catch {} // it ended by itself meanwhile
    }
    const quit = (signal) => {
      stop()
      process.exit(signal === 'SIGINT' ? 130 : 143)
    }
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, quit)
    const timer = setTimeout(() => {
      output += `\nstopped after ${STAGE_TIMEOUT_MS / 60_000} minutes`
      stop()
    }, STAGE_TIMEOUT_MS)
    child.on('error', (error) => end(1, `${error}`))
    child.on('close', (code) => end(code))
  })

/** What a test run counted; a run that counted nothing has failed. */
function counted(file, ok) {
  let counts = { passed: 0, failed: 0, skipped: 0 }
  try {
    counts = JSON.parse(readFileSync(file, 'utf8'))
  } catch {} // it ended before it could count
  const nothing = counts.passed + counts.failed === 0
  return { ...counts, failed: counts.failed || (nothing || !ok ? 1 : 0) }
}

const HEAD = 100
const TAIL = 50
function shorten(output) {
  const lines = output.trim().split('\n')
  const between = lines.length - HEAD - TAIL
  const cut = between > 0 ? [...lines.slice(0, HEAD), `… ${between} lines …`, ...lines.slice(-TAIL)] : lines
  return cut.map((line) => `       ${line}`).join('\n')
}

const total = { passed: 0, failed: 0, skipped: 0 }
const only = process.argv.slice(2)
const started = Date.now()

async function stage({ name, command, counts }) {
  if (only.length > 0 && !only.some((word) => name.startsWith(word))) return
  const began = Date.now()
  const { ok, output } = await run(command, counts ? { KITH_COUNTS: counts } : {})
  const result = counts ? counted(counts, ok) : { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 }
  for (const key of Object.keys(total)) total[key] += result[key]
  const word = result.failed > 0 ? 'FAIL' : 'ok'
  const seconds = `${((Date.now() - began) / 1000).toFixed(1)} s`
  const tests = counts ? `${result.passed} passed${result.failed ? `, ${result.failed} failed` : ''}` : ''
  console.log(`${word.padEnd(5)} ${name.padEnd(28)} ${seconds.padStart(8)}  ${tests}`.trimEnd())
  if (result.failed > 0) console.log(shorten(output))
}

async function lane(stages) {
  for (const one of stages) await stage(one)
}

for (const lanes of steps) await Promise.all(lanes.map(lane))
rmSync(scratch, { recursive: true, force: true })

console.log(`in ${((Date.now() - started) / 1000).toFixed(0)} s`)
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
