// `pnpm soak NAME`: the long runs, tests in *.soak.test.ts whose path holds NAME. KITH_SOAK_N may say how long.
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const [name, ...rest] = process.argv.slice(2)
const all = globSync(['packages/*/src/**/*.soak.test.ts', 'examples/*/**/*.soak.test.ts'], {
  cwd: root,
  exclude: ['**/node_modules/**'],
})
const chosen = all.filter((file) => name && file.includes(name))
if (chosen.length === 0) {
  console.error(`Which long run? pnpm soak NAME, where NAME is part of one of:\n${all.join('\n') || '(none yet)'}`)
  process.exit(1)
}
const args = ['run', '--project', 'unit', '--project', 'e2e', ...chosen, ...rest]
const env = { ...process.env, KITH_SOAK: '1' }
const { status } = spawnSync(join(root, 'node_modules/.bin/vitest'), args, { cwd: root, env, stdio: 'inherit' })
process.exit(status ?? 1)
