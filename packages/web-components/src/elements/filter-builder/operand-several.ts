import { html, type TemplateResult } from '../../base/index.ts'
import { readDecimal } from '../../fields/numbers.ts'
import { isMyTeams } from '../../stores/filter-builder-operators.ts'
import { type OperandView, optionsOf } from './operand-native.ts'
import { picker } from './operand-record.ts'

/** Several values: options to tick, records to pick, texts and numbers to type. */
export function several(of: OperandView): TemplateResult {
  const { kind, field, part } = of.subject
  const values = Array.isArray(of.row.value) ? (of.row.value as readonly unknown[]) : []
  if (kind === 'option') return ticked(of, values)
  if (field.to === 'team' && part === undefined) return teams(of, values)
  return html`<span class="value listed">
    ${values.map((value) => pill(of, values, value))}
    ${field.to && part === undefined ? picked(of, values) : typed(of, values)}
  </span>`
}

function ticked(of: OperandView, values: readonly unknown[]): TemplateResult {
  const { set, name, view } = of
  const options = optionsOf(of)
  const toggle = (id: string) => {
    const next = options
      .map((one) => one.id)
      .filter((one) => (one === id ? !values.includes(id) : values.includes(one)))
    set(next.length ? next : undefined)
  }
  return html`<span class="value listed" role="group" aria-label="${name}: ${view.texts.value}">
    ${options.map(
      ({ id, label }) =>
        html`<button type="button" class="chip" aria-pressed=${values.includes(id)} @click=${() => toggle(id)}>${label}</button>`,
    )}
  </span>`
}

/** The teams of whoever asks, or those that are picked. */
function teams(of: OperandView, values: readonly unknown[]): TemplateResult {
  const { row, set, view } = of
  const mine = isMyTeams(row.value)
  return html`<span class="value listed">
    <button type="button" class="chip" aria-pressed=${mine} @click=${() => set(mine ? undefined : { actor: 'teams' })}>${view.texts.myTeams}</button>
    ${values.map((value) => pill(of, values, value))} ${picked(of, values)}
  </span>`
}

const said = ({ view, subject }: OperandView, value: unknown) =>
  subject.field.to
    ? (view.state.titles.get(String(value)) ?? String(value))
    : typeof value === 'number'
      ? value.toLocaleString(view.locale)
      : String(value)

function pill(of: OperandView, values: readonly unknown[], value: unknown): TemplateResult {
  const { set, view } = of
  const text = said(of, value)
  const drop = () => {
    const left = values.filter((one) => one !== value)
    set(left.length ? left : undefined)
  }
  return html`<span class="pill" title=${text}>${text}
    <button type="button" class="drop" aria-label=${view.texts.drop(text)} @click=${drop}>×</button></span>`
}

function picked(of: OperandView, values: readonly unknown[]): TemplateResult {
  return picker(of, '', (id, title, found) => {
    if (!id) return
    of.view.store.name(id, title)
    if (!values.includes(id)) of.set([...values, id])
    found.value = ''
    Object.assign(found, { text: '' })
  })
}

function typed(of: OperandView, values: readonly unknown[]): TemplateResult {
  const { subject, view, set, name } = of
  const take = (input: HTMLInputElement) => {
    const text = input.value.trim()
    const value = subject.kind === 'number' ? Number(readDecimal(text, view.locale) ?? Number.NaN) : text
    if (!text || Number.isNaN(value)) return
    input.value = ''
    if (!values.includes(value)) set([...values, value])
  }
  const key = (event: KeyboardEvent) => {
    const input = event.target as HTMLInputElement
    if (event.key === 'Backspace' && !input.value && values.length)
      set(values.length > 1 ? values.slice(0, -1) : undefined)
    if (event.key !== 'Enter') return
    event.preventDefault()
    take(input)
  }
  return html`<input
    type="text"
    autocomplete="off"
    placeholder=${view.texts.addValue}
    aria-label="${name}: ${view.texts.addValue}"
    aria-invalid=${!!of.error}
    @keydown=${key}
    @change=${({ target }: Event) => take(target as HTMLInputElement)}
  />`
}
