import type { PublicFormField } from '@kith/core'
import { labelText } from '@kith/core/shared'
import { html, nothing, type TemplateResult } from '../../base/index.ts'
import { filled } from '../../fields/filled.ts'
import { rendererOf } from '../../fields/index.ts'
import { fieldView, input } from '../../fields/renderer.ts'
import { readField } from '../../fields/values.ts'
import { leadForm } from '../../locales/en/lead-form.ts'
import type { Subject } from '../../stores/filter-builder-model.ts'
import type { ConditionRow } from '../../stores/filter-builder-types.ts'
import type { BuilderView } from './view.ts'

/** What an editor of a value is given. */
export interface OperandView {
  readonly view: BuilderView
  readonly row: ConditionRow
  readonly subject: Subject
  /** What the condition asks about, for labels. */
  readonly name: string
  /** What is wrong with the value. */
  readonly error: string | undefined
  readonly set: (value: unknown) => void
}

/** Options of a field that are still offered, and those that the condition names. */
export function optionsOf({
  subject,
  view,
  row,
}: OperandView): readonly { readonly id: string; readonly label: string }[] {
  const chosen = [row.value].flat()
  return (subject.field.options ?? [])
    .filter(({ id, retired }) => !retired || chosen.includes(id))
    .map(({ id, label }) => ({ id, label: labelText(label, view.locale, id) }))
}

/** A native select. */
export function choice(
  { row, name, set, view, error }: OperandView,
  options: readonly { readonly id: string; readonly label: string }[],
): TemplateResult {
  const value = row.value === undefined ? '' : String(row.value)
  const take = ({ target }: Event) => {
    const { value } = target as HTMLSelectElement
    set(value === '' ? undefined : value === 'true' || value === 'false' ? value === 'true' : value)
  }
  return html`<select class="value" aria-label="${name}: ${view.texts.value}" aria-invalid=${!!error} aria-describedby="${row.id}-note" @change=${take}>
    ${value === '' ? html`<option value="" selected>${view.texts.choose}</option>` : nothing}
    ${options.map(({ id, label }) => html`<option value=${id} ?selected=${id === value}>${label}</option>`)}
  </select>`
}

const textInput = input('text', 'off')

/** The control that forms have for a type, without its label, filled with a value. */
export function native({ row, name, error, view, set }: OperandView, type: PublicFormField['type']): TemplateResult {
  const { locale } = view
  const field = { id: row.id, type, label: `${name}: ${view.texts.value}`, required: true } as PublicFormField
  const base = fieldView(field, error, leadForm, locale)
  const shown = {
    ...base,
    frame: (control: TemplateResult) => html`<label class="hide" for=${row.id}>${field.label}</label>${control}`,
  }
  const render = type === 'text' ? textInput : rendererOf(type)
  const read = ({ target }: Event) => {
    const { name, value } = target as HTMLInputElement
    const data = new FormData()
    data.append(name, value)
    const next = readField(field, data, locale)
    set(type === 'number' && typeof next !== 'number' ? undefined : next)
  }
  return html`<span class="value" ${filled({ [row.id]: written(type, row.value, locale) })} @input=${read}>${render?.(shown)}</span>`
}

/** A value as its control has it. */
function written(type: PublicFormField['type'], value: unknown, locale: string): unknown {
  if (typeof value === 'number') return value.toLocaleString(locale, { useGrouping: false, maximumFractionDigits: 17 })
  if (type !== 'dateTime' || typeof value !== 'string') return value
  const local = new Date(value).toLocaleString('sv').replace(' ', 'T')
  return local.endsWith(':00') ? local.slice(0, 16) : local
}
