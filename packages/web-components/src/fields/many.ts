import type { ManyItem } from '@kith/core'
import { html, type TemplateResult } from '../base/index.ts'
import type { RecordTexts } from '../base/record-texts.ts'
import type { FieldView } from './renderer.ts'
import { group } from './structured.ts'

const KINDS = ['work', 'home', 'mobile', 'other']
const INPUTS: Readonly<Record<string, string>> = { email: 'email', phone: 'tel', url: 'url' }

/** A list of e-mails, phones or addresses of the web: a line for each and one for another, each with its kind. */
export function manyItems(view: FieldView, items: readonly ManyItem[], texts: RecordTexts): TemplateResult {
  const { id, type } = view.field
  const line = (item: ManyItem | undefined, at: number) => html`<div class="many">
    <input
      part="input"
      id=${at === 0 ? `${id}-first` : `${id}-${at}`}
      name=${id}
      type=${INPUTS[type] ?? 'text'}
      autocomplete="off"
      aria-label="${view.field.label} ${at + 1}"
      aria-invalid=${!!view.error}
      aria-describedby="${id}-note"
      .value=${String(item?.value ?? '')}
    />
    <select name="${id}:kind" aria-label=${texts.kind}>
      <option value=""></option>
      ${KINDS.map((kind) => html`<option value=${kind} ?selected=${item?.kind === kind}>${texts.kinds[kind]}</option>`)}
    </select>
  </div>`
  return group(view, [...items, undefined].map(line))
}

/** What stands in the lines of {@link manyItems}; the first is the primary one. Undefined where all are empty. */
export function readManyItems(id: string, data: FormData): readonly ManyItem[] | undefined {
  const kinds = data.getAll(`${id}:kind`)
  const items = data.getAll(id).flatMap((value, at) => {
    const text = String(value).trim()
    const kind = String(kinds[at] ?? '')
    return text ? [{ value: text, ...(kind && { kind }) }] : []
  })
  return items.length ? items.map((item, at) => (at === 0 ? { ...item, primary: true } : item)) : undefined
}
