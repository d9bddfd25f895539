// What was made from these files, under this Node, with these versions? Work that is done is not done again.
import { createHash } from 'node:crypto'
import { globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export const root = join(import.meta.dirname, '..')
/** The published packages, in the order in which they are built. */
export const packages = ['core', 'adapters', 'web-components']

const cache = join(root, 'node_modules/.cache/kith')

/** A digest over the contents of files (globs from the root of the workspace), the lockfile and this Node. */
export function digest(patterns, ...more) {
  const hash = createHash('sha256').update([process.version, ...more].join('\n'))
  for (const file of ['pnpm-lock.yaml', 'tsconfig.base.json', ...sources(patterns)])
    hash.update(`\n${file}\n`).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

/** Files behind globs, sorted; tests and stories are no sources. */
export const sources = (patterns) =>
  globSync(patterns, { cwd: root })
    .filter((file) => !/\.(test|test-d|fixture|stories)\.ts$/.test(file) && statSync(join(root, file)).isFile())
    .sort()

/** Something kept between runs, or undefined. */
export function recall(name) {
  try {
    return JSON.parse(readFileSync(join(cache, `${name}.json`), 'utf8'))
  } catch {
    return undefined
  }
}

export function remember(name, value) {
  const file = join(cache, `${name}.json`)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify(value))
}
