// One check over everything, then core alone without any platform. TypeScript 7 checks, TypeScript 6 builds declarations.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const tsc = join(root, 'node_modules/typescript-7/bin/tsc')
const asked = process.argv.slice(2)
for (const project of asked.length > 0 ? asked : ['tsconfig.json', 'packages/core/tsconfig.json']) {
  const { status } = spawnSync(process.execPath, [tsc, '-p', join(root, project)], { cwd: root, stdio: 'inherit' })
  process.exitCode ||= status ?? 1
}
