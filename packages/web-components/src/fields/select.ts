import { html } from '../base/index.ts'
import type { FieldRenderer } from './renderer.ts'

/** One of several options; an empty first line stands for no choice. */
export const select: FieldRenderer = (view) => {
  const { id, required, placeholder, options = [] } = view.field
  return view.frame(
    html`<select part="input" id=${id} name=${id} ?required=${required} aria-invalid=${!!view.error} aria-describedby="${id}-note"><option value="">${placeholder}</option>${options.map(
      (option) => html`<option value=${option.id}>${option.label}</option>`,
    )}</select>`,
  )
}
