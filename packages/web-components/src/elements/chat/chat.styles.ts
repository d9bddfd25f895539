import { css } from '../../base/index.ts'

/** The launcher, and the panel that takes its place. */
export const styles = css`
  :host {
    position: fixed;
    inset-block-end: 20px;
    inset-inline-end: 20px;
    z-index: var(--kith-z, 1000);
    font-size: 0.875rem;
    --_sunken: var(--kith-sunken, color-mix(in oklab, var(--_text) 7%, var(--_surface)));
  }
  :host([placement='start']) {
    inset-inline: 20px auto;
  }
  button,
  textarea {
    font: inherit;
    color: inherit;
  }
  button {
    padding: 0;
    border: 0;
    background: none;
    cursor: pointer;
  }
  svg {
    display: block;
    width: 20px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .launcher,
  .send {
    display: grid;
    place-items: center;
    color: var(--_on-accent);
    background: var(--_accent);
    border: 1px solid transparent;
    border-radius: 50%;
  }
  .launcher {
    position: relative;
    width: 56px;
    height: 56px;
    box-shadow: var(--kith-shadow-lift, 0 8px 24px light-dark(oklch(0.3 0.03 262 / 0.16), oklch(0 0 0 / 0.55)));
  }
  .launcher svg {
    width: 24px;
  }
  .badge {
    position: absolute;
    inset-block-start: -2px;
    inset-inline-end: -2px;
    min-width: 20px;
    padding-inline: 6px;
    font: 600 0.75rem/20px var(--kith-font, inherit);
    color: var(--_surface);
    background: var(--_bad);
    border-radius: 10px;
  }
  section {
    display: flex;
    flex-direction: column;
    width: min(348px, 100vw - 40px);
    height: min(520px, 100dvh - 40px);
    overflow: hidden;
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: 16px;
    box-shadow: var(--kith-shadow-lift, 0 8px 24px light-dark(oklch(0.3 0.03 262 / 0.16), oklch(0 0 0 / 0.55)));
  }
  header {
    display: flex;
    gap: 10px;
    align-items: center;
    padding: 8px 8px 8px 14px;
    padding-inline: 14px 8px;
    line-height: 1.25;
    border-block-end: 1px solid var(--_line);
  }
  .face {
    display: grid;
    flex: none;
    place-items: center;
    width: 30px;
    height: 30px;
    font-size: 0.6875rem;
    font-weight: 600;
    color: var(--_on-accent);
    background: var(--_accent);
    border-radius: 50%;
  }
  header div {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  small {
    display: block;
    font-size: 0.75rem;
    color: var(--_muted);
  }
  .status::before {
    content: '';
    display: inline-block;
    width: 7px;
    height: 7px;
    margin-inline-end: 5px;
    background: var(--kith-good, light-dark(oklch(0.5 0.12 155), oklch(0.77 0.14 155)));
    border-radius: 50%;
  }
  .close {
    display: grid;
    flex: none;
    place-items: center;
    width: 44px;
    height: 44px;
    border-radius: var(--_radius);
  }
  .log {
    display: flex;
    flex: 1;
    flex-direction: column;
    gap: 6px;
    min-height: 0;
    padding: 14px;
    overflow-y: auto;
    overscroll-behavior: contain;
  }
  .line {
    display: grid;
    justify-items: start;
    max-width: 82%;
  }
  .me {
    align-self: end;
    justify-items: end;
  }
  .day {
    align-self: center;
  }
  .line p {
    margin: 0;
    padding: 8px 12px;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    background: var(--_sunken);
    border-radius: 14px;
  }
  .me p {
    color: var(--_on-accent);
    background: var(--_accent);
  }
  .pending p {
    opacity: 0.75;
  }
  .line small {
    padding: 2px 4px 4px;
    font-size: 0.6875rem;
  }
  .bad,
  .bad button {
    color: var(--_bad);
  }
  small button {
    min-height: 24px;
    text-decoration: underline;
  }
  .note {
    padding: 8px 14px;
    font-size: 0.75rem;
    color: var(--_muted);
    text-align: center;
  }
  .note button {
    min-height: 32px;
    font-weight: 600;
    color: var(--_accent);
  }
  form {
    display: flex;
    gap: 8px;
    align-items: end;
    padding: 10px;
    border-block-start: 1px solid var(--_line);
  }
  textarea {
    flex: 1;
    min-width: 0;
    max-height: 8.5em;
    padding: 9px 14px;
    font-size: 1rem;
    line-height: 1.25;
    resize: none;
    field-sizing: content;
    background: var(--_surface);
    border: 1px solid var(--_edge);
    border-radius: 20px;
  }
  .send {
    flex: none;
    width: 40px;
    height: 40px;
  }
  @media (max-width: 480px) {
    :host([open]) {
      inset: 0;
    }
    section {
      width: 100%;
      height: 100%;
      border: 0;
      border-radius: 0;
    }
    .send {
      width: 44px;
      height: 44px;
    }
  }
`
