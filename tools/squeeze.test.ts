import { expect, it } from 'vitest'
import { squeezed } from './squeeze.ts'

it('turns runs of whitespace into one space and leaves expressions as they are', () => {
  const before = 'const a = html`<p\n    class="x">\n  ${b ? html`\n  <i></i>` : \'  \'}\n</p>`'
  expect(squeezed(before)).toBe('const a = html`<p class="x"> ${b ? html` <i></i>` : \'  \'} </p>`')
})

it('takes comments and spaces around signs out of styles, but not those of calc()', () => {
  const before = 'css`\n  /* why */\n  p > a {\n    width: calc(1px + ${w});\n  }\n`'
  expect(squeezed(before)).toBe('css` p > a{width:calc(1px + ${w})}`')
})

it('writes fractions in styles without their zero', () => {
  expect(squeezed("css`a { margin: 0.5px 10.5px -0.5px; content: '0.5' }`")).toBe(
    "css`a{margin:.5px 10.5px -.5px;content:'0.5'}`",
  )
})

it('leaves preformatted text, quoted spaces, escapes and other templates alone', () => {
  expect(squeezed("css`a { content: 'b; c: d' }`")).toBe("css`a{content:'b; c: d'}`")
  for (const kept of ['html`<pre>\n  a</pre>`', "css`a {  content: 'a   b'  }`", 'html`\\n   `', 'sql`a\n   b`'])
    expect(squeezed(kept)).toBe(kept)
})
