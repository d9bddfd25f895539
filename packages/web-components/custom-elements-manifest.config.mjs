// Elements are told by their place: `elements/<name>/<name>.ts` holds the class of `kith-<name>`.
const inner = new Map()
const place = /^src\/elements\/([\w-]+)\/\1\.ts$/

export default {
  globs: ['src/**/*.ts'],
  exclude: ['src/**/*.test.ts', 'src/**/*.test-d.ts', 'src/**/*.stories.ts', 'src/**/define.ts', 'src/embed.ts'],
  outdir: '.',
  litelement: true,
  packagejson: false,
  plugins: [
    {
      name: 'by-place',
      // `static properties = { open: { state: true } }`: of no concern to a page.
      analyzePhase({ ts, node, moduleDoc }) {
        if (!ts.isPropertyDeclaration(node) || node.name.getText() !== 'properties') return
        const names = (node.initializer?.properties ?? [])
          .filter((one) => /\bstate: true\b/.test(one.initializer?.getText() ?? ''))
          .map((one) => one.name.getText())
        inner.set(moduleDoc.path, new Set(names))
      },
      moduleLinkPhase({ moduleDoc }) {
        const name = moduleDoc.path.match(place)?.[1]
        for (const one of moduleDoc.declarations ?? []) {
          if (one.kind !== 'class') continue
          // `dispatchEvent(new CustomEvent(name))` of the base is not an event called "name".
          if (one.events) one.events = one.events.filter((event) => event.name?.startsWith('kith-'))
          if (!name || !/Element$/.test(one.superclass?.name ?? '')) continue
          const hidden = inner.get(moduleDoc.path) ?? new Set()
          one.attributes = one.attributes?.filter((attribute) => !hidden.has(attribute.fieldName))
          one.members = one.members?.filter((member) => !hidden.has(member.name))
          one.customElement = true
          one.tagName = `kith-${name}`
        }
      },
    },
  ],
}
