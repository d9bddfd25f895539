import { html, nothing } from '../base/index.ts'
import type { FieldRenderer } from './renderer.ts'

/** Text of several lines. */
export const longText: FieldRenderer = (view) => {
  const { id, placeholder, required } = view.field
  return view.frame(
    html`<textarea part="input" id=${id} name=${id} ?required=${required} rows="4" placeholder=${placeholder ?? nothing} aria-invalid=${!!view.error} aria-describedby="${id}-note"></textarea>`,
  )
}
