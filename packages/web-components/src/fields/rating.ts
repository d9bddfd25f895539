import { html } from '../base/index.ts'
import type { FieldRenderer } from './renderer.ts'
import { group } from './structured.ts'

/** One of the whole numbers from 1 to `max` (default 5). */
export const rating: FieldRenderer = (view) => {
  const { id, max = 5 } = view.field
  const choice = (_: unknown, at: number) =>
    html`<label class="check"><input type="radio" name=${id} value=${at + 1}><span>${at + 1}</span></label>`
  return group(view, html`<div class="choices">${Array.from({ length: max }, choice)}</div>`)
}
