// Packs a package as npm would publish it and looks inside: what is promised is there, and nothing else.
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './stamp.mjs'

const cache = join(root, 'node_modules/.cache/kith/pack')
const OUTSIDE = /(^|\/)(src|node_modules)\/|\.(test|test-d|fixture|stories)\.|tsconfig|\.tgz$/

/** Packs `packages/<name>`; sentences on what is wrong with it. */
function pack(name) {
  mkdirSync(cache, { recursive: true })
  const folder = join(root, 'packages', name)
  const tarball = join(cache, `${name}.tgz`)
  execFileSync('pnpm', ['pack', '--out', tarball], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  const tar = (...args) => execFileSync('tar', args, { encoding: 'utf8', maxBuffer: 64e6 })
  const files = tar('-tzf', tarball)
    .trim()
    .split('\n')
    .map((file) => file.replace(/^package\//, ''))
  const text = tar('-xzOf', tarball, 'package/package.json')
  const manifest = JSON.parse(text)
  const entries = Object.values(manifest.exports).flatMap((entry) =>
    typeof entry === 'string' ? [entry] : [entry.types, entry.default],
  )
  const promised = [...entries, ...Object.values(manifest.bin ?? {})]
  return [
    ...files.filter((file) => OUTSIDE.test(file)).map((file) => `${file} should not be in the package`),
    ...promised
      .map((file) => file.replace(/^\.\//, ''))
      .filter((file) => !files.includes(file))
      .map((file) => `${file} is promised and not in the package`),
    ...(files.includes('LICENSE') ? [] : ['LICENSE is missing']),
    ...(/"(workspace|catalog):/.test(text) ? ['package.json still says workspace: or catalog:'] : []),
    ...Object.entries(manifest.dependencies ?? {})
      .filter(([, range]) => !/^[\^>]/.test(range))
      .map(([dependency, range]) => `${dependency} ${range}: a pin gives every embedder a second copy`),
  ]
}

const wrong = process.argv.slice(2).flatMap(pack)
for (const sentence of wrong) console.error(sentence)
process.exitCode = wrong.length > 0 ? 1 : 0
