import { html, nothing, type TemplateResult } from '../../base/index.ts'
import { isMe } from '../../stores/filter-builder-operators.ts'
import type { OperandView } from './operand-native.ts'

type Picker = HTMLElement & { readonly text: string; value: string }

/** Chooses a record by typing a part of its name. */
export function picker(
  { subject, name, view }: OperandView,
  id: string,
  take: (id: string, title: string, picker: Picker) => void,
): TemplateResult {
  const pick = (event: CustomEvent<{ id: string }>) => {
    event.stopPropagation()
    const found = event.target as Picker
    take(event.detail.id, found.text, found)
  }
  return html`<kith-record-picker
    class="value"
    lang=${view.locale}
    object=${subject.field.to ?? ''}
    .client=${view.client}
    .value=${id}
    .text=${view.state.titles.get(id) ?? id}
    aria-label="${name}: ${view.texts.value}"
    @kith-pick=${pick}
  ></kith-record-picker>`
}

/** A record that a relation points to. */
export function record(of: OperandView): TemplateResult {
  const { row, set, view } = of
  return picker(of, typeof row.value === 'string' ? row.value : '', (id, title) => {
    view.store.name(id, title)
    set(id || undefined)
  })
}

/** A colleague, or whoever asks. */
export function person(of: OperandView): TemplateResult {
  const { row, view, set, name } = of
  const { texts, modes } = view
  const me = isMe(row.value) || (row.value === undefined && modes.get(row.id) === 'me')
  const choose = ({ target }: Event) => {
    const { value } = target as HTMLSelectElement
    modes.set(row.id, value)
    set(value === 'me' ? { actor: 'id' } : undefined)
    view.acts.refresh()
  }
  return html`<span class="value pair">
    <select aria-label="${name}: ${texts.value}" @change=${choose}>
      ${row.value === undefined && !modes.has(row.id) ? html`<option value="" selected>${texts.choose}</option>` : nothing}
      <option value="me" ?selected=${me}>${texts.me}</option>
      <option value="someone" ?selected=${!me && (row.value !== undefined || modes.has(row.id))}>${texts.someone}</option>
    </select>
    ${me || (row.value === undefined && !modes.has(row.id)) ? nothing : record(of)}
  </span>`
}
