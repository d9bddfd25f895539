import { html } from '../base/index.ts'
import { group, part, partTexts } from './group.ts'
import type { FieldRenderer } from './renderer.ts'

/** A licence to practise: its number, who issued it, how long it holds. */
export const credential: FieldRenderer = (view) => {
  const { number, authority, validUntil } = partTexts(view)
  return group(
    view,
    html`<div class="parts">
      ${part(view, 'number', number)} ${part(view, 'authority', authority)}
      ${part(view, 'validUntilOn', validUntil, { type: 'date' })}
    </div>`,
  )
}
