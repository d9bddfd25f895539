// An esbuild plugin: takes needless whitespace out of html`…`, svg`…` and css`…`. A run of whitespace becomes one
// space, which a browser shows in the same way; templates that hold <pre> or <textarea> are left as they are.
import { readFileSync } from 'node:fs'
import ts from 'typescript'

export const squeeze = (folder) => ({
  name: 'squeeze',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      if (!path.startsWith(folder)) return undefined
      return { contents: squeezed(readFileSync(path, 'utf8')), loader: 'ts' }
    })
  },
})

// Space that means something: preformatted text, quoted text with several spaces, escapes.
const KEEP = /<(pre|textarea)\b|content:\s*["'][^"']*\s{2}|\\/

const TAGS = {
  html: (text) => text.replace(/\s+/g, ' '),
  svg: (text) => text.replace(/\s+/g, ' '),
  css: (text) =>
    text
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/\s+/g, ' ')
      .replace(/ ?([{};,]) ?/g, '$1')
      .replace(/;}/g, '}'),
}

/** The same module with less whitespace in its templates. */
export function squeezed(code) {
  if (!/\b(html|svg|css)`/.test(code)) return code
  const file = ts.createSourceFile('module.ts', code, ts.ScriptTarget.Latest, false)
  const cuts = []
  const visit = (node) => {
    if (ts.isTaggedTemplateExpression(node) && ts.isIdentifier(node.tag) && Object.hasOwn(TAGS, node.tag.text)) {
      const whole = code.slice(node.template.pos, node.template.end)
      if (!KEEP.test(whole)) for (const part of parts(node.template)) cuts.push([part, TAGS[node.tag.text]])
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  // Innermost and last first, so that positions stay right.
  return cuts
    .map(([part, shrink]) => ({
      from: part.getStart(file) + 1,
      to: part.end - (part.kind === ts.SyntaxKind.TemplateHead || part.kind === ts.SyntaxKind.TemplateMiddle ? 2 : 1),
      shrink,
    }))
    .sort((a, b) => b.from - a.from)
    .reduce((text, { from, to, shrink }) => text.slice(0, from) + shrink(text.slice(from, to)) + text.slice(to), code)
}

const parts = (template) =>
  ts.isNoSubstitutionTemplateLiteral(template)
    ? [template]
    : [template.head, ...template.templateSpans.map((span) => span.literal)]
