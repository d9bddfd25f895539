import { css } from '../../base/index.ts'

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    container: record / inline-size;
    block-size: 100%;
    min-block-size: 24rem;
    max-block-size: 100dvh;
    background: var(--_canvas);
    font-variant-numeric: tabular-nums;
  }
  .grow {
    flex: 1;
    min-inline-size: 0;
  }
  header[part='header'],
  header:has(> .top) {
    flex: none;
    display: grid;
    gap: 10px;
    padding: 14px 20px 12px;
    border-block-end: 1px solid var(--_line);
    background: var(--_surface);
  }
  .top {
    gap: 10px;
    flex-wrap: nowrap;
  }
  .big {
    inline-size: 40px;
    block-size: 40px;
    line-height: 40px;
    font-size: 14px;
  }
  .sum {
    color: var(--_text);
  }
  .owner {
    display: flex;
    align-items: center;
    gap: 6px;
    margin: 0;
  }
  .stages {
    display: flex;
    gap: 3px;
    overflow-x: auto;
    scrollbar-width: none;
  }
  .stages li {
    flex: 1 0 auto;
  }
  .stages button {
    inline-size: 100%;
    border: 0;
    border-radius: 4px;
    font-weight: 500;
    color: var(--_muted);
    background: var(--_sunken);
  }
  .stages button:disabled {
    opacity: 1;
  }
  .stages button:hover:not(:disabled) {
    color: var(--_text);
    background: var(--_line);
  }
  .stages li:first-child button {
    border-start-start-radius: 16px;
    border-end-start-radius: 16px;
  }
  .stages li:last-child button {
    border-start-end-radius: 16px;
    border-end-end-radius: 16px;
  }
  .stages .passed button {
    color: var(--_text);
    background: var(--_accent-soft);
  }
  .stages .here button {
    color: var(--_on-accent);
    background: var(--_accent);
    font-weight: 600;
  }
  .stages .here small {
    color: inherit;
  }
  .stages .here.lost button {
    color: var(--_surface);
    background: var(--_bad);
  }
  .stages .here.won button {
    color: var(--_surface);
    background: var(--_good);
  }
  .stages .rots {
    text-decoration: underline wavy;
    text-underline-offset: 3px;
  }
  .tabs {
    display: none;
  }
  .columns {
    flex: 1;
    min-block-size: 0;
    display: grid;
    grid-template-columns: minmax(15rem, 19rem) minmax(0, 1fr) minmax(15rem, 19rem);
    gap: 16px;
    padding: 16px 20px 0;
    overflow: hidden;
  }
  .columns > section {
    min-inline-size: 0;
    overflow: hidden auto;
    scrollbar-width: thin;
    align-self: start;
    max-block-size: calc(100% - 16px);
  }
  .columns > .timeline,
  .columns > .related {
    max-block-size: 100%;
    padding-block-end: 16px;
  }
  .card {
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }
  .facts {
    padding: 6px 0;
  }
  .fact {
    position: relative;
    padding: 5px 14px;
  }
  .fact:hover,
  .fact:focus-within {
    background: var(--_canvas);
  }
  dt {
    font-size: var(--_text-xs);
    color: var(--_muted);
  }
  .fact dd {
    min-block-size: 1.45em;
    overflow-wrap: anywhere;
  }
  .value {
    display: block;
  }
  .one {
    display: block;
    white-space: pre-line;
  }
  .pair {
    display: block;
    font-size: var(--_text-sm);
  }
  .pen {
    position: absolute;
    inset: 5px 8px auto auto;
    min-block-size: 26px;
    padding: 4px;
    background: var(--_canvas);
    opacity: 0;
  }
  .pen::before {
    content: '';
    position: absolute;
    inset: 0;
  }
  .fact:hover .pen,
  .pen:focus-visible {
    opacity: 1;
  }
  svg {
    inline-size: 16px;
    block-size: 16px;
    display: block;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.3;
    stroke-linejoin: round;
    stroke-linecap: round;
  }
  .writing {
    padding: 8px 14px 12px;
    background: var(--_canvas);
  }
  .facts form {
    gap: 8px;
  }
  summary {
    padding: 6px 14px;
    font-size: var(--_text-sm);
    color: var(--_muted);
    cursor: pointer;
  }
  .add {
    margin: 2px 6px;
  }
  .whys {
    inline-size: min(46rem, calc(100vw - 24px));
    padding: 0;
    background: var(--_canvas);
  }
  .whys form {
    position: sticky;
    inset-block-end: 0;
    padding: 10px 20px;
    border-block-start: 1px solid var(--_line);
    background: var(--_surface);
  }
  .sides {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 10px;
  }
  .sides div {
    padding: 10px 12px;
    border: 1px solid var(--_line);
    border-radius: 8px;
    overflow-wrap: anywhere;
  }
  .bones {
    display: grid;
    gap: 18px;
    padding: 18px;
  }
  .bone.name {
    inline-size: 14rem;
    block-size: 1.4em;
  }
  .wait {
    background: var(--_line);
  }
  @container record (inline-size < 1000px) {
    .columns {
      display: block;
      overflow: auto;
      padding-block-end: 16px;
    }
    .columns > section {
      max-block-size: none;
      overflow: visible;
    }
    .tabs {
      display: flex;
      padding: 10px 20px 0;
    }
    .columns:not([data-tab='facts']) > .facts,
    .columns:not([data-tab='timeline']) > .timeline,
    .columns:not([data-tab='related']) > .related {
      display: none;
    }
  }
  @container record (inline-size < 560px) {
    header[part='header'] {
      padding: 12px;
    }
    .top {
      flex-wrap: wrap;
    }
    .top .grow {
      flex-basis: calc(100% - 60px);
    }
    .tabs {
      padding-inline: 12px;
    }
    .columns {
      padding: 12px;
    }
  }
  @media (hover: none) {
    .pen {
      opacity: 1;
    }
  }
`
