import { svg } from '../../base/index.ts'

const icon = (paths: unknown) =>
  svg`<svg viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" aria-hidden="true">${paths}</svg>`

/** What a condition is dragged by. */
export const grip = icon(
  svg`<path d="M6 3.5v.01M6 8v.01M6 12.5v.01M10 3.5v.01M10 8v.01M10 12.5v.01" stroke-width="2" />`,
)
/** More actions. */
export const dots = icon(svg`<path d="M3.5 8h.01M8 8h.01M12.5 8h.01" stroke-width="2.2" />`)
/** Something new. */
export const plus = icon(svg`<path d="M8 3.5v9M3.5 8h9" />`)
