import { svg } from '../../base/index.ts'

const icon = (paths: unknown) =>
  svg`<svg viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths}</svg>`

/** What a step is dragged by. */
export const grip = icon(
  svg`<path d="M6 3.5v.01M6 8v.01M6 12.5v.01M10 3.5v.01M10 8v.01M10 12.5v.01" stroke-width="2" />`,
)
export const up = icon(svg`<path d="M8 12.5v-9M4.5 7 8 3.5 11.5 7" />`)
export const down = icon(svg`<path d="M8 3.5v9M4.5 9 8 12.5 11.5 9" />`)
export const plus = icon(svg`<path d="M8 3.5v9M3.5 8h9" />`)
export const cross = icon(svg`<path d="m4.5 4.5 7 7m0-7-7 7" />`)
/** A person who decides. */
export const person = icon(svg`<circle cx="8" cy="5.2" r="2.4" /><path d="M3.5 13c.4-2.6 2.2-4 4.5-4s4.1 1.4 4.5 4" />`)
export const clock = icon(svg`<circle cx="8" cy="8" r="5.2" /><path d="M8 5v3.2l2.2 1.4" />`)
