// An esbuild plugin: takes needless whitespace out of html`…`, svg`…` and css`…`. A run of whitespace becomes one
// space, which a browser shows in the same way; templates that hold <pre> or <textarea> are left as they are.
import { readFileSync } from 'node:fs'
import type { Plugin } from 'esbuild'
import ts from 'typescript'

export const squeeze = (folder: string): Plugin => ({
  name: 'squeeze',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path, pluginData }) => {
      if (!path.startsWith(folder)) return undefined
      return { contents: squeezed(readFileSync(path, 'utf8')), loader: 'ts', pluginData }
    })
  },
})

/**
 * An esbuild plugin: each of these widgets gets its own copy of what lies in `shared`, in its own file. A page seldom
 * has two of them, and one file compresses better than four.
 */
export const apart = (widgets: readonly string[], shared: RegExp): Plugin => ({
  name: 'apart',
  setup(build) {
    build.onResolve({ filter: /\.ts$/ }, async ({ path, pluginData, ...from }) => {
      if (pluginData?.known) return undefined
      const found = await build.resolve(path, { ...from, pluginData: { known: true } })
      const widget = widgets.find((name) => found.path.includes(`/elements/${name}/`)) ?? pluginData?.widget
      const copy = widget && shared.test(found.path) ? { suffix: `?${widget}` } : {}
      return { path: found.path, sideEffects: found.sideEffects, ...copy, pluginData: { widget } }
    })
  },
})

// Space that means something: preformatted text, quoted text with several spaces, escapes.
const KEEP = /<(pre|textarea)\b|content:\s*["'][^"']*\s{2}|\\/

const TAGS: Readonly<Record<string, (text: string) => string>> = {
  html: (text) => text.replace(/\s+/g, ' '),
  svg: (text) => text.replace(/\s+/g, ' '),
  css: (text) =>
    text
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/\s+/g, ' ')
      .split(/("[^"]*"|'[^']*')/) // every second piece is a quoted string
      .map((piece, at) =>
        at % 2
          ? piece
          : piece
              .replace(/ ?([{};,]) ?|(:) /g, '$1$2')
              .replace(/;}/g, '}')
              .replace(/(?<![\w.])0\./g, '.'),
      )
      .join(''),
}

/** The same module with less whitespace in its templates. */
export function squeezed(code: string): string {
  if (!/\b(html|svg|css)`/.test(code)) return code
  const file = ts.createSourceFile('module.ts', code, ts.ScriptTarget.Latest, false)
  const cuts: { from: number; to: number; shrink: (text: string) => string }[] = []
  const visit = (node: ts.Node): void => {
    const shrink = ts.isTaggedTemplateExpression(node) && ts.isIdentifier(node.tag) && TAGS[node.tag.text]
    if (shrink && !KEEP.test(code.slice(node.template.pos, node.template.end)))
      for (const part of parts(node.template)) {
        const ends = ts.isTemplateHead(part) || ts.isTemplateMiddle(part) ? '${' : '`'
        cuts.push({ from: part.getStart(file) + 1, to: part.end - ends.length, shrink })
      }
    ts.forEachChild(node, visit)
  }
  visit(file)
  // The last first, so that the positions of the others stay right.
  return cuts
    .sort((a, b) => b.from - a.from)
    .reduce((text, { from, to, shrink }) => text.slice(0, from) + shrink(text.slice(from, to)) + text.slice(to), code)
}

const parts = (template: ts.TemplateLiteral): ts.Node[] =>
  ts.isNoSubstitutionTemplateLiteral(template)
    ? [template]
    : [template.head, ...template.templateSpans.map((span) => span.literal)]
