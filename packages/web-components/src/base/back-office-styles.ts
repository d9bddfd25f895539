import { css } from './reactive-element.ts'

/** What screens for colleagues need beside `hostStyles`: three depths of surface, smaller type. */
export const backOfficeStyles = css`
  :host {
    --_accent-soft: var(--kith-accent-soft, light-dark(oklch(0.955 0.02 262), oklch(0.3 0.05 262)));
    --_canvas: var(--kith-canvas, light-dark(oklch(0.978 0.003 262), oklch(0.185 0.008 262)));
    --_sunken: var(--kith-sunken, light-dark(oklch(0.958 0.004 262), oklch(0.16 0.008 262)));
    --_warn-soft: var(--kith-warn-soft, light-dark(oklch(0.965 0.03 80), oklch(0.3 0.04 75)));
    --_shadow: var(--kith-shadow, 0 1px 2px light-dark(oklch(0.3 0.02 262 / 0.07), oklch(0 0 0 / 0.4)));
    --_lift: var(--kith-shadow-lift, 0 8px 24px light-dark(oklch(0.3 0.03 262 / 0.16), oklch(0 0 0 / 0.55)));
    --_radius-sm: var(--kith-radius-sm, 6px);
    --_text-xs: 0.6875rem;
    --_text-sm: 0.8125rem;
    --_text-md: 0.875rem;
    font-size: var(--_text-md);
  }
`
