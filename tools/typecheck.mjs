// One check over everything, then core alone without any platform. TypeScript 7 checks, TypeScript 6 builds declarations.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const tsc = join(root, 'node_modules/typescript-7/bin/tsc')
let status = 0
for (const project of ['tsconfig.json', 'packages/core/tsconfig.json']) {
  const run = spawnSync(process.execPath, [tsc, '-p', join(root, project), ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  status ||= run.status ?? 1
}
process.exit(status)
