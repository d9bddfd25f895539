import { css } from '../../base/index.ts'

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    container: queue / inline-size;
    block-size: 100%;
    min-block-size: 24rem;
    max-block-size: 100dvh;
    background: var(--_canvas);
    font-variant-numeric: tabular-nums;
  }
  .head {
    flex: none;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 4px 20px;
    padding: 12px 20px;
    border-block-end: 1px solid var(--_line);
    background: var(--_surface);
  }
  .head > .row {
    gap: 4px 16px;
  }
  .title {
    font-size: var(--_text-lg);
  }
  .tabs {
    gap: 4px;
  }
  /* The dots before those that begin a line lie outside, and are cut off. */
  .figures {
    display: flex;
    flex-wrap: wrap;
    column-gap: 15px;
    overflow: clip;
  }
  .figures span {
    position: relative;
  }
  .figures span::before {
    content: '·';
    position: absolute;
    inset-inline-start: -10px;
  }
  .panes {
    flex: 1;
    min-block-size: 0;
    display: grid;
    grid-template-columns: minmax(16rem, 22rem) minmax(0, 1fr);
  }
  .list {
    overflow: hidden auto;
    scrollbar-width: thin;
    border-inline-end: 1px solid var(--_line);
    background: var(--_surface);
  }
  .list li {
    border-block-end: 1px solid var(--_line);
  }
  .item {
    display: grid;
    gap: 1px;
    inline-size: 100%;
    padding: 10px 16px;
    border: 0;
    border-radius: 0;
    background: none;
    font-size: var(--_text-md);
    font-weight: 400;
    text-align: start;
    white-space: normal;
    overflow-wrap: anywhere;
  }
  .item:hover {
    background: var(--_canvas);
  }
  .item[aria-current] {
    background: var(--_accent-soft);
    box-shadow: inset 3px 0 var(--_accent);
  }
  .item[aria-current]:dir(rtl) {
    box-shadow: inset -3px 0 var(--_accent);
  }
  .item:focus-visible {
    outline-offset: -2px;
  }
  .line {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: 8px;
  }
  .line b {
    font-weight: 600;
  }
  .line time {
    flex: none;
    font-size: var(--_text-xs);
    color: var(--_muted);
  }
  .line time::first-letter {
    text-transform: uppercase;
  }
  .item[aria-current] :is(time, small) {
    color: var(--_text);
  }
  .item .pill {
    font-size: var(--_text-xs);
    background: none;
  }
  .pill:is(.approved, .changed) {
    color: var(--_good);
    border-color: currentColor;
  }
  .pill:is(.refused, .contested) {
    color: var(--_bad);
    border-color: currentColor;
  }
  .group {
    padding: 16px 16px 6px;
    font-size: var(--_text-sm);
    font-weight: 560;
    color: var(--_muted);
    border-block-end: 1px solid var(--_line);
  }
  .keys,
  .list .nothing {
    padding: 12px 16px;
  }
  .more {
    margin: 8px 6px;
  }
  .pane {
    min-block-size: 0;
    overflow: hidden;
  }
  .bones {
    display: grid;
    gap: 10px;
    padding: 16px;
  }
  .bones.wide {
    gap: 20px;
    padding: 24px;
    max-inline-size: 40rem;
  }
  .bones .bone:nth-child(2n) {
    inline-size: 70%;
  }
  @container queue (inline-size < 720px) {
    .head {
      padding: 10px 16px;
    }
    .panes {
      grid-template-columns: minmax(0, 1fr);
    }
    .list {
      border-inline-end: 0;
    }
    .panes,
    .state {
      order: 1;
    }
    .toast {
      position: static;
      max-inline-size: none;
      inline-size: auto;
      margin: 8px 12px;
    }
    .keys,
    .head:has(~ .panes[data-reading='yes']) .figures {
      display: none;
    }
    .panes[data-reading='yes'] > .list,
    .panes[data-reading='no'] > .pane {
      display: none;
    }
  }
  @media (hover: none) {
    .keys {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .item[aria-current] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`
