import { repeat } from 'lit/directives/repeat.js'
import { html, nothing, type TemplateResult } from '../../base/index.ts'
import type { Json } from '../../stores/rule-editor-types.ts'
import { pointer } from '../../stores/rule-json.ts'
import { isHeavy, keptOf, stepParts } from '../../stores/rule-parts.ts'
import { ONLY, STEP_GROUPS } from '../../stores/rule-triggers.ts'
import { clock, cross, down, grip, person, plus, up } from './icons.ts'
import { keptPart } from './kept.ts'
import { partControl } from './parts.ts'
import { type EditorView, errorAt, stepName } from './view.ts'

/** The steps in their order, and how to add one. */
export function stepsOf(view: EditorView): TemplateResult {
  const { state, texts, picking } = view
  const steps = (state.rule['then'] ?? []) as readonly Json[]
  const all = steps.map((step, place) => ({ step, place, key: state.keys[place] ?? `${place}` }))
  const none = state.asked && state.missing.includes('/then')
  return html`<ol class="steps">
      ${repeat(
        all,
        ({ key }) => key,
        ({ step, place, key }) => stepCard(view, step, place, key, steps.length),
      )}
    </ol>
    ${none ? html`<p class="error">${texts.missing['then']}</p>` : nothing}
    ${picking ? picker(view) : html`<button type="button" class="add" @click=${() => view.acts.picking(true)}>${plus} ${texts.addStep}</button>`}`
}

function stepCard(view: EditorView, step: Json, place: number, key: string, of: number): TemplateResult {
  const { state, texts, object, acts } = view
  const name = stepName(texts, step)
  const path = ['then', place] as const
  const parts = stepParts(step)
  const kept = keptOf(step)
  const wait = 'wait' in step
  const heavy = isHeavy(step, object, state.choices)
  const shown = parts.filter((part) => !kept.includes(String(part.path[0])))
  const inner = shown.some((part) => errorAt(view, [...path, ...part.path]))
  const error = inner || (wait && place === of - 1) ? undefined : errorAt(view, path)
  const said = state.missing.length ? undefined : state.said?.then[place]
  return html`<li><div class="step ${wait ? 'wait' : ''}" part="step" data-key=${key} data-at=${place} role="group"
    aria-label=${texts.step(place + 1, name)}>
    <div class="step-head">
      <button type="button" class="quiet icon grip" aria-label=${texts.move(name)} title=${texts.move(name)}
        @pointerdown=${(event: PointerEvent) => acts.grab(event, key)} @keydown=${(event: KeyboardEvent) => acts.handleKey(event, key)}>${grip}</button>
      <span class="number">${place + 1}</span>${wait ? clock : nothing}
      <h4>${name}</h4>
      ${heavy || step['review'] !== undefined ? html`<span class="heavy" title=${texts.heavyHelp}>${person} ${texts.heavy}</span>` : nothing}
      <span class="grow"></span>
      <button type="button" class="quiet icon" aria-label=${texts.up(name)} title=${texts.up(name)} ?disabled=${place === 0} @click=${() => acts.move(key, place - 1)}>${up}</button>
      <button type="button" class="quiet icon" aria-label=${texts.down(name)} title=${texts.down(name)} ?disabled=${place === of - 1} @click=${() => acts.move(key, place + 1)}>${down}</button>
      <button type="button" class="quiet icon" aria-label=${texts.remove(name)} title=${texts.remove(name)} @click=${() => acts.remove(key)}>${cross}</button>
    </div>
    <div class="parts-row">${shown.map((part) => partControl(view, part, path))}</div>
    ${kept.length ? keptPart(view, parts.length ? pick(step, kept) : step, said) : nothing}
    ${asksNobody(step) ? nothing : askFirst(view, step, place, heavy)}
    ${error ? html`<p class="error" id="${pointer(path)}-error">${error}</p>` : nothing}
    ${wait && place === of - 1 ? html`<p class="muted after">${texts.afterWait}</p>` : nothing}
  </div></li>`
}

/** Steps that decide nothing about anybody are not asked about, unless the rule says so. */
const asksNobody = (step: Json) =>
  'wait' in step ||
  step['do'] === 'request-review' ||
  (['notify-user', 'create-activity'].includes(String(step['do'])) && step['review'] === undefined)

const pick = (step: Json, names: readonly string[]) => Object.fromEntries(names.map((name) => [name, step[name]]))

/** Whether a person decides before it is done, and who. */
function askFirst({ texts, acts }: EditorView, step: Json, place: number, heavy: boolean): TemplateResult {
  const { review } = step as { review?: unknown }
  const path = ['then', place, 'review']
  if (heavy && review === undefined) return html`<p class="muted ask">${texts.heavyHelp}</p>`
  const by = typeof review === 'object' && review !== null ? String((review as Json)['by'] ?? '') : ''
  return html`<div class="ask">
    <label class="check">
      <input type="checkbox" .checked=${review !== undefined} @change=${({ target }: Event) =>
        acts.set(path, (target as HTMLInputElement).checked ? 'required' : undefined)} />
      <span>${texts.askFirst}</span>
    </label>
    ${
      review === undefined
        ? nothing
        : html`<label class="inline">${texts.askRole}
            <input class="role" autocomplete="off" placeholder=${texts.anyRole} .value=${by} @change=${({
              target,
            }: Event) => {
              const role = (target as HTMLInputElement).value.trim()
              acts.set(path, role ? { by: role } : 'required')
            }} /></label>`
    }
  </div>`
}

/** What a step can be, in groups. */
function picker({ texts, object, acts }: EditorView): TemplateResult {
  const fits = (kind: string) => ONLY[kind] === undefined || ONLY[kind] === object
  return html`<div class="picker" role="group" aria-label=${texts.chooseStep} @keydown=${(event: KeyboardEvent) => {
    if (event.key === 'Escape') acts.picking(false)
  }}>
    <p class="label">${texts.chooseStep}
      <button type="button" class="quiet icon" aria-label=${texts.close} title=${texts.close} @click=${() => acts.picking(false)}>${cross}</button></p>
    ${STEP_GROUPS.map(
      ([group, kinds]) => html`<div role="group" aria-label=${texts.stepGroups[group] ?? group}>
        <p class="muted" aria-hidden="true">${texts.stepGroups[group] ?? group}</p>
        <div class="kinds">${kinds.filter(fits).map(
          (kind) => html`<button type="button" data-kind=${kind} @click=${() => acts.add(kind)}>
            <b>${texts.steps[kind] ?? kind}</b><small>${texts.stepHelp[kind] ?? ''}</small></button>`,
        )}</div>
      </div>`,
    )}
  </div>`
}
