// Loads every entry of the built packages as a stranger would: by name, from dist, on a bare Node.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packages, root } from './stamp.mjs'

let wrong = 0
for (const name of packages) {
  const manifest = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'))
  for (const [path, entry] of Object.entries(manifest.exports)) {
    if (typeof entry === 'string' || path === './embed') continue // the script of a page looks for the page
    const specifier = manifest.name + path.slice(1)
    try {
      await import(specifier)
    } catch (error) {
      wrong++
      console.error(`${specifier}: ${error.stack}`)
    }
  }
}
process.exitCode = wrong > 0 ? 1 : 0
