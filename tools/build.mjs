// Builds the published packages in order, and what a browser loads by a script tag. Only what changed.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildEmbed } from './embed-build.mjs'
import { digest, packages, recall, remember, root } from './stamp.mjs'

const bin = (name) => join(root, 'node_modules/.bin', name)

/** Runs a tool, quietly while it works: declarations of types that name each other make rollup talk. */
function run(folder, command, ...args) {
  const { status, stdout, stderr } = spawnSync(bin(command), args, { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} failed in ${folder}\n${stdout}${stderr}`)
}

/** Files that `exports` promises and the folder does not have. */
function missing(folder) {
  const { exports, bin = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return [...Object.values(exports), ...Object.values(bin)]
    .flatMap((entry) => (typeof entry === 'string' ? [entry] : [entry.types, entry.default]))
    .filter((file) => !existsSync(join(folder, file)))
}

let upstream = ''
for (const name of packages) {
  const folder = join(root, 'packages', name)
  const inside = ['src/**', 'package.json', 'tsconfig.json', '*.config.*'].map((glob) => `packages/${name}/${glob}`)
  upstream = digest([...inside, 'tools/tsup.ts', 'tools/build.mjs'], upstream)
  if (recall(`build-${name}`) === upstream && missing(folder).length === 0) continue
  run(folder, 'tsup', '--silent')
  if (name === 'web-components') run(folder, 'cem', 'analyze', '--quiet')
  const absent = missing(folder)
  if (absent.length > 0) throw new Error(`${name} exports what its build did not make: ${absent.join(', ')}`)
  remember(`build-${name}`, upstream)
}
await buildEmbed()
