import { basename, join } from 'node:path'

/** A file as it is sent. */
export interface Asset {
  readonly type: string
  readonly body: Uint8Array<ArrayBuffer>
}

const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8' }

/** Builds what the back office loads in a browser, from the sources of this workspace; kept in memory, by file name. */
export async function buildApp(folder: string): Promise<ReadonlyMap<string, Asset>> {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'main.ts'), join(folder, 'app.css')],
    outdir: '/assets',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    conditions: ['kith-source', 'module'],
    define: { 'process.env.NODE_ENV': '"production"' },
    minify: true,
    write: false,
    logLevel: 'error',
  })
  return new Map(
    outputFiles.map(({ path, contents }) => {
      const type = TYPES[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream'
      return [basename(path), { type, body: Uint8Array.from(contents) }]
    }),
  )
}
