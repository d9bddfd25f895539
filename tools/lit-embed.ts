// Lit for the script tag. Templates are read when the embed is built, by Lit's own reader; a browser gets the rest of
// lit-html 3.3.3, without its reader of templates and without what no template there uses: directives, bindings of
// whole elements, in comments and in raw text, `svg` and `mathml`. What asks for one of these is refused by the build.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Plugin } from 'esbuild'
import ts from 'typescript'
import { root } from './stamp.mjs'

const { resolve } = createRequire(join(root, 'packages/web-components/package.json'))

/** Where lit-html lies: beside `lit`, which is ours. */
export const litHtml: string = join(dirname(resolve('lit')), '../lit-html')

const { _$LH: lit } = (await import(join(litHtml, 'node/private-ssr-support.js'))) as {
  _$LH: { marker: string; getTemplateHtml(strings: TemplateStringsArray, type: 1): [html: string, names: string[]] }
}

/** Where a value goes: a comment as text, and a value of an attribute whose name ends with `$`. */
const HOLE = '<?>'

/** A value in another place, a comment, an escape (a browser sees the character that it stands for), svg`…`. */
const NEVER = /lit\$|<!--|\\|^svg/

/**
 * The strings of an html`…` as a browser parses them: joined with {@link HOLE}.
 *
 * @throws Error when a binding is of a kind that embeds do not have
 * @example
 * readTemplate(['<p class=', ' @click=', '>', '</p>']) // ['<p class$="', '" @click$="', '">', '</p>']
 */
