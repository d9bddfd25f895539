import { css } from './reactive-element.ts'

/**
 * Colours and the box of every element.
 *
 * A page overrides a value by `--kith-<name>` anywhere above the element (`:root { --kith-accent: #0a7 }`);
 * styles inside use `--_<name>`, which holds the page's value or ours. Lines and muted text are mixed from text and
 * surface, so that they follow a page that changes only those. Each pair of text and surface meets 4.5:1, edges of
 * controls meet 3:1, in both schemes.
 */
export const hostStyles = css`
  :host {
    --_accent: var(--kith-accent, light-dark(oklch(0.52 0.16 262), oklch(0.74 0.13 262)));
    --_on-accent: var(--kith-on-accent, light-dark(#fff, oklch(0.2 0.04 262)));
    --_surface: var(--kith-surface, light-dark(#fff, oklch(0.225 0.009 262)));
    --_text: var(--kith-text, light-dark(oklch(0.27 0.02 262), oklch(0.94 0.006 262)));
    --_bad: var(--kith-bad, light-dark(oklch(0.53 0.18 25), oklch(0.74 0.15 25)));
    --_muted: var(--kith-muted, color-mix(in oklab, var(--_text) 70%, var(--_surface)));
    --_edge: var(--kith-edge, color-mix(in oklab, var(--_text) 50%, var(--_surface)));
    --_line: var(--kith-line, color-mix(in oklab, var(--_text) 12%, var(--_surface)));
    --_radius: var(--kith-radius, 10px);
    display: block;
    box-sizing: border-box;
    color: var(--_text);
    font-family: var(--kith-font, inherit);
    font-size: 1rem;
    line-height: 1.45;
    text-align: start;
  }
  :host(:state(dark)),
  :host([theme='dark']) {
    color-scheme: dark;
  }
  :host(:state(light)),
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  * {
    box-sizing: inherit;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
`
