// Brotli bytes over the wire for each widget, from the very files that the script tag loads.
import { buildEmbed, widgets } from './embed-build.mjs'

/** What a page with that widget alone may load: bytes until it can be typed into, and bytes in all. */
const BUDGETS = {
  'lead-form': { first: 6 * 1024, all: 15.5 * 1024 }, // with what evaluates conditions
  chat: { first: 7 * 1024, all: 11 * 1024 },
  'pipeline-board': { all: 14 * 1024 },
}

/**
 * What some widgets never load: `data-kith-form` and `window.kith` are about forms and chats, and the board has loaders
 * of its own for its texts. (`embed.e2e.test.ts` looks at what a page with a board asks for.)
 */
const NEVER = {
  'pipeline-board': /src\/(embed\/page|locales\/index)\.ts$/,
  inbox: /src\/embed\/page\.ts$/,
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
      input.match(/\/locales\/([a-z]{2}(?:-\w+)?)\/([\w-]+)\.ts$/),
    )
    if (found.length === 0 || !found.every(Boolean)) return undefined
    return { tag: found[0][1], widget: widgets.find((widget) => found.some(([, , name]) => name.startsWith(widget))) }
  }
  const bytes = (set) => [...set].reduce((sum, file) => sum + files[file].bytes, 0)
  const statics = ({ kind }) => kind === 'import-statement'
  const sizes = {}
  for (const widget of widgets) {
    const others = widgets.filter((one) => one !== widget).map(own)
    const first = reach(['v1.js', own(widget)], statics)
    const never = (file) => Object.keys(files[file].inputs).some((input) => NEVER[widget]?.test(input))
    const all = reach(first, ({ file }) => !others.includes(file) && !never(file))
    // A page loads the texts of its widget in its language: the heaviest language counts.
    const texts = [...all].filter((file) => !first.has(file) && text(file))
    for (const file of texts) if (text(file).widget !== widget) all.delete(file)
    const languages = Map.groupBy(
      texts.filter((file) => all.has(file)),
      (file) => text(file).tag,
    )
    const [heaviest = [], ...lighter] = [...languages.values()].sort((a, b) => bytes(b) - bytes(a))
    for (const file of lighter.flat()) all.delete(file)
    // An element that brings no English shows nothing before its texts are there.
    const waits = files[own(widget)].imports.some(({ file }) => heaviest.includes(file))
    const now = new Set([...first, ...(waits ? heaviest : [])])
    sizes[widget] = { first: bytes(now), all: bytes(all) }
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