export function readTemplate(strings: readonly string[], tag = 'html'): string[] {
  const [html, names] = lit.getTemplateHtml(Object.assign([...strings], { raw: strings }), 1)
  const read = html
    .replaceAll(`<?${lit.marker}>`, HOLE)
    .replaceAll('$lit$=', '$=')
    .replaceAll(`$=${lit.marker}`, `$="${HOLE}"`)
    .replace(/ [^\s=<>]+\$=(["'])[^"']*\1/g, (attribute) => attribute.replaceAll(lit.marker, HOLE))
  const parts = read.split(HOLE)
  if (!strings.at(-1)) parts.splice(-2, 2, HOLE) // the end of the last value
  if (parts.length !== strings.length || NEVER.test(tag + read) || /[A-Z]/.test(names.join('')))
    throw new Error(`embeds cannot bind this (see tools/lit-embed.ts): ${tag}\`${strings.join('${…}')}\``)
  return parts
}

/** An esbuild plugin: the part of lit-html that renders what {@link readTemplate} has read. */
export const litForEmbed = (): Plugin => ({
  name: 'lit-embed',
  setup(build) {
    build.onLoad({ filter: /\/lit-html\/lit-html\.js$/ }, ({ path, pluginData }) => ({
      contents: reduced(readFileSync(join(dirname(path), 'development/lit-html.js'), 'utf8')),
      pluginData,
    }))
  },
})

/** Declarations of lit-html by name, members as `Class.member`: what takes their place. */
const INSTEAD: Readonly<Record<string, string>> = {
  DEV_MODE: 'const DEV_MODE = false',
  ENABLE_EXTRA_SECURITY_HOOKS: 'const ENABLE_EXTRA_SECURITY_HOOKS = false', // as in Lit's own build
  debugLogEvent: 'const debugLogEvent = undefined',
  wrap: '',
  marker: '',
  markerMatch: '',
  nodeMarker: '',
  tagEndRegex: '',
  getTemplateHtml: '',
  tag: '',
  html: 'export const html = (strings, ...values) => ({ _$litType$: 1, strings, values })',
  svg: 'export const svg = undefined',
  mathml: 'export const mathml = undefined',
  noChange: '',
  resolveDirective: '',
  ElementPart: '',
  _$LH: '',
  polyfillSupport: 'const polyfillSupport = undefined',
  'Template.constructor': `constructor({ strings }) {
    this.parts = []
    this.el = Template.createElement(trustFromTemplateString(strings, strings.join('${HOLE}')))
    walker.currentNode = this.el.content
    let node
    for (let index = 0; this.parts.length < strings.length - 1 && (node = walker.nextNode()); index++) {
      if (node.nodeType === 8) this.parts.push({ index })
      else
        for (const attribute of node.getAttributeNames()) {
          const [, kind, name] = /^([.?@])?(.*)\\$$/.exec(attribute) ?? []
          if (!name) continue
          this.parts.push({
            index,
            name,
            strings: node.getAttribute(attribute).split('${HOLE}'),
            ctor: kind === '.' ? PropertyPart : kind === '?' ? BooleanAttributePart : kind ? EventPart : AttributePart,
          })
          node.removeAttribute(attribute)
        }
    }
  }`,
  'TemplateInstance._$isConnected': '',
  'TemplateInstance.parentNode': '',
  'TemplateInstance._clone': `_clone(options) {
    const { el, parts } = this._$template
    const fragment = d.importNode(el.content, true)
    walker.currentNode = fragment
    let at = -1
    let node
    for (const { index, ctor, name, strings } of parts) {
      for (; at < index; at++) node = walker.nextNode()
      this._$parts.push(
        ctor ? new ctor(node, name, strings, this, options) : new ChildPart(node, node.nextSibling, this, options),
      )
    }
    walker.currentNode = d
    return fragment
  }`,
  'ChildPart._$isConnected': '',
  'ChildPart.parentNode': '',
  'ChildPart.startNode': '',
  'ChildPart.endNode': '',
  'ChildPart.setConnected': '',
  'AttributePart._$isConnected': '',
  'AttributePart.tagName': '',
  'PropertyPart.constructor': '',
  'BooleanAttributePart.constructor': '',
  'EventPart.constructor': '',
  'EventPart._$setValue': `_$setValue(value) {
    const before = this._$committedValue
    this._$committedValue = value ?? nothing
    if (this._$committedValue === nothing) this.element.removeEventListener(this.name, this)
    else if (before === nothing) this.element.addEventListener(this.name, this)
  }`,
  'EventPart.handleEvent': 'handleEvent(event) { this._$committedValue.call(this.options.host, event) }',
  render: `export const render = (value, container, options) => {
    container._$litPart$ ??= new ChildPart(container.appendChild(createMarker()), null, undefined, options)
    container._$litPart$._$setValue(value)
  }`,
}

/** Pieces of what is left, each there at least once: what takes their place. */
const CUTS: readonly (readonly [from: string | RegExp, to: string])[] = [
  [/\bwrap\(([\w.$]+)\)/, '$1'],
  [/\bwrap\(([\w.$]+)\)/, '$1'],
  [/this\.(_\$disconnectableChildren|_\$parent|__isConnected|type) = [^;]*;/, ''],
  ['this._$notifyConnectionChanged?.(false, true, from);', ''],
  [', directiveParent = this', ''],
  [/\bvalue = resolveDirective\(this, value[^;]*;/, ''],
  ['part._$setValue(values, part, i)', 'part._$setValue(values, i)'],
  [/resolveDirective\(this, ([^,()]+), directiveParent(, \w+)?\)/, '$1'],
  ['if (part !== undefined)', ''],
  [' && value !== noChange', ''],
  [/if \(v === noChange\) \{[^}]*\}/, ''],
  [', noCommit', ''],
  [' && !noCommit', ''],
  [/typeof type === 'number'\s+\? this\._\$getTemplate\(result\)\s+: \([^;]+;/, 'this._$getTemplate(result);'],
  [/\['(_\$\w+\$)'\]/, '.$1'],
  [', ._$litType$: type', ''],
  ["(global.litHtmlVersions ??= []).push('3.3.3');", ''], // another version has to be looked through
]

/** lit-html as a browser needs it that gets read templates. */
export function reduced(code: string): string {
  const file = ts.createSourceFile('lit-html.js', code, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS)
  const places = new Map(file.statements.flatMap(declared))
  const cuts = Object.entries(INSTEAD).map(([name, to]) => {
    const node = places.get(name)
    if (!node) throw new Error(`lit-html has no ${name} any more: look through tools/lit-embed.ts`)
    return { from: node.getStart(file), end: node.end, to }
  })
  const left = cuts
    .sort((a, b) => b.from - a.from)
    .reduce((text, { from, end, to }) => text.slice(0, from) + to + text.slice(end), code)
  return CUTS.reduce((text, [from, to]) => {
    const next = text.replaceAll(typeof from === 'string' ? from : new RegExp(from, 'g'), to)
    if (next === text) throw new Error(`lit-html has no ${from} any more: look through tools/lit-embed.ts`)
    return next
  }, left)
}

/** What the parts of Lit call each other: names that a build may shorten, since nobody else knows them. */
export const innerNames: RegExp = (() => {
  const names = reduced(readFileSync(join(litHtml, 'development/lit-html.js'), 'utf8')).match(/(?<=\.)_[\w$]+/g)
  return new RegExp(`^(${[...new Set(names)].sort().join('|').replaceAll('$', '\\$')})$`)
})()

/** The declarations of a statement by name, and the members of classes. */
function declared(statement: ts.Statement): [name: string, node: ts.Node][] {
  if (ts.isVariableStatement(statement))
    return [[statement.declarationList.declarations[0]?.name.getText() ?? '', statement]]
  if (ts.isFunctionDeclaration(statement)) return [[statement.name?.text ?? '', statement]]
  if (!ts.isClassDeclaration(statement)) return []
  const name = statement.name?.text ?? ''
  const members = statement.members.map((member): [string, ts.Node] => [
    `${name}.${ts.isConstructorDeclaration(member) ? 'constructor' : member.name?.getText()}`,
    member,
  ])
  return [[name, statement], ...members]
}
