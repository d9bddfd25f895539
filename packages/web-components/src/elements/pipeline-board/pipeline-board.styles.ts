import { css } from '../../base/reactive-element.ts'

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    position: relative;
    container-type: inline-size;
    block-size: 100%;
    min-block-size: 20rem;
    max-block-size: 100dvh;
    background: var(--_canvas);
    font-size: var(--_text-sm);
    font-variant-numeric: tabular-nums;
  }
  * {
    margin: 0;
    padding: 0;
  }
  h2 {
    font-size: 1.375rem;
  }
  h3,
  small {
    font-size: inherit;
  }
  .name,
  [role='alert'] p {
    font-size: var(--_text-md);
  }
  p,
  small,
  h3 span,
  .who,
  .next {
    font-weight: 400;
    color: var(--_muted);
  }
  p,
  .next {
    font-size: var(--_text-xs);
  }
  .bar,
  .row,
  slot {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  .bar {
    padding: 2px 20px 10px;
    overflow-x: auto;
    flex: none;
  }
  .bar:first-child {
    gap: 12px;
    padding-block: 14px 8px;
  }
  slot {
    margin-inline-start: auto;
  }
  button,
  input,
  select {
    font: inherit;
    color: inherit;
    background: var(--_surface);
    border: 1px solid var(--_edge);
    border-radius: var(--_radius-sm);
    padding: 6px 12px;
  }
  button {
    cursor: pointer;
    border-color: var(--_line);
  }
  button:hover,
  .card:hover {
    border-color: var(--_edge);
  }
  .bar button {
    flex: none;
    padding: 3px 10px;
    border-radius: 99px;
    color: var(--_muted);
  }
  .bar [aria-pressed='true'] {
    background: var(--_accent-soft);
    border-color: transparent;
    color: inherit;
    font-weight: 560;
  }
  .tabs {
    display: none;
  }
  .board {
    flex: 1;
    display: flex;
    gap: 10px;
    min-block-size: 0;
    padding: 0 20px 20px;
    overflow-x: auto;
  }
  .col {
    flex: 1 0 204px;
    min-inline-size: 0;
    display: flex;
    flex-direction: column;
    background: var(--_sunken);
    border-radius: var(--_radius);
    scroll-snap-align: center;
  }
  .stage {
    padding: 10px 12px 8px;
  }
  .stage p,
  .who {
    min-block-size: 1.45em;
  }
  hr {
    block-size: 3px;
    margin-block-start: 8px;
    border: 0;
    border-radius: 2px;
    background: linear-gradient(var(--_accent) 0 0) 0 / var(--p) no-repeat var(--_line);
  }
  hr:dir(rtl) {
    background-position: right;
  }
  .scroll {
    flex: 1;
    overflow: hidden auto;
    scrollbar-width: thin;
    padding: 2px 6px 8px;
    text-align: center;
  }
  .card,
  .place {
    block-size: 5.25rem;
    margin-block-end: 0.375rem;
    border-radius: 8px;
    border: 1px solid var(--_line);
    text-align: start;
  }
  .card {
    list-style: none;
    position: relative;
    padding: 8px 10px;
    color: var(--_text);
    background: var(--_surface);
    box-shadow: var(--_shadow);
    cursor: pointer;
    user-select: none;
    -webkit-touch-callout: none;
    touch-action: manipulation;
  }
  .place {
    position: sticky;
    z-index: 1;
    inset-block-start: 0;
    border: 1.5px dashed var(--_accent);
    background: var(--_accent-soft);
  }
  .name,
  .who,
  .stage p {
    overflow: hidden;
    text-align: -webkit-match-parent;
    text-align: match-parent;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .name {
    font-weight: 580;
    line-height: 1.3;
    max-inline-size: calc(100% - 20px);
  }
  .row {
    margin-block-start: 3px;
    min-block-size: 28px;
  }
  .next {
    flex: 1;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
    line-height: 1.25;
    text-align: end;
    text-wrap: balance;
  }
  .bad {
    color: var(--_bad);
    font-weight: 560;
  }
  .rot {
    background: var(--_warn-soft);
    border-color: transparent;
  }
  i {
    flex: none;
    inline-size: 20px;
    border-radius: 50%;
    font-size: 9px;
    line-height: 20px;
    font-style: normal;
    font-weight: 600;
    text-align: center;
    color: #fff;
    background: oklch(0.52 0.12 var(--h));
  }
  .card button {
    position: absolute;
    inset-block-start: 3px;
    inset-inline-end: 3px;
    padding: 0 4px;
    border-color: transparent;
    background: none;
    color: var(--_muted);
  }
  .wait {
    border: 2px dashed var(--_accent);
  }
  .card:not([id]) {
    opacity: 0.5;
  }
  [popover],
  dialog {
    inset: auto;
    padding: 4px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    color: var(--_text);
    background: var(--_surface);
    box-shadow: var(--_lift);
  }
  .lift {
    padding: 8px 10px;
    rotate: -1.2deg;
    outline: 2px solid var(--_accent);
    pointer-events: none;
  }
  [role='menuitem'] {
    display: block;
    inline-size: 100%;
    min-inline-size: 10rem;
    border: 0;
    text-align: start;
  }
  [role='menuitem']:is(:hover, :focus) {
    background: var(--_accent-soft);
  }
  dialog {
    inset: 0;
    margin: auto;
    inline-size: 26rem;
    padding: 20px;
  }
  form,
  label {
    display: grid;
    gap: 12px;
  }
  label {
    gap: 4px;
  }
  form .row {
    justify-content: end;
  }
  .primary {
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .toast {
    position: absolute;
    inset: auto 0 18px;
    inline-size: fit-content;
    max-inline-size: 90%;
    margin: auto;
    padding: 9px 14px;
    border-radius: var(--_radius);
    color: var(--_canvas);
    background: var(--_text);
    box-shadow: var(--_lift);
  }
  .toast:not(:has(b)) {
    clip-path: inset(50%);
  }
  .toast b {
    font-weight: 400;
  }
  .toast button {
    border: 0;
    background: none;
    text-decoration: underline;
  }
  .note {
    padding: 8px 20px;
    background: var(--_warn-soft);
    color: inherit;
  }
  [role='alert'] {
    margin: auto;
    text-align: center;
  }
  [role='alert'] p {
    margin-block-end: 12px;
    color: inherit;
  }
  hr,
  i {
    forced-color-adjust: none;
  }
  @container (width < 40rem) {
    .tabs {
      display: flex;
    }
    .board {
      padding: 0 12px 12px;
      scroll-snap-type: x mandatory;
    }
    .board:has(.place) {
      scroll-snap-type: none;
    }
    .col {
      flex-basis: 100%;
    }
    button {
      min-block-size: 44px;
    }
    .card button {
      inset-block-start: 0;
      inset-inline-end: 0;
      min-inline-size: 44px;
    }
  }
`
