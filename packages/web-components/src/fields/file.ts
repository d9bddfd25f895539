import { html } from '../base/index.ts'
import type { FieldRenderer } from './renderer.ts'

/** A file, handed in when the form is sent. */
export const file: FieldRenderer = (view) => {
  const { id, required } = view.field
  return view.frame(
    html`<input part="input" type="file" id=${id} name=${id} ?required=${required} aria-invalid=${!!view.error}
      aria-describedby="${id}-note">`,
  )
}
