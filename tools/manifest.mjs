// custom-elements.json names every element, and says of each what an editor shows to the person who uses it.
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { root } from './stamp.mjs'

const home = join(root, 'packages/web-components')
const { modules } = JSON.parse(readFileSync(join(home, 'custom-elements.json'), 'utf8'))
const elements = modules
  .flatMap((module) => module.declarations ?? [])
  .filter((one) => one.customElement && one.tagName)
const folders = globSync('src/elements/*/define.ts', { cwd: home }).map((file) => basename(join(file, '..')))

const wrong = folders
  .filter((name) => !elements.some(({ tagName }) => tagName === `kith-${name}`))
  .map((name) => `kith-${name} is not in custom-elements.json: its class needs \`@tag kith-${name}\``)
if (folders.length === 0) wrong.push('there are no elements')
for (const element of elements) {
  const say = (what) => wrong.push(`${element.tagName}: ${what}`)
  if (!element.summary) say('no @summary')
  for (const event of element.events ?? []) if (!event.description) say(`event ${event.name} says nothing`)
  for (const part of element.cssParts ?? []) if (!part.description) say(`part ${part.name} says nothing`)
  for (const attribute of element.attributes ?? [])
    if (!attribute.description) say(`attribute ${attribute.name ?? attribute.fieldName} says nothing`)
}
for (const sentence of wrong) console.error(sentence)
process.exitCode = wrong.length > 0 ? 1 : 0
