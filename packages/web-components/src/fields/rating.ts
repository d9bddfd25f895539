import { html } from '../base/index.ts'
import { group } from './group.ts'
import type { FieldRenderer } from './renderer.ts'

/** One of the whole numbers from 1 to `max` (default 5). */
export const rating: FieldRenderer = (view) => {
  const { id, max = 5 } = view.field
  return group(
    view,
    html`<div class="choices">${Array.from(
      { length: max },
      (_, at) => html`<label><input type="radio" name=${id} value=${at + 1}><span>${at + 1}</span></label>`,
    )}</div>`,
  )
}
