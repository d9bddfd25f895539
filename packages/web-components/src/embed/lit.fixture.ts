import { html, nothing, render } from 'lit/html.js'

/** What became of a page: its text after each rendering, and who heard of the clicks. */
export interface Rendered {
  readonly pages: readonly string[]
  readonly heard: readonly string[]
}

/** Values that a template may get, told by numbers: the same for the same seed. */
function valuesOf(seed: number) {
  let state = seed
  const below = (count: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * count)
  }
  const heard: string[] = []
  const flat = () => [undefined, null, nothing, '', 'a <b>&amp;', '?', '<?>', '$', 0, 7, false, true][below(12)]
  const node = () => document.createElement('hr')
  const list = (depth: number) => Array.from({ length: below(4) }, () => value(depth - 1))
  const value = (depth: number): unknown => {
    if (depth === 0) return flat()
    return [flat, flat, node, () => list(depth), () => new Set(list(depth)), () => template(depth)][below(6)]?.()
  }
  const click = () => [undefined, nothing, () => heard.push('one'), () => heard.push('two')][below(4)]
  const template = (depth: number): unknown => {
    const kind = below(4)
    if (kind === 0) return html`${value(depth - 1)}`
    if (kind === 1) return html`<p>${value(depth - 1)} and ${value(depth - 1)}</p> ${value(depth - 1)}`
    if (kind === 2)
      return html`<ul class="a ${flat()} b-${flat()}" id=${flat()} title='${flat()}' ?hidden=${flat()} .lang=${`${below(3)}`}>
        ${list(depth).map((one) => html`<li part="card" @click=${click()}>${one}</li>`)}
      </ul>`
    return html`<svg viewBox="0 0 9 9"><path d=${flat()} /></svg><select .value=${'2'} aria-label="${flat()} 1">
      <option value=${1}>1</option><option value=2 ?selected=${below(2)}>${flat()}</option></select>`
  }
  return { template, heard }
}

/** Renders one template after the other at the same place, and clicks on what is there. */
function run(seed: number): Rendered {
  const { template, heard } = valuesOf(seed)
  const place = document.createElement('div')
  const pages: string[] = []
  for (let turn = 0; turn < 12; turn++) {
    render(template(3), place, { host: place })
    for (const one of place.querySelectorAll('li')) one.click()
    const values = [...place.querySelectorAll('select')].map((one) => `${one.value} ${one.selectedOptions.length}`)
    pages.push(place.innerHTML.replace(/<!--.*?-->/g, '') + values)
  }
  return { pages, heard }
}

// The test brings this file into a page as a script of its own.
Object.assign(globalThis, { run })
