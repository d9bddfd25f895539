// An esbuild plugin: takes needless whitespace out of html`…`, svg`…` and css`…`. A run of whitespace becomes one
// space, which a browser shows in the same way; templates that hold <pre> or <textarea> are left as they are.
import { readFileSync } from 'node:fs'
import type { Plugin } from 'esbuild'
import ts from 'typescript'

export const squeeze = (folder: string, read?: Reader): Plugin => ({
  name: 'squeeze',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path, pluginData }) => {
      if (!path.startsWith(folder)) return undefined
      return { contents: squeezed(readFileSync(path, 'utf8'), read), loader: 'ts', pluginData }
    })
  },
})

/**
 * An esbuild plugin: each of these widgets gets its own copy of all it loads, in its own file, but for what is `shared`.
 * A page seldom has two of them, and one file compresses better than three.
 */
export const apart = (widgets: readonly string[], shared: RegExp): Plugin => ({
  name: 'apart',
  setup(build) {
    build.onResolve({ filter: /./ }, async ({ path, pluginData, ...from }) => {
      if (pluginData?.known) return undefined
      const found = await build.resolve(path, { ...from, pluginData: { known: true } })
      if (found.errors.length) return found
      const widget = widgets.find((name) => found.path.includes(`/elements/${name}/`)) ?? pluginData?.widget
      const copy = widget && !shared.test(found.path) ? { suffix: `?${widget}` } : {}
      return { path: found.path, sideEffects: found.sideEffects, ...copy, pluginData: { widget } }
    })
    // Else esbuild would forget for whom a package is loaded.
    build.onLoad({ filter: /\.js$/ }, ({ path, pluginData }) => ({ contents: readFileSync(path), pluginData }))
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

/** Gets the pieces of an html`…` or svg`…` with less whitespace, and gives what shall stand in their places. */
type Reader = (pieces: readonly string[], tag: string) => readonly string[]

/** The same module with less whitespace in its templates. */
export function squeezed(code: string, read: Reader = (pieces) => pieces): string {
  if (!/\b(html|svg|css)`/.test(code)) return code
  const file = ts.createSourceFile('module.ts', code, ts.ScriptTarget.Latest, false)
  const cuts: { from: number; to: number; text: string }[] = []
  const visit = (node: ts.Node): void => {
    const tag = ts.isTaggedTemplateExpression(node) && ts.isIdentifier(node.tag) && node.tag.text
    const shrink = tag && TAGS[tag]
    if (shrink) {
      const keep = KEEP.test(code.slice(node.template.pos, node.template.end))
      const places = parts(node.template).map((part) => {
        const ends = ts.isTemplateHead(part) || ts.isTemplateMiddle(part) ? '${' : '`'
        return { from: part.getStart(file) + 1, to: part.end - ends.length }
      })
      const pieces = places.map(({ from, to }) => (keep ? code.slice(from, to) : shrink(code.slice(from, to))))
      const texts = tag === 'css' ? pieces : read(pieces, tag)
      cuts.push(...places.map((place, at) => ({ ...place, text: texts[at] as string })))
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  // The last first, so that the positions of the others stay right.
  return cuts
    .sort((a, b) => b.from - a.from)
    .reduce((all, { from, to, text }) => all.slice(0, from) + text + all.slice(to), code)
}

const parts = (template: ts.TemplateLiteral): ts.Node[] =>
  ts.isNoSubstitutionTemplateLiteral(template)
    ? [template]
    : [template.head, ...template.templateSpans.map((span) => span.literal)]
