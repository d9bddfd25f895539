import { html } from '../base/index.ts'
import { partTexts } from './group.ts'
import type { FieldRenderer } from './renderer.ts'

/** One of several options. */
export const select: FieldRenderer = (view) => {
  const { id, required, options = [] } = view.field
  return view.frame(
    html`<select part="input" id=${id} name=${id} ?required=${required} aria-invalid=${!!view.error}
      aria-describedby="${id}-note"><option value="">${partTexts(view).choose}</option>${options.map(
        (option) => html`<option value=${option.id}>${option.label}</option>`,
      )}</select>`,
  )
}
