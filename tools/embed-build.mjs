// The script tag: `v1.js` loads the element that a page names, and nothing else. ES modules, shared chunks,
// and beside each file what a server sends to a browser that accepts br or gzip.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { digest, recall, remember, root } from './stamp.mjs'

const home = 'packages/web-components'
const out = join(root, home, 'dist/embed')

export const widgets = ['lead-form', 'chat', 'inbox', 'pipeline-board']
const forColleagues = ['inbox', 'pipeline-board']
const source = (widget) => `${home}/src/elements/${widget}/define.ts`

/**
 * A file of the embed: brotli bytes, the source that it enters at, bytes of each source before compression, and what
 * it loads.
 *
 * @typedef {{ bytes: number, entry: string | null, inputs: Record<string, number>,
 *   imports: { file: string, kind: string }[] }} EmbedFile
 */

/** Brotli by the one of the encoder's settings that fits this file best: half a per cent less than by its own choice. */
function smallest(contents) {
  const tries = [0, 1, 2, 3].flatMap((postfix) =>
    [0, 1, 2, 4, 8].map((direct) =>
      brotliCompressSync(contents, {
        params: {
          [constants.BROTLI_PARAM_SIZE_HINT]: contents.length,
          [constants.BROTLI_PARAM_LGWIN]: 16,
          [constants.BROTLI_PARAM_NPOSTFIX]: postfix,
          [constants.BROTLI_PARAM_NDIRECT]: direct << postfix,
        },
      }),
    ),
  )
  return tries.reduce((best, one) => (one.length < best.length ? one : best))
}

/** Short names for what styles inside call `--_<name>`, the same in all files. */
function shortNames(texts) {
  const names = [...new Set(texts.flatMap((text) => text.match(/--_[\w-]+/g) ?? []))].sort()
  return (text) => text.replace(/--_[\w-]+/g, (name) => `--_${names.indexOf(name).toString(36)}`)
}

/**
 * Builds into `packages/web-components/dist/embed` unless nothing changed.
 *
 * @returns {Promise<{ stamp: string, files: Record<string, EmbedFile> }>}
 */
export async function buildEmbed() {
  const stamp = digest([
    'packages/core/src/{filter,shared}/**',
    `${home}/src/**`,
    `${home}/package.json`,
    'tools/embed-build.mjs',
    'tools/squeeze.ts',
    'tools/lit-embed.ts',
  ])
  const known = recall('embed')
  if (known?.stamp === stamp && Object.keys(known.files).every((file) => existsSync(join(out, file)))) return known

  process.stderr.write('[tools] building what a browser loads\n')
  const { build } = await import('esbuild')
  const { minify } = await import('terser')
  const { apart, squeeze } = await import('./squeeze.ts')
  const { innerNames, litForEmbed, readTemplate } = await import('./lit-embed.ts')
  const result = await build({
    absWorkingDir: root,
    entryPoints: [
      { in: `${home}/src/embed.ts`, out: 'v1' },
      ...widgets.map((widget) => ({ in: source(widget), out: widget })),
    ],
    outdir: out,
    chunkNames: 'chunk-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    conditions: ['kith-source', 'module'],
    define: { 'process.env.NODE_ENV': '"production"' },
    minify: true,
    charset: 'utf8',
    legalComments: 'external',
    metafile: true,
    write: false,
    logLevel: 'error',
    mangleProps: innerNames,
    plugins: [litForEmbed(), apart(forColleagues, /\/locales\//), squeeze(join(root, home, 'src'), readTemplate)],
  })

  // File by file, and what is no longer made goes last: a running server never meets half a build.
  mkdirSync(out, { recursive: true })
  const made = new Set()
  const write = (file, contents) => {
    writeFileSync(join(out, `.${file}.${process.pid}`), contents)
    renameSync(join(out, `.${file}.${process.pid}`), join(out, file))
    made.add(file)
  }
  const size = {}
  const shorten = shortNames(result.outputFiles.map(({ text }) => text))
  for (const { path, text } of result.outputFiles) {
    const file = relative(out, path)
    if (!file.endsWith('.js')) {
      write(file, text)
      continue
    }
    // A second minifier: 2 to 3 % less after compression.
    const { code } = await minify(shorten(text), {
      module: true,
      ecma: 2022,
      compress: { passes: 3, keep_fargs: false },
      format: { comments: false },
    })
    const contents = Buffer.from(code)
    write(file, contents)
    const br = smallest(contents)
    write(`${file}.br`, br)
    write(`${file}.gz`, gzipSync(contents, { level: 9 }))
    size[file] = br.length
  }
  for (const file of readdirSync(out)) if (!made.has(file) && !file.startsWith('.')) rmSync(join(out, file))

  const plain = (path) => relative(out, join(root, path))
  const files = {}
  for (const [path, { imports, inputs, entryPoint }] of Object.entries(result.metafile.outputs)) {
    if (!path.endsWith('.js')) continue
    files[plain(path)] = {
      bytes: size[plain(path)],
      entry: entryPoint ?? null,
      inputs: Object.fromEntries(
        Object.entries(inputs).map(([input, { bytesInOutput }]) => [input.replace(/\?.*/, ''), bytesInOutput]),
      ),
      imports: imports.filter((one) => !one.external).map((one) => ({ file: plain(one.path), kind: one.kind })),
    }
  }
  const built = { stamp, files }
  remember('embed', built)
  return built
}
