import { html } from '../base/index.ts'
import type { FieldRenderer } from './renderer.ts'
import { group } from './structured.ts'

/** Any of several options. */
export const multiSelect: FieldRenderer = (view) =>
  group(
    view,
    view.field.options?.map(
      ({ id, label }) =>
        html`<label class="check"><input type="checkbox" name=${view.field.id} value=${id}><span>${label}</span></label>`,
    ),
  )
