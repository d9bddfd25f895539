// `pnpm bench NAME [--json]`: runs bench/NAME.ts, which prints its table.
import { spawnSync } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { basename, join } from 'node:path'

const root = join(import.meta.dirname, '..')
const [name, ...rest] = process.argv.slice(2)
const file = join(root, 'bench', `${name}.ts`)
if (!name || !existsSync(file)) {
  const known = globSync('bench/*.ts', { cwd: root }).map((one) => basename(one, '.ts'))
  console.error(`Which bench? pnpm bench NAME, where NAME is one of: ${known.join(', ') || '(none yet)'}`)
  process.exit(1)
}
const { status } = spawnSync(process.execPath, ['--conditions=kith-source', file, ...rest], {
  cwd: root,
  stdio: 'inherit',
})
process.exit(status ?? 1)
