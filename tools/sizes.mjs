// Brotli bytes over the wire for each widget, from the very files that the script tag loads.
import { buildEmbed, widgets } from './embed-build.mjs'

/** What a page with that widget alone may load: bytes until it can be typed into, and bytes in all. */
const BUDGETS = {
  'lead-form': { first: 9 * 1024, all: 16 * 1024 },
  chat: { first: 10 * 1024, all: 16 * 1024 },
  'pipeline-board': { all: 14 * 1024 },
}

/** Measures each widget: `{ "lead-form": { first, all }, … }`. */
export async function measure() {
  const { files } = await buildEmbed()
  const own = (widget) => `${widget}.js`
  const reach = (start, follow) => {
    const seen = new Set()
    const todo = [...start]
    for (let file = todo.pop(); file; file = todo.pop()) {
      if (seen.has(file)) continue
      seen.add(file)
      todo.push(...files[file].imports.filter(follow).map((one) => one.file))
    }
    return seen
  }
  /** Language and owner of a chunk that holds texts and nothing else, from `locales/<tag>/<widget>….ts`. */
  const text = (file) => {
    const found = Object.keys(files[file].inputs).map((input) =>
      input.match(/\/locales\/([a-z]{2}(?:-\w+)?)(?:\/([\w-]+))?\.ts$/),
    )
    if (found.length === 0 || !found.every(Boolean)) return undefined
    const [, tag, name = ''] = found[0]
    return { tag, widget: widgets.find((widget) => name.startsWith(widget)) }
  }
  const bytes = (set) => [...set].reduce((sum, file) => sum + files[file].bytes, 0)
  const statics = ({ kind }) => kind === 'import-statement'
  const sizes = {}
  for (const widget of widgets) {
    const others = widgets.filter((one) => one !== widget).map(own)
    const first = reach(['v1.js', own(widget)], statics)
    const all = reach(first, ({ file }) => !others.includes(file))
    // A page loads the texts of its widget in its language: the heaviest language counts.
    const texts = [...all].filter((file) => !first.has(file) && text(file))
    for (const file of texts) if ((text(file).widget ?? widget) !== widget) all.delete(file)
    const languages = Map.groupBy(
      texts.filter((file) => all.has(file)),
      (file) => text(file).tag,
    )
    for (const lighter of [...languages.values()].sort((a, b) => bytes(b) - bytes(a)).slice(1))
      for (const file of lighter) all.delete(file)
    sizes[widget] = { first: bytes(first), all: bytes(all) }
  }
  return sizes
}

/** Sentences on what is wrong: a budget passed, an element that is not there, zod in the bundle. */
async function complaints() {
  const { files } = await buildEmbed()
  const sizes = await measure()
  const inputs = Object.values(files).flatMap((file) => Object.entries(file.inputs))
  const weight = (path) => inputs.filter(([input]) => input.endsWith(path)).reduce((sum, [, bytes]) => sum + bytes, 0)
  return [
    ...Object.entries(BUDGETS).flatMap(([widget, budget]) =>
      Object.entries(budget)
        .filter(([what, limit]) => sizes[widget][what] > limit)
        .map(([what, limit]) => `${widget} ${what}: ${sizes[widget][what]} bytes, budget ${limit}`),
    ),
    ...widgets
      .filter((widget) => weight(`/elements/${widget}/${widget}.ts`) < 200)
      .map((widget) => `${widget}: no element in the bundle`),
    ...(weight('src/embed.ts') < 50 ? ['v1.js: no loader in src/embed.ts'] : []),
    ...(inputs.some(([input]) => /node_modules\/zod\//.test(input)) ? ['zod is in the bundle'] : []),
  ]
}

if (import.meta.main) {
  const sizes = await measure()
  const wrong = process.argv.includes('--check') ? await complaints() : []
  for (const sentence of wrong) console.error(sentence)
  process.exitCode = wrong.length > 0 ? 1 : 0
  if (process.argv.includes('--json')) console.log(JSON.stringify(sizes, null, 2))
  else {
    const kb = (bytes) => `${(bytes / 1024).toFixed(2)} KB`.padStart(9)
    for (const [widget, { first, all }] of Object.entries(sizes))
      console.log(`${widget.padEnd(15)} first ${kb(first)}   all ${kb(all)}`)
  }
}
