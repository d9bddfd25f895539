import { css } from '../../base/index.ts'

export const styles = css`
  :host {
    --_warn: var(--kith-warn, light-dark(oklch(0.53 0.12 65), oklch(0.8 0.13 75)));
    --_text-lg: 1.0625rem;
    container: inbox / inline-size;
    block-size: 100%;
    min-block-size: 24rem;
    max-block-size: 100dvh;
    background: var(--_surface);
    font-variant-numeric: tabular-nums;
  }
  h2,
  h3,
  p,
  ul,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  h2 {
    font-size: var(--_text-lg);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  h3 {
    font-size: var(--_text-md);
  }
  small,
  time,
  dt {
    font-size: var(--_text-xs);
    font-weight: 400;
    color: var(--_muted);
  }
  .inbox {
    block-size: 100%;
    display: grid;
    grid-template-columns: minmax(15rem, 20rem) minmax(0, 1fr) minmax(13rem, 17rem);
    grid-template-rows: minmax(0, 1fr);
  }
  nav,
  section,
  aside {
    display: flex;
    flex-direction: column;
    min-inline-size: 0;
    min-block-size: 0;
  }
  .inbox:not(.reading) aside {
    display: none;
  }
  .inbox:not(.reading) section {
    grid-column: 2 / -1;
  }
  nav {
    background: var(--_sunken);
    border-inline-end: 1px solid var(--_line);
  }
  aside {
    gap: 12px;
    padding: 16px;
    overflow: auto;
    border-inline-start: 1px solid var(--_line);
  }
  header {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 10px 16px;
    min-block-size: 3.25rem;
  }
  section > header {
    border-block-end: 1px solid var(--_line);
  }
  section > header h2 {
    margin-inline-end: auto;
  }
  slot {
    display: flex;
    gap: 6px;
    margin-inline-start: auto;
  }
  button,
  select,
  textarea {
    font: inherit;
    font-size: var(--_text-sm);
    color: inherit;
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius-sm);
    padding: 6px 12px;
  }
  button,
  select {
    cursor: pointer;
    flex: none;
    max-inline-size: 100%;
  }
  select {
    padding-inline: 8px;
    max-inline-size: 11rem;
  }
  button:hover,
  select:hover {
    border-color: var(--_edge);
  }
  button:disabled {
    cursor: default;
    opacity: 0.55;
  }
  .primary {
    background: var(--_accent);
    border-color: transparent;
    color: var(--_on-accent);
    font-weight: 560;
  }
  .plain {
    border-color: transparent;
    background: none;
    color: var(--_accent);
  }
  .back,
  .more {
    display: none;
  }
  .back {
    padding: 6px;
    color: inherit;
  }
  .back:dir(rtl) {
    scale: -1 1;
  }
  .chips {
    display: flex;
    gap: 4px;
    flex: none;
    flex-wrap: wrap;
    padding: 0 12px 10px;
  }
  .chips button {
    padding: 3px 9px;
    border-radius: 99px;
    color: var(--_muted);
  }
  .chips [aria-pressed='true'] {
    background: var(--_accent-soft);
    border-color: transparent;
    color: inherit;
    font-weight: 560;
  }
  .list {
    flex: 1;
    overflow: auto;
    list-style: none;
    padding: 0 8px 8px;
  }
  .row {
    display: grid;
    gap: 1px;
    inline-size: 100%;
    margin-block-end: 2px;
    position: relative;
    padding-block: 8px;
    padding-inline: 22px 10px;
    border-radius: 8px;
    border-color: transparent;
    background: none;
    text-align: start;
  }
  .row:hover {
    background: color-mix(in oklab, var(--_surface) 60%, transparent);
  }
  .row[aria-current='true'] {
    background: var(--_surface);
    border-color: var(--_line);
    box-shadow: var(--_shadow);
  }
  .line {
    display: flex;
    align-items: center;
    gap: 8px;
    min-inline-size: 0;
  }
  .line > :first-child {
    flex: 1;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .row b {
    font-weight: 500;
    font-size: var(--_text-md);
  }
  .unread b {
    font-weight: 700;
  }
  .last {
    color: var(--_muted);
  }
  .unread .last {
    color: inherit;
    font-weight: 560;
  }
  .by {
    color: var(--_muted);
    font-weight: 560;
  }
  /* Filled: nobody has read it. A ring: read, but still waiting for an answer. */
  :is(.unread, .waiting)::before {
    content: '';
    position: absolute;
    box-sizing: border-box;
    inset-block-start: 14px;
    inset-inline-start: 8px;
    inline-size: 8px;
    block-size: 8px;
    border: 2px solid var(--_accent);
    border-radius: 50%;
  }
  .unread::before {
    background: var(--_accent);
  }
  .badge {
    min-inline-size: 18px;
    padding: 0 5px;
    border-radius: 99px;
    background: var(--_accent);
    color: var(--_on-accent);
    font-size: var(--_text-xs);
    font-weight: 600;
    line-height: 18px;
    text-align: center;
  }
  .late {
    color: var(--_bad);
    font-weight: 560;
  }
  .empty {
    display: grid;
    gap: 8px;
    justify-items: center;
    margin: auto;
    padding: 24px;
    text-align: center;
    color: var(--_muted);
  }
  .empty h2 {
    color: var(--_text);
    white-space: normal;
  }
  .empty .primary {
    margin-block-start: 4px;
  }
  aside a {
    color: var(--_accent);
    text-decoration: none;
  }
  aside a:hover {
    text-decoration: underline;
  }
  aside h3 {
    overflow-wrap: anywhere;
  }
  .note {
    padding: 8px 16px;
    background: var(--_warn-soft);
    font-size: var(--_text-sm);
  }
  .messages {
    flex: 1;
    display: flex;
    flex-direction: column;
    gap: 8px;
    overflow: auto;
    overflow-wrap: anywhere;
    padding: 16px;
  }
  .messages:focus-visible {
    outline-offset: -2px;
  }
  .messages > :first-child {
    margin-block-start: auto;
  }
  .older {
    align-self: center;
  }
  .day {
    display: flex;
    align-items: center;
    gap: 12px;
    margin-block: 8px 0;
    font-size: var(--_text-xs);
    color: var(--_muted);
  }
  .day::first-letter {
    text-transform: uppercase;
  }
  .day::before,
  .day::after {
    content: '';
    flex: 1;
    border-block-start: 1px solid var(--_line);
  }
  .bubble {
    max-inline-size: min(34rem, 85%);
    align-self: start;
    padding: 8px 12px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    border-end-start-radius: 3px;
    background: var(--_canvas);
  }
  .bubble p {
    white-space: pre-wrap;
  }
  .bubble time {
    margin-inline-start: 8px;
  }
  .out {
    align-self: end;
    border-radius: var(--_radius);
    border-end-end-radius: 3px;
    border-color: transparent;
    background: var(--_accent-soft);
  }
  .internal {
    background: var(--_warn-soft);
    border: 1px dashed var(--_warn);
  }
  .failed {
    border-color: var(--_bad);
  }
  form {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    padding: 12px 16px;
    border-block-start: 1px solid var(--_line);
  }
  form.internal {
    border-inline: 0;
    border-block-end: 0;
  }
  textarea {
    inline-size: 100%;
    resize: none;
    field-sizing: content;
    max-block-size: 12rem;
    border-color: var(--_edge);
    padding: 8px 10px;
    font-size: var(--_text-md);
  }
  label {
    display: flex;
    align-items: center;
    gap: 6px;
    margin-inline-end: auto;
    font-size: var(--_text-sm);
    color: var(--_muted);
  }
  .internal label,
  .internal small,
  .internal time {
    color: inherit;
  }
  dd {
    margin-block-end: 8px;
    overflow-wrap: anywhere;
    font-size: var(--_text-sm);
  }
  summary {
    cursor: pointer;
    font-size: var(--_text-sm);
  }
  .ghost {
    min-block-size: 3.75rem;
    inline-size: 100%;
    border-color: transparent;
    background: color-mix(in oklab, var(--_line) 60%, transparent);
    animation: pulse 1.2s infinite alternate;
  }
  .bubble.ghost {
    inline-size: 60%;
  }
  @keyframes pulse {
    to {
      opacity: 0.5;
    }
  }
  @container (width < 58rem) {
    .inbox {
      grid-template-columns: minmax(13rem, 17rem) minmax(0, 1fr);
    }
    .more {
      display: block;
    }
    aside {
      display: none;
    }
    .details section > :not(header) {
      display: none;
    }
    .details section {
      grid-area: 1 / 2;
      block-size: fit-content;
    }
    .details aside {
      display: flex;
      grid-area: 1 / 2;
      margin-block-start: 3.5rem;
      border: 0;
    }
  }
  @container (width < 40rem) {
    .inbox {
      grid-template-columns: minmax(0, 1fr);
    }
    .reading nav,
    .inbox:not(.reading) section {
      display: none;
    }
    .details section,
    .details aside {
      grid-area: 1 / 1;
    }
    .back {
      display: block;
    }
    section > header {
      flex-wrap: wrap;
    }
    section > header h2 {
      flex: 1 0 40%;
    }
    header :is(select, select + button) {
      order: 1;
    }
    .details aside {
      margin-block-start: 7rem;
    }
    nav {
      border: 0;
    }
    button,
    select,
    label {
      min-block-size: 44px;
      min-inline-size: 44px;
    }
    textarea {
      font-size: 1rem;
    }
  }
`
