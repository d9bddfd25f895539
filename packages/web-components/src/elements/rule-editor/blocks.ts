import { labelText } from '@kith/core/shared'
import { html, nothing, type TemplateResult } from '../../base/index.ts'
import type { Json } from '../../stores/rule-editor-types.ts'
import { isKnownTrigger, keptOfTrigger, triggerParts } from '../../stores/rule-parts.ts'
import { TRIGGER_GROUPS, triggerKey } from '../../stores/rule-triggers.ts'
import { keptPart } from './kept.ts'
import { partControl } from './parts.ts'
import { stepsOf } from './steps.ts'
import { type EditorView, errorAt } from './view.ts'

/** The rule as three blocks: when, if, then. */
export function blocks(view: EditorView): TemplateResult {
  const { texts } = view
  return html`
    ${block('when', texts.when, texts.whenHelp, whenBlock(view))} ${block('if', texts.if, texts.ifHelp, ifBlock(view))}
    ${block('then', texts.then, texts.thenHelp, stepsOf(view))}`
}

const block = (name: string, title: string, help: string, content: unknown) =>
  html`<section class="block" part="block" aria-labelledby=${name}>
    <h3 id=${name}>${title} <span>${help}</span></h3>
    <div class="inside">${content}</div>
  </section>`

function whenBlock(view: EditorView): TemplateResult {
  const { state, texts, store } = view
  const { on } = state.rule
  const key = triggerKey(on)
  const parts = triggerParts(on)
  const error =
    state.asked && key === '' ? texts.missing['on'] : key === '' ? undefined : ownError(view, parts.length > 0)
  const kept = keptOfTrigger(on)
  return html`<div class="parts-row">
      <div class="part trigger">
        <label class="hide" for="trigger">${texts.trigger}</label>
        <select id="trigger" aria-invalid=${error ? 'true' : nothing} aria-describedby=${error ? 'trigger-error' : nothing}
          @change=${({ target }: Event) => store.setTrigger((target as HTMLSelectElement).value)}>
          ${key === '' ? html`<option value="" selected>${texts.choose}</option>` : nothing}
          ${TRIGGER_GROUPS.map(
            ([group, keys]) => html`<optgroup label=${texts.triggerGroups[group] ?? group}>
              ${keys.map((one) => html`<option value=${one} ?selected=${one === key}>${texts.triggers[one] ?? one}</option>`)}
            </optgroup>`,
          )}
          ${key === '' || isKnownTrigger(on) ? nothing : html`<option value=${key} selected>${key}</option>`}
        </select>
        ${error ? html`<p class="error" id="trigger-error">${error}</p>` : nothing}
      </div>
      ${parts.map((part) => partControl(view, part, ['on']))}
    </div>
    ${kept.length ? keptPart(view, Object.fromEntries(kept.map((name) => [name, (on as Json)[name]])), state.said?.when) : nothing}`
}

/** What is wrong with the trigger itself, where no control of it shows it. */
function ownError(view: EditorView, inParts: boolean): string | undefined {
  const { problem } = view.state
  if (problem && inParts && problem.path.split('/').length > 2) return undefined
  return problem?.path.startsWith('/on') ? errorAt(view, ['on']) : undefined
}

function ifBlock(view: EditorView): TemplateResult {
  const { state, texts, object, client, acts, locale } = view
  const { consent } = state.rule as { consent?: Json }
  const error = errorAt(view, ['if'])
  if (!object) return html`<p class="muted">${texts.ifFirst}</p>`
  const label = labelText(state.objects.find(({ name }) => name === object)?.pluralLabel, locale, object)
  return html`<div role="group" aria-label="${texts.if}: ${label}">
      <kith-filter-builder
        id="/if"
        class=${error === texts.needed ? 'asked' : ''}
        ?disabled=${view.readOnly}
        object=${object}
        changes
        .client=${client}
        .value=${(state.rule['if'] ?? {}) as Json}
        @kith-change=${(event: CustomEvent) => acts.condition(event, ['if'], '')}
      ></kith-filter-builder>
    </div>
    ${error ? html`<p class="error ${error === texts.needed ? 'hide' : ''}">${error === texts.needed ? texts.missing['if'] : error}</p>` : nothing}
    ${consent ? keptPart(view, { consent }, texts.consent(String(consent['purpose']))) : nothing}`
}
