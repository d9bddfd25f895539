import { css } from '../../base/index.ts'

/** Values, menus and the JSON of a builder. */
export const partStyles = css`
  .note-of {
    font-size: var(--_text-sm);
  }
  .note-of.muted {
    color: var(--_unfinished, var(--_muted));
  }
  .kept {
    padding: 5px 10px;
    border: 1px dashed var(--_edge);
    border-radius: var(--_radius-sm);
    overflow-wrap: anywhere;
  }
  summary {
    font-size: var(--_text-sm);
    color: var(--_muted);
    cursor: pointer;
    inline-size: fit-content;
  }
  pre {
    margin: 4px 0 0;
    font: var(--_text-sm) / 1.5 ui-monospace, monospace;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .value {
    display: block;
    min-inline-size: 0;
  }
  select.value {
    inline-size: 100%;
    max-inline-size: 22rem;
  }
  .value :is(input[type='text'], input[type='date'], input[type='datetime-local']) {
    max-inline-size: 22rem;
  }
  .value .field {
    display: block;
  }
  .pair {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .pair > .value {
    flex: 1 1 10rem;
  }
  .pair > input {
    flex: 1 1 6rem;
    inline-size: 7rem;
  }
  .pair > .length {
    flex: 0 1 5rem;
  }
  .month-day {
    display: flex;
    gap: 6px;
  }
  .month-day > .length {
    inline-size: 5rem;
  }
  .parts {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(7rem, 9rem));
    gap: 6px;
  }
  .parts span {
    display: block;
    font-size: var(--_text-sm);
    color: var(--_muted);
  }
  .parts input {
    inline-size: 100%;
    font-weight: 400;
  }
  kith-record-picker {
    max-inline-size: 22rem;
  }
  .listed {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px;
  }
  .listed input,
  .listed kith-record-picker {
    flex: 1 1 9rem;
    inline-size: 9rem;
  }
  .listed .chip {
    border-color: var(--_edge);
  }
  .listed .chip[aria-pressed='true'] {
    border-color: var(--_accent);
  }
  .pill {
    display: inline-flex;
    align-items: center;
    white-space: nowrap;
  }
  .drop {
    min-block-size: 24px;
    padding: 0 0 0 6px;
    border: 0;
    background: none;
    color: var(--_muted);
  }
  .fields {
    inline-size: min(20rem, calc(100vw - 16px));
  }
  .fields ul {
    margin-block-start: 6px;
  }
  .fields li {
    padding: 5px 8px;
    border-radius: var(--_radius-sm);
    overflow-wrap: anywhere;
  }
  .fields [role='option'] {
    cursor: pointer;
  }
  .fields .under {
    padding-block: 10px 3px;
    color: var(--_muted);
    font-size: var(--_text-sm);
    font-weight: 560;
  }
  .fields [aria-selected='true'],
  .fields [role='option']:hover {
    background: var(--_accent-soft);
  }
  .fields input {
    position: sticky;
    inset-block-start: 0;
  }
  .menu:popover-open {
    display: grid;
    min-inline-size: 11rem;
  }
  .menu button {
    border-color: transparent;
    text-align: start;
    font-weight: 400;
  }
  .menu button:is(:hover, :focus-visible) {
    background: var(--_sunken);
  }
  .code {
    display: grid;
    border: 1px solid var(--_edge);
    border-radius: var(--_radius-sm);
    background: var(--_surface);
    max-block-size: 24rem;
    overflow: auto;
  }
  .code > * {
    grid-area: 1 / 1;
    margin: 0;
    padding: 8px 10px;
    border: 0;
    min-block-size: 9rem;
    font: var(--_text-sm) / 1.5 ui-monospace, monospace;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    tab-size: 2;
  }
  .code pre {
    color: transparent;
    user-select: none;
  }
  .code mark {
    color: transparent;
    background: color-mix(in oklab, var(--_bad) 16%, transparent);
    border-block-end: 2px solid var(--_bad);
    border-radius: 2px;
  }
  .code textarea {
    resize: none;
    overflow: hidden;
    background: none;
    color: var(--_text);
  }
  #json-note {
    margin-block-start: 6px;
    font-size: var(--_text-sm);
    overflow-wrap: anywhere;
  }
  .line {
    min-block-size: 24px;
    padding: 0 8px;
    margin-inline-end: 6px;
    color: inherit;
  }
`
