import { css } from '../../base/index.ts'

export const styles = css`
  :host {
    position: relative;
    container: simulation / inline-size;
    font-variant-numeric: tabular-nums;
  }
  h4 {
    margin-block: 18px 6px;
    font-size: var(--_text-md);
  }
  h5 {
    margin: 0;
    padding-block: 10px 4px;
    font-size: var(--_text-sm);
    color: var(--_muted);
    font-weight: 560;
  }
  h5 time::first-letter {
    text-transform: uppercase;
  }
  .period {
    position: relative;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px;
    margin-block: 8px 14px;
  }
  .period .chip {
    position: relative;
    display: inline-flex;
    align-items: center;
    margin: 0;
    border: 1px solid var(--_line);
  }
  .period input {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    opacity: 0;
    cursor: pointer;
  }
  .period .chip.on {
    border-color: var(--_accent);
  }
  .chip:has(:focus-visible) {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  .period .muted {
    padding-inline: 0 6px;
  }
  .running {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
  }
  progress {
    inline-size: 8rem;
    accent-color: var(--_accent);
  }
  .failed {
    display: grid;
    gap: 6px;
    justify-items: start;
  }
  .summary {
    display: grid;
    gap: 6px;
    justify-items: start;
    padding: 14px 16px;
    background: var(--_canvas);
    border: 1px solid var(--_line);
    border-radius: 8px;
  }
  .summary h4 {
    margin-block: 8px 0;
    font-size: var(--_text-sm);
    color: var(--_muted);
    font-weight: 560;
  }
  .big {
    font-size: 1.0625rem;
    font-weight: 640;
  }
  .figures {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 18px;
    color: var(--_muted);
    overflow: clip;
  }
  .figures li {
    position: relative;
  }
  /* The dots before those that begin a line lie outside, and are cut off. */
  .figures li::before {
    content: '·';
    position: absolute;
    inset-inline-start: -11px;
  }
  .groups {
    display: grid;
    gap: 4px;
    overflow-wrap: anywhere;
  }
  .groups li {
    display: flex;
    gap: 10px;
  }
  .groups li > b:first-child {
    min-inline-size: 3.2em;
    flex: none;
    text-align: end;
  }
  .run {
    display: grid;
    grid-template-columns: 4.6rem minmax(0, 1fr);
    padding-block: 8px;
    border-block-start: 1px solid var(--_line);
  }
  .run > time {
    white-space: nowrap;
    color: var(--_muted);
    font-size: var(--_text-sm);
  }
  .run > div {
    display: grid;
    gap: 2px;
    overflow-wrap: anywhere;
  }
  .who {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
    font-weight: 600;
  }
  .who a {
    color: inherit;
    text-decoration: underline;
    text-decoration-color: var(--_line);
    text-underline-offset: 3px;
  }
  .heavy {
    display: inline-block;
    padding: 0 8px;
    border-radius: 10px;
    font-size: var(--_text-sm);
    font-weight: 400;
    color: var(--_text);
    background: var(--_warn-soft);
  }
  .figures .heavy {
    padding: 0 6px;
  }
  summary {
    cursor: pointer;
    inline-size: fit-content;
    padding-block: 2px;
    font-size: var(--_text-sm);
    color: var(--_muted);
  }
  details .conditions {
    padding-block: 4px;
    font-size: var(--_text-sm);
  }
  table {
    inline-size: 100%;
    margin-block-start: 8px;
    border-collapse: collapse;
  }
  th,
  td {
    padding: 8px 12px 8px 0;
    text-align: start;
    vertical-align: top;
    border-block-end: 1px solid var(--_line);
    overflow-wrap: anywhere;
  }
  thead th {
    font-size: var(--_text-sm);
    color: var(--_muted);
    font-weight: 560;
  }
  th {
    inline-size: 26%;
    font-weight: 600;
  }
  @container simulation (inline-size < 560px) {
    .run {
      grid-template-columns: minmax(0, 1fr);
    }
    thead {
      display: none;
    }
    tr,
    tbody th,
    td {
      display: block;
      inline-size: auto;
      border: 0;
      padding: 2px 0;
    }
    tr {
      padding-block: 8px;
      border-block-end: 1px solid var(--_line);
    }
    td::before {
      content: attr(data-label);
      display: block;
      font-size: var(--_text-sm);
      color: var(--_muted);
    }
  }
`
