import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'

/** The chunks of a few lines of code in a page, as text by name; `page.js` is loaded at once. */
async function bundle(contents: string, external: string[] = []): Promise<Record<string, string>> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: join(import.meta.dirname, '..'), loader: 'ts' },
    entryNames: 'page',
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    outdir: '/',
    write: false,
    conditions: ['kith-source'],
    external,
    charset: 'utf8',
    legalComments: 'none',
  })
  return Object.fromEntries(outputFiles.map(({ path, text }) => [path, text]))
}

describe('what a page loads of the condition language', () => {
  it('is at most 2.5 KB where a form evaluates its conditions', async () => {
    const { '/page.js': page = '' } = await bundle(
      `import { compileFormCondition } from '@kith/core/filter'; globalThis.kith = compileFormCondition`,
    )
    expect(page).not.toMatch(/\bimport\b/)
    expect(page).toContain('someItem')
    expect(brotliCompressSync(page).length).toBeLessThanOrEqual(2500)
  })

  it('is one language where it says conditions', async () => {
    const chunks = await bundle(
      `import { describeFilterIn, loadVoice } from '@kith/core/filter'; globalThis.kith = { describeFilterIn, loadVoice }`,
    )
    const words = [
      'last quarter',
      'suku tahun lepas',
      'forrige kvartal',
      'vorig kwartaal',
      'w zeszłym kwartale',
      'geçen çeyrek',
    ]
    const holding = words.map((word) => Object.keys(chunks).filter((name) => chunks[name]?.includes(word)))
    expect(holding.map((names) => names.length)).toEqual(words.map(() => 1))
    expect(new Set(holding.flat()).size).toBe(words.length)
    expect(holding.flat()).not.toContain('/page.js')
  })
})

describe('what a page loads of the storage in a browser', () => {
  const contents = `import { indexedDbStorage } from '@kith/adapters/storage/indexeddb'; globalThis.kith = indexedDbStorage`

  it('is at most 11.5 KB by itself', async () => {
    const { '/page.js': page = '' } = await bundle(contents, ['@kith/core/*'])
    expect(page).toContain('createObjectStore')
    expect(brotliCompressSync(page).length).toBeLessThanOrEqual(11.5 * 1024)
  })

  it('is at most 22 KB with what it needs of core, and no zod', async () => {
    const { '/page.js': page = '' } = await bundle(contents)
    expect(page).not.toMatch(/\bimport\b|ZodError/)
    expect(brotliCompressSync(page).length).toBeLessThanOrEqual(22 * 1024)
  })
})
