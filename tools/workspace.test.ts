import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const manifest = (name: string) => JSON.parse(read(`packages/${name}/package.json`))
const folders = (glob: string) => globSync(glob, { cwd: root }).map((file) => basename(dirname(file)))

describe('the workspace', () => {
  it('names no registry in the lockfile, so that anybody can install from theirs', () => {
    expect(read('pnpm-lock.yaml')).not.toMatch(/https?:\/\//)
  })

  it.each(['core', 'adapters', 'web-components'])('takes every version of %s from a catalog', (name) => {
    const { dependencies, devDependencies, peerDependencies } = manifest(name)
    for (const [dependency, range] of Object.entries({ ...dependencies, ...devDependencies, ...peerDependencies }))
      expect(range, dependency).toMatch(/^(catalog|workspace):/)
    for (const [dependency, range] of Object.entries(dependencies ?? {}))
      expect(range, `${dependency} is published: a range, not a pin`).toBe('catalog:runtime')
  })

  it('has changesets that say which packages they are about', () => {
    const changesets = globSync('.changeset/*.md', { cwd: root })
    expect(changesets.length).toBeGreaterThan(0)
    for (const file of changesets)
      expect(read(file), file).toMatch(/^---\n(?:"@kith\/[a-z-]+": (?:major|minor|patch)\n)+---\n\n\S/)
  })

  it('exports every element, and its registration apart', () => {
    const { exports, sideEffects } = manifest('web-components')
    for (const name of folders('packages/web-components/src/elements/*/define.ts')) {
      expect(exports).toHaveProperty([`./elements/${name}`])
      expect(exports).toHaveProperty([`./elements/${name}/define`])
      expect(sideEffects).toContain(`./dist/elements/${name}/define.js`)
    }
  })

  it('exports every storage adapter', () => {
    const known = Object.keys(manifest('adapters').exports)
    for (const name of folders('packages/adapters/src/storage/*/index.ts'))
      if (!['shared', 'sql'].includes(name)) expect(known).toContain(`./storage/${name}`)
  })

  it('loads every text of every language that it has', () => {
    const sources = globSync('packages/web-components/src/**/*.ts', { cwd: root }).map(read).join('\n')
    for (const file of globSync('packages/web-components/src/locales/*/*.ts', { cwd: root }))
      expect(sources).toMatch(new RegExp(`['/]${basename(dirname(file))}/${basename(file)}'`))
  })
})
