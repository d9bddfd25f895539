import { labelText } from '@kith/core/shared'
import { html, nothing, type TemplateResult } from '../../base/index.ts'
import type { Json, RulePath } from '../../stores/rule-editor-types.ts'
import { at, pointer } from '../../stores/rule-json.ts'
import type { Part } from '../../stores/rule-parts.ts'
import { triggerKey } from '../../stores/rule-triggers.ts'
import { framed, type PartView, written as read, select } from './frame.ts'
import { cronControl } from './part-cron.ts'
import { peopleControl } from './part-people.ts'
import { momentControl, spanControl } from './part-time.ts'
import { matchControl, namesControl, valuesControl } from './part-values.ts'
import { type EditorView, errorAt, type Option, optionsOf, partLabel } from './view.ts'

type Control = (part: PartView) => TemplateResult

/** The control of a part of a trigger or a step, which stands at `base`. */
export function partControl(view: EditorView, part: Part, base: RulePath): TemplateResult {
  const path = [...base, ...part.path]
  const value = at(view.state.rule, path)
  const error = errorAt(view, part.kind === 'moment' ? [...path, 'field'] : path)
  return CONTROLS[part.kind]({
    view,
    part,
    path,
    id: pointer(path),
    label: partLabel(view, part),
    value,
    error,
    set: (next) => view.acts.set(path, next),
  })
}

const text: Control = (one) => {
  const { view, part, id, value, error, set } = one
  return framed(
    one,
    html`<input
      id=${id}
      type=${part.name === 'url' ? 'url' : 'text'}
      autocomplete="off"
      placeholder=${view.texts.placeholders[part.name] ?? ''}
      aria-invalid=${error ? 'true' : nothing}
      aria-describedby=${error ? `${id}-error` : nothing}
      .value=${String(value ?? '')}
      @input=${(event: Event) => set(read(event) || (part.required ? '' : undefined))}
    />`,
    true,
  )
}

const words: Control = (one) => {
  const { view, part, id, value, error, set } = one
  const write = (event: Event) => set(withWords(value, read(event), view.locale, part.required === true))
  return framed(
    one,
    html`<textarea
      id=${id}
      rows=${part.name === 'subject' ? 1 : 2}
      maxlength="200"
      dir="auto"
      placeholder=${view.texts.placeholders[part.name] ?? ''}
      aria-invalid=${error ? 'true' : nothing}
      aria-describedby=${error ? `${id}-error` : nothing}
      .value=${labelText(value as string | undefined, view.locale)}
      @input=${write}
    ></textarea>`,
    true,
  )
}

/** A text in the language of the page; those in other languages stay. */
export function withWords(before: unknown, text: string, locale: string, required: boolean): unknown {
  if (typeof before !== 'object' || before === null) return text || (required ? '' : undefined)
  const exact = Object.hasOwn(before, locale) ? locale : (locale.split('-')[0] ?? 'en')
  return { ...(before as Json), [exact]: text }
}

const choice: Control = (one) => {
  const { view, part, id, value, set } = one
  const options = optionsOf(view, part.source ?? 'fields')
  if (part.source === 'tags') return tag(one, options)
  const empty = part.required ? view.texts.choose : (view.texts.any[part.name] ?? '')
  const change = (next: string) => {
    if (part.name === 'strategy') return view.acts.set(one.path.slice(0, -1), strategy(view, one.path, next))
    if (part.name === 'object') view.store.setTrigger(triggerKey(view.state.rule['on']))
    set(next || (part.required ? '' : undefined))
  }
  return framed(one, select({ id, error: one.error }, options, String(value ?? ''), empty, change))
}

/** Another way of giving it to somebody: what both need stays. */
function strategy({ state }: EditorView, path: RulePath, next: string): Json {
  const { team, owner, of: _, strategy: __, ...rest } = at(state.rule, path.slice(0, -1)) as Json
  const needs = next === 'fixed' ? { owner: owner ?? '' } : next.includes('-') ? { team: team ?? '' } : {}
  return { ...rest, strategy: next, ...needs }
}

function tag(one: PartView, options: readonly Option[]): TemplateResult {
  const { view, id, value, error, set } = one
  return framed(
    one,
    html`<input
        id=${id}
        list="${id}-list"
        autocomplete="off"
        maxlength="60"
        placeholder=${view.texts.placeholders['tag'] ?? ''}
        aria-invalid=${error ? 'true' : nothing}
        .value=${String(value ?? '')}
        @input=${(event: Event) => set(read(event))}
      /><datalist id="${id}-list">${options.map(({ label }) => html`<option value=${label}></option>`)}</datalist>`,
  )
}

const flag: Control = ({ id, label, value, part, set }) => {
  const { standard = false } = part
  const on = value === undefined ? standard : value === true
  return html`<label class="check part">
    <input id=${id} type="checkbox" .checked=${on}
      @change=${(event: Event) => {
        const { checked } = event.target as HTMLInputElement
        set(checked === standard ? undefined : checked)
      }} />
    <span>${label}</span>
  </label>`
}

const filter: Control = ({ view, path, label, value, error, set }) => {
  const { texts, state, object, client, acts } = view
  const key = path[0] === 'then' ? (state.keys[Number(path[1])] ?? '') : ''
  if (value === undefined)
    return html`<p class="part wide still">
      <span class="muted">${texts.still}</span>
      <button type="button" class="quiet act" @click=${() => set({})}>${texts.addStill}</button>
    </p>`
  return html`<div class="part wide condition" role="group" aria-label=${label}>
    <p class="label">${label}
      <button type="button" class="quiet" @click=${() => {
        view.store.unfinished(key, false)
        set(undefined)
      }}>${texts.takeOff}</button>
    </p>
    ${Object.keys(value as Json).length ? nothing : html`<p class="muted">${texts.stillHelp}</p>`}
    <kith-filter-builder
      class=${error === texts.needed ? 'asked' : ''}
      ?disabled=${view.readOnly}
      object=${object}
      .client=${client}
      .value=${value as Json}
      @kith-change=${(event: CustomEvent) => acts.condition(event, path, key)}
    ></kith-filter-builder>
  </div>`
}

const CONTROLS: Readonly<Record<Part['kind'], Control>> = {
  text,
  words,
  choice,
  flag,
  filter,
  span: spanControl,
  moment: momentControl,
  people: peopleControl,
  values: valuesControl,
  names: namesControl,
  cron: cronControl,
  matches: matchControl,
}
