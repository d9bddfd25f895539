import { css } from './reactive-element.ts'

/** Buttons, fields, dialogs, toasts and floating panels of screens for colleagues. */
export const controlStyles = css`
  :host {
    --_good: var(--kith-good, light-dark(oklch(0.5 0.12 155), oklch(0.77 0.14 155)));
    --_text-lg: 1.0625rem;
    --_fast: 120ms;
  }
  h2,
  h3,
  h4,
  p,
  ul,
  ol,
  dl,
  dd,
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  h2 {
    font-size: 1.375rem;
    line-height: 1.25;
    overflow-wrap: anywhere;
  }
  h3 {
    font-size: var(--_text-md);
  }
  a {
    color: var(--_accent);
    text-decoration: none;
  }
  a:hover {
    text-decoration: underline;
  }
  button,
  .button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
    background: var(--_surface);
    border: 1px solid var(--_edge);
    border-radius: var(--_radius-sm);
    padding: 5px 10px;
    min-block-size: 32px;
    max-inline-size: 100%;
  }
  input,
  select,
  textarea {
    inline-size: 100%;
  }
  textarea {
    resize: vertical;
    min-block-size: 64px;
  }
  ::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  input:is([type='checkbox'], [type='radio']) {
    inline-size: 16px;
    min-block-size: 16px;
    block-size: 16px;
    flex: none;
    margin: 0;
    padding: 0;
    accent-color: var(--_accent);
  }
  [aria-invalid='true'] {
    border-color: var(--_bad);
  }
  button {
    cursor: pointer;
    font-size: var(--_text-sm);
    font-weight: 560;
    border-color: var(--_line);
    white-space: nowrap;
    transition: background var(--_fast), border-color var(--_fast);
  }
  button:hover {
    border-color: var(--_edge);
  }
  button:active {
    background: var(--_sunken);
  }
  button:disabled {
    opacity: 0.5;
    cursor: default;
  }
  .primary {
    color: var(--_on-accent);
    background: var(--_accent);
    border-color: transparent;
  }
  .primary:is(:hover, :active) {
    background: color-mix(in oklab, var(--_accent) 88%, var(--_text));
    border-color: transparent;
  }
  .quiet {
    border-color: transparent;
    background: none;
    color: var(--_muted);
    font-weight: 400;
  }
  .quiet:hover {
    color: var(--_text);
    background: var(--_sunken);
    border-color: transparent;
  }
  .danger {
    color: var(--_bad);
  }
  .chip {
    border-radius: 99px;
    padding: 3px 11px;
    min-block-size: 28px;
    font-weight: 400;
    color: var(--_muted);
    inline-size: auto;
    font-size: var(--_text-sm);
    border-color: var(--_line);
    cursor: pointer;
  }
  .chip:is([aria-pressed='true'], .on) {
    background: var(--_accent-soft);
    border-color: transparent;
    color: var(--_text);
    font-weight: 560;
  }
  .muted,
  small {
    color: var(--_muted);
    font-size: var(--_text-sm);
  }
  .bad {
    color: var(--_bad);
  }
  .pill {
    display: inline-block;
    padding: 0 8px;
    border-radius: 99px;
    background: var(--_sunken);
    border: 1px solid var(--_line);
    font-size: var(--_text-sm);
    max-inline-size: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
    vertical-align: bottom;
  }
  .face {
    flex: none;
    display: inline-block;
    inline-size: 20px;
    block-size: 20px;
    border-radius: 50%;
    font-size: 9px;
    line-height: 20px;
    font-style: normal;
    font-weight: 600;
    text-align: center;
    color: #fff;
    background: oklch(0.52 0.12 var(--h));
  }
  dialog {
    inline-size: min(30rem, calc(100vw - 24px));
    max-block-size: min(44rem, calc(100dvh - 24px));
    padding: 20px;
    border: 1px solid var(--_line);
    border-radius: 16px;
    color: var(--_text);
    background: var(--_surface);
    box-shadow: var(--_lift);
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 0.35);
  }
  form {
    display: grid;
    gap: 12px;
  }
  .row {
    display: flex;
    align-items: center;
    gap: 8px;
    flex-wrap: wrap;
  }
  .end {
    justify-content: flex-end;
  }
  label,
  legend {
    display: block;
    margin-block-end: 3px;
    font-size: var(--_text-sm);
    font-weight: 560;
  }
  legend {
    padding: 0;
  }
  label span,
  legend span {
    font-weight: 400;
    color: var(--_muted);
  }
  .check {
    display: flex;
    gap: 8px;
    align-items: center;
    font-weight: 400;
    margin: 0;
    padding-block: 3px;
  }
  .check span {
    color: inherit;
  }
  .parts,
  .many,
  .choices {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 8px;
  }
  .many {
    grid-template-columns: 1fr 7rem;
    margin-block-end: 6px;
  }
  .choices {
    display: flex;
  }
  .field p {
    margin-block-start: 3px;
    color: var(--_muted);
    font-size: var(--_text-sm);
  }
  .field .error,
  .error {
    color: var(--_bad);
  }
  [popover] {
    position: fixed;
    inset: auto;
    margin: 0;
    padding: 6px;
    border: 1px solid var(--_line);
    border-radius: 10px;
    color: var(--_text);
    background: var(--_surface);
    box-shadow: var(--_lift);
    max-block-size: min(28rem, calc(100dvh - 24px));
    overflow: auto;
  }
  .toast {
    position: fixed;
    z-index: var(--kith-z, 1000);
    inset-block-end: max(18px, env(safe-area-inset-bottom));
    inset-inline: 0;
    margin-inline: auto;
    inline-size: fit-content;
    max-inline-size: calc(100% - 24px);
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 9px 14px;
    border-radius: 8px;
    font-size: var(--_text-sm);
    background: var(--_text);
    color: var(--_surface);
    box-shadow: var(--_lift);
  }
  .toast:not(:has(b)) {
    display: none;
  }
  .toast button {
    background: none;
    border: 0;
    color: inherit;
    text-decoration: underline;
    padding: 0 2px;
    min-block-size: 24px;
  }
  .state {
    display: grid;
    justify-items: center;
    gap: 8px;
    padding: 48px 20px;
    text-align: center;
    color: var(--_muted);
  }
  .state b {
    color: var(--_text);
    font-size: var(--_text-lg);
  }
  .note {
    padding: 6px 12px;
    border-radius: var(--_radius-sm);
    background: var(--_warn-soft);
    font-size: var(--_text-sm);
  }
  .hide {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .bone {
    block-size: 0.8em;
    border-radius: 4px;
    background: var(--_line);
    animation: bone 1.4s ease-in-out infinite alternate;
  }
  @keyframes bone {
    to {
      opacity: 0.45;
    }
  }
  @media (pointer: coarse) {
    button,
    input,
    select {
      min-block-size: 40px;
    }
    input,
    select,
    textarea {
      font-size: 16px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      animation: none !important;
      transition: none !important;
    }
  }
`
