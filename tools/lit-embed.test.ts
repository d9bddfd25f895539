import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { innerNames, litHtml, readTemplate, reduced } from './lit-embed.ts'
import { squeezed } from './squeeze.ts'
import { root } from './stamp.mjs'

const code = readFileSync(join(litHtml, 'development/lit-html.js'), 'utf8')

it('marks where values go as text and in attributes, whose names then end with a sign', () => {
  const template = 'html`<p class="a ${x} b" @click=${f} .value=${v}>${t}, <b ?hidden=${h}></b>${u}</p>`'
  expect(squeezed(template, readTemplate)).toBe(
    'html`<p class$="a ${x} b" @click$="${f}" .value$="${v}">${t}, <b ?hidden$="${h}"></b>${u}</p>`',
  )
})

it('marks the end of a value that stands last, and of one that is all', () => {
  expect(readTemplate(['<b></b>', ''])).toEqual(['<b></b>', '<?>'])
  expect(readTemplate(['', ''])).toEqual(['', '<?>'])
})

it('leaves a template without values as it is', () => {
  expect(readTemplate(['<p title="a = b">1 &lt; 2</p>'])).toEqual(['<p title="a = b">1 &lt; 2</p>'])
})

it.each([
  ['a directive on an element', ['<p ', '></p>']],
  ['a comment', ['<!-- why --><p>', '</p>']],
  ['a value in a comment', ['<!-- ', ' -->']],
  ['a value in raw text', ['<textarea>', '</textarea>']],
  ['a value as a tag', ['<', '></p>']],
  ['values side by side without quotes', ['<p a=', '', '></p>']],
  ['a property with a capital, which a browser would lose', ['<p .innerText=', '></p>']],
  ['an escape', ['<p>\\n', '</p>']],
])('refuses %s', (_what, pieces) => {
  expect(() => readTemplate(pieces)).toThrow('embeds cannot bind this')
})

it('refuses svg`…`', () => {
  expect(() => squeezed('svg`<path d=${d} />`', readTemplate)).toThrow(/embeds cannot bind this.*svg`/)
})

it('refuses a Lit that it does not know', () => {
  expect(() => reduced(code.replace('class TemplateInstance', 'class Instance'))).toThrow(
    'TemplateInstance._$isConnected',
  )
  expect(() => reduced(code.replace("push('3.3.3')", "push('3.3.4')"))).toThrow('look through tools/lit-embed.ts')
})

it('keeps what protects a page: the policy for Trusted Types, and the check that a template is one', () => {
  expect(reduced(code)).toContain("createPolicy('lit-html'")
  expect(reduced(code)).toContain("hasOwnProperty('raw')")
})

it('shortens no name that anybody but Lit uses: none of the API, of a record, of an element', () => {
  expect('_$committedValue').toMatch(innerNames)
  const sources = globSync('packages/{core,web-components}/src/**/*.ts', { cwd: root })
  expect(sources.length).toBeGreaterThan(300)
  const used = sources.flatMap((path) => readFileSync(join(root, path), 'utf8').match(/(?<![\w$-])_[\w$]+/g) ?? [])
  expect(used.filter((name) => innerNames.test(name))).toEqual([])
})

it('shortens no custom property that a page may set', () => {
  const tags = globSync('packages/web-components/src/**/*.ts', { cwd: root }).flatMap(
    (path) => readFileSync(join(root, path), 'utf8').match(/@cssproperty \[--[\w-]+/g) ?? [],
  )
  expect(tags.length).toBeGreaterThan(10)
  expect(tags.filter((tag) => tag.includes('[--_'))).toEqual([])
})
