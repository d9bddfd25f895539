import { html, nothing, type TemplateResult } from '../../base/index.ts'
import type { Texts } from '../../locales/en.ts'
import type { FilterBuilderState, Removed } from '../../stores/filter-builder-types.ts'
import type { BuilderHands } from './hands.ts'
import { header } from './header.ts'
import { type JsonDraft, jsonView } from './json-view.ts'
import { groupOf } from './rows.ts'
import { type BuilderView, nodeName } from './view.ts'

/** What the whole builder is made of. */
export interface Layout {
  readonly view: BuilderView | undefined
  readonly texts: Texts['filterBuilder']
  readonly state: FilterBuilderState
  readonly object: string
  readonly disabled: boolean
  readonly readOnly: boolean
  /** The JSON, while it is what is shown. */
  readonly draft: JsonDraft | undefined
  /** Said to people who listen. */
  readonly message: string
  readonly hands: BuilderHands
  readonly write: (text: string) => void
  readonly show: (json: boolean) => void
  readonly retry: () => void
}

/** The whole builder. */
export function layout(all: Layout): TemplateResult {
  const { view, texts, state, draft, message, readOnly } = all
  if (state.status === 'failed')
    return html`<div class="state" part="error" role="alert">
      <b>${state.code === 'FORBIDDEN' ? texts.forbidden : texts.failed}</b>
      <button type="button" @click=${all.retry}>${texts.retry}</button>
    </div>`
  if (state.status === 'loading' || !view) return skeleton(texts.loading)
  const object = view.store.placeOf(state.root.id).object
  return html`${header(view, object)} ${readOnly ? looked(view) : edited(all, view, object, draft)}
    <p class="hide" role="status">${message}</p>`
}

/** Bones of a sentence and of three conditions. */
const skeleton = (loading: string) => html`<p class="hide" role="status">${loading}</p>
  <div class="bones" aria-hidden="true">
    <div class="bone sentence-bone"></div>
    <div class="bone count-bone"></div>
    ${[1, 2, 3].map(() => html`<div class="bone row-bone"></div>`)}
  </div>`

function looked({ texts, state }: BuilderView): TemplateResult {
  return html`<p class="muted">${texts.readOnly}</p>
    <details>
      <summary>${texts.showJson}</summary>
      <pre tabindex="0" dir="ltr">${JSON.stringify(state.value, null, 2)}</pre>
    </details>`
}

function edited(
  { texts, state, disabled, hands, write, show }: Layout,
  view: BuilderView,
  object: string,
  draft: JsonDraft | undefined,
): TemplateResult {
  const { removed } = state
  return html`<fieldset ?disabled=${disabled} ?inert=${disabled} @keydown=${hands.key}>
      <legend class="hide">${texts.label}</legend>
      ${draft ? jsonView(view, draft, write) : groupOf(view, state.root, { object })}
      <div class="foot">
        <div class="views" role="group" aria-label=${texts.label}>
          <button type="button" class="chip" aria-pressed=${!draft} @click=${() => show(false)}>${texts.rows}</button>
          <button type="button" class="chip" aria-pressed=${!!draft} @click=${() => show(true)}>${texts.json}</button>
        </div>
        ${removed && !draft ? undo(view, removed) : nothing}
      </div>
    </fieldset>
    ${hands.fields.render(view)} ${hands.menu(view)}`
}

function undo(view: BuilderView, { node, group }: Removed): TemplateResult {
  const { texts, store, acts } = view
  const name = nodeName(view, store.placeOf(group), node)
  return html`<p class="undo">
    <span title=${name}>${texts.removed(name)}</span>
    <button type="button" @click=${acts.undo}>${texts.undo}</button>
  </p>`
}
