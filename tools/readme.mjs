// README and docs: every ```ts block compiles, every figure is what is measured now.
//   ```ts            a module of its own
//   ```ts continued  goes on where the block before it ended
//   <!-- figure:lead-form-first -->6.2 KB<!-- /figure -->
// `node tools/readme.mjs --write` puts the measured figures in.
import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { measure } from './sizes.mjs'
import { root } from './stamp.mjs'

const write = process.argv.includes('--write')
const wrong = []
const pages = globSync(['README.md', 'packages/*/README.md', 'docs/**/*.md'], { cwd: root }).sort()
if (!pages.includes('README.md')) wrong.push('there is no README.md')

/** Everything that a page may claim in figures. */
async function figures() {
  const count = (glob) => `${globSync(glob, { cwd: root }).filter((file) => !/(index|types)\.ts$/.test(file)).length}`
  const known = { languages: count('packages/web-components/src/locales/*.ts') }
  for (const [widget, { first, all }] of Object.entries(await measure())) {
    known[`${widget}-first`] = `${(first / 1024).toFixed(1)} KB`
    known[`${widget}-all`] = `${(all / 1024).toFixed(1)} KB`
  }
  return known
}

const known = await figures()
const FIGURE = /(<!-- figure:([\w-]+) -->)([\s\S]*?)(<!-- \/figure -->)/g
for (const page of pages) {
  const text = readFileSync(join(root, page), 'utf8')
  const now = text.replace(FIGURE, (whole, open, name, shown, close) => {
    if (!(name in known)) wrong.push(`${page}: nobody measures the figure ${name}`)
    else if (shown !== known[name] && !write) wrong.push(`${page}: ${name} says ${shown}, measured is ${known[name]}`)
    return name in known ? `${open}${known[name]}${close}` : whole
  })
  if (write && now !== text) writeFileSync(join(root, page), now)
}

const BLOCK = /^```(?:ts|typescript)( continued)?\n([\s\S]*?)^```$/gm
const folder = join(root, '.tools/snippets')
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
let blocks = 0
for (const page of pages) {
  const text = readFileSync(join(root, page), 'utf8')
  const modules = []
  for (const { 1: continued, 2: code, index } of text.matchAll(BLOCK)) {
    blocks++
    if (continued && modules.length > 0) modules.at(-1).code += code
    else modules.push({ code, line: text.slice(0, index).split('\n').length + 1 })
  }
  for (const { code, line } of modules)
    writeFileSync(join(folder, `${page.replaceAll(/[/.]/g, '-')}-line-${line}.ts`), `${code}\nexport {}\n`)
}
if (blocks > 0) {
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../tsconfig.base.json',
      compilerOptions: { noUnusedLocals: false },
      include: ['*.ts'],
    }),
  )
  const tsc = join(root, 'node_modules/typescript-7/bin/tsc')
  const { stdout, status } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8', cwd: folder })
  if (status !== 0) wrong.push(stdout.trim())
}

for (const sentence of wrong) console.error(sentence)
console.log(`${pages.length} pages, ${blocks} blocks of code`)
process.exitCode = wrong.length > 0 ? 1 : 0
