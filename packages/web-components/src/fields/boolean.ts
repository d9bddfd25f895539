import { html } from '../base/index.ts'
import type { FieldRenderer } from './renderer.ts'

/** A box to tick; also how consents are asked for. */
export const boolean: FieldRenderer = (view) => {
  const { id, label, required } = view.field
  return html`<div class="field" part="field"><label class="check"
    ><input id=${id} name=${id} type="checkbox" ?required=${required} aria-invalid=${!!view.error} aria-describedby="${id}-note"
    ><span>${label}</span></label>${view.note}</div>`
}
