import { css } from '../../base/index.ts'

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    position: relative;
    container: list / inline-size;
    block-size: 100%;
    min-block-size: 20rem;
    max-block-size: 100dvh;
    background: var(--_canvas);
    font-variant-numeric: tabular-nums;
  }
  .bar {
    flex: none;
    display: flex;
    align-items: center;
    gap: 6px;
    padding: 2px 20px 10px;
    overflow-x: auto;
    scrollbar-width: none;
  }
  .bar:first-child {
    gap: 10px;
    padding-block: 14px 8px;
  }
  .bar > * {
    flex: none;
  }
  .grow {
    flex: 1;
  }
  .bar .find {
    flex: 0 1 16rem;
    min-inline-size: 9rem;
    min-block-size: 28px;
    padding-block: 3px;
    border-color: var(--_edge);
  }
  .bar > .note {
    flex: 1;
  }
  .bar.filtered {
    overflow: visible;
  }
  .filtered .chip {
    flex: 0 1 auto;
    min-inline-size: 0;
    text-align: start;
    white-space: normal;
    overflow: hidden;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    border-radius: var(--_radius-sm);
  }
  .filtered .quiet {
    min-block-size: 28px;
    padding: 0 9px;
  }
  .filter-panel {
    inline-size: min(52rem, calc(100vw - 16px));
    max-block-size: min(44rem, calc(100dvh - 16px));
    padding: 16px;
  }
  .scroll {
    flex: 1;
    min-block-size: 0;
    margin: 0 20px 20px;
    overflow: auto;
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    scrollbar-width: thin;
  }
  table {
    inline-size: 100%;
    border-collapse: separate;
    border-spacing: 0;
  }
  th,
  td {
    padding: 0 12px;
    block-size: 40px;
    text-align: start;
    border-block-end: 1px solid var(--_line);
    font-weight: 400;
    max-inline-size: 18rem;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  thead th {
    position: sticky;
    z-index: 1;
    inset-block-start: 0;
    block-size: 34px;
    padding: 0 4px;
    background: var(--_surface);
  }
  thead button {
    border-color: transparent;
    background: none;
    color: var(--_muted);
    font-weight: 560;
    padding-inline: 8px;
    min-block-size: 28px;
  }
  thead button:disabled {
    opacity: 1;
    background: none;
  }
  thead button:hover:enabled {
    color: var(--_text);
    background: var(--_sunken);
    border-color: transparent;
  }
  [aria-sort] button {
    color: var(--_text);
  }
  .num {
    text-align: end;
  }
  tbody tr {
    cursor: pointer;
  }
  tbody tr:hover {
    background: var(--_canvas);
  }
  tbody tr:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: -2px;
  }
  tbody tr:last-child > * {
    border-block-end: 0;
  }
  tbody th {
    font-weight: 560;
  }
  tbody th a {
    color: inherit;
  }
  td a[href^='/'] {
    color: inherit;
  }
  td:not(:has(a, .pill)) {
    color: color-mix(in oklab, var(--_text) 82%, var(--_surface));
  }
  time {
    display: inline-block;
  }
  time::first-letter {
    text-transform: uppercase;
  }
  .who {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  .fresh {
    animation: fresh 3.5s ease-out;
  }
  @keyframes fresh {
    0%,
    40% {
      background: var(--_accent-soft);
    }
  }
  .bones {
    display: grid;
    align-content: start;
    gap: 26px;
    padding: 18px;
  }
  .head {
    inline-size: 12rem;
    block-size: 1.6rem;
  }
  .end-of-list {
    block-size: 1px;
  }
  .busy {
    padding: 10px;
    text-align: center;
  }
  .choice {
    inline-size: 15rem;
  }
  .choice label {
    padding: 4px 8px;
    border-radius: var(--_radius-sm);
  }
  .choice label:hover {
    background: var(--_sunken);
  }
  .choice button {
    inline-size: 100%;
    text-align: start;
    margin-block-start: 4px;
  }
  @container list (inline-size < 640px) {
    .bar,
    .bar:first-child {
      flex-wrap: wrap;
      padding-inline: 12px;
    }
    .bar .find {
      flex: 1 0 100%;
    }
    .bar:first-child > small {
      order: 1;
      flex: 1 0 100%;
      margin-block-start: -8px;
    }
    .scroll {
      margin: 0;
      border: 0;
      border-radius: 0;
      background: none;
      padding: 2px 12px 12px;
    }
    table,
    tbody,
    tr,
    tbody th,
    td {
      display: block;
    }
    thead {
      display: none;
    }
    tbody tr {
      display: flex;
      flex-wrap: wrap;
      gap: 2px 12px;
      align-items: center;
      margin-block-end: 8px;
      padding: 9px 12px;
      background: var(--_surface);
      border: 1px solid var(--_line);
      border-radius: 8px;
      box-shadow: var(--_shadow);
    }
    tbody tr > * {
      block-size: auto;
      padding: 1px 0;
      border: 0;
      max-inline-size: 100%;
      text-align: start;
    }
    tbody tr > :empty {
      display: none;
    }
    tbody tr > th {
      flex: 1 0 100%;
      white-space: normal;
      overflow-wrap: anywhere;
      font-size: 0.9375rem;
    }
    tbody td {
      font-size: var(--_text-sm);
      color: var(--_muted);
    }
    tbody td:last-of-type {
      margin-inline-start: auto;
    }
    tbody td:nth-of-type(n + 7) {
      display: none;
    }
  }
`
