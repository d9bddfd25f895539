// `pnpm soak NAME`: runs a test for long and writes what it found to reports/NAME.json. A long run is a test that sets
// `task.meta.report`; KITH_SOAK is set while it runs, and KITH_SOAK_N may say how long.
import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const [name, ...rest] = process.argv.slice(2)
const files = globSync(['packages/*/src/**/*.test.ts', 'examples/**/*.test.ts'], {
  cwd: root,
  exclude: (file) => file === 'node_modules',
})
const all = files.flatMap((file) => {
  const reports = readFileSync(join(root, file), 'utf8').matchAll(/task\.meta\.report = \{\s*name: '([\w-]+)'/g)
  return [...reports].map(([, report]) => ({ report, file }))
})
const chosen = new Set(all.filter(({ report, file }) => name && (report === name || file.includes(`/${name}.`))))
if (chosen.size === 0) {
  const known = all.map(({ report, file }) => `  ${report.padEnd(12)} ${file}`).sort()
  console.error(`Which long run? pnpm soak NAME, where NAME is one of:\n${known.join('\n')}`)
  process.exit(1)
}
const inBrowser = [...chosen].some(({ file }) => file.includes('.browser.test.'))
const projects = ['unit', 'e2e', ...(inBrowser ? ['browser-adapters'] : [])].flatMap((one) => ['--project', one])
const reporters = ['--reporter=default', '--reporter=./tools/soak-reporter.ts']
const { status } = spawnSync(
  join(root, 'node_modules/.bin/vitest'),
  ['run', ...projects, ...reporters, ...[...chosen].map(({ file }) => file), ...rest],
  { cwd: root, env: { ...process.env, KITH_SOAK: '1' }, stdio: 'inherit' },
)
process.exit(status ?? 1)
