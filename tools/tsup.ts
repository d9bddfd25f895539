import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'tsup'

/** The tsup configuration of a published package: one entry for each `kith-source` in its `exports`, and each program. */
export function library(folder: string) {
  const { exports, bin = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const programs = Object.values<string>(bin).map((file) => file.replace('/dist/', '/src/').replace(/\.js$/, '.ts'))
  const sources = Object.values<{ 'kith-source'?: string }>(exports).flatMap((entry) => entry['kith-source'] ?? [])
  return defineConfig({
    entry: Object.fromEntries(
      [...sources, ...programs].map((file) => [file.replace(/^\.\/src\//, '').replace(/\.ts$/, ''), file]),
    ),
    format: ['esm'],
    target: 'es2022',
    platform: 'neutral',
    external: [/^node:/],
    removeNodeProtocol: false, // there is no `sqlite` beside `node:sqlite`
    dts: true,
    clean: ['!embed/**'], // dist/embed is made by tools/embed-build.mjs
    sourcemap: true,
  })
}
