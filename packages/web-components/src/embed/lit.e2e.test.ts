import { build } from 'esbuild'
import { chromium } from 'playwright'
import { expect, it } from 'vitest'
import { findBrowser } from '../../../../tools/browser.ts'
import { innerNames, litForEmbed, readTemplate } from '../../../../tools/lit-embed.ts'
import { squeeze } from '../../../../tools/squeeze.ts'
import type { Rendered } from './lit.fixture.ts'

const SEEDS = 100
const folder = import.meta.dirname

/** The fixture as a script that leaves `run` in a page, with Lit as it is or as embeds have it. */
async function script(embed: boolean): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`${folder}/lit.fixture.ts`],
    bundle: true,
    write: false,
    format: 'iife',
    minifySyntax: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    ...(embed && { mangleProps: innerNames }),
    plugins: embed ? [litForEmbed(), squeeze(folder, readTemplate)] : [squeeze(folder)],
  })
  return outputFiles[0]?.text ?? ''
}

it('Lit as embeds have it shows what Lit shows, for any values, and hears the same clicks', async () => {
  const { path, args } = await findBrowser()
  const browser = await chromium.launch({ executablePath: path, args })
  try {
    const render = async (embed: boolean) => {
      const page = await browser.newPage()
      await page.addScriptTag({ content: await script(embed) })
      return page.evaluate((seeds) => {
        const { run } = globalThis as unknown as { run(seed: number): Rendered }
        return Array.from({ length: seeds }, (_, seed) => run(seed))
      }, SEEDS)
    }
    const [lit, ours] = [await render(false), await render(true)]
    for (const [seed, expected] of lit.entries()) expect(ours[seed], `seed ${seed}`).toEqual(expected)
    expect(new Set(lit.flatMap(({ pages }) => pages)).size).toBeGreaterThan(SEEDS)
    expect(lit.flatMap(({ heard }) => heard).length).toBeGreaterThan(SEEDS)
  } finally {
    await browser.close()
  }
})
