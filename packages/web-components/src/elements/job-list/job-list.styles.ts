import { css } from '../../base/index.ts'

export const styles = css`
  :host {
    container: jobs / inline-size;
    padding: 16px 20px 24px;
    background: var(--_canvas);
    font-variant-numeric: tabular-nums;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    gap: 4px 20px;
    margin-block-end: 16px;
  }
  .head h2 {
    font-size: 1.25rem;
  }
  .grow {
    flex: 1 1 16rem;
  }
  section {
    margin-block-end: 24px;
  }
  .over {
    justify-content: space-between;
    min-block-size: 32px;
    margin-block-end: 4px;
  }
  .count {
    display: inline-block;
    color: var(--_muted);
    font-weight: 400;
    margin-inline-start: 4px;
  }
  .help {
    margin-block-end: 8px;
  }
  .card {
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }
  .job {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto auto;
    align-items: center;
    gap: 2px 20px;
    padding: 9px 14px;
    overflow-wrap: anywhere;
  }
  .job:not(:last-child) {
    border-block-end: 1px solid var(--_line);
  }
  .dead {
    box-shadow: inset 3px 0 var(--_bad);
  }
  .dead:dir(rtl) {
    box-shadow: inset -3px 0 var(--_bad);
  }
  .dead:first-child {
    border-start-start-radius: var(--_radius);
    border-start-end-radius: var(--_radius);
  }
  .dead:last-child {
    border-end-start-radius: var(--_radius);
    border-end-end-radius: var(--_radius);
  }
  .what b {
    display: block;
    font-weight: 600;
  }
  .about {
    font-size: var(--_text-sm);
    color: var(--_muted);
  }
  .about + .about::before {
    content: '·';
    margin-inline: 6px;
  }
  .name {
    padding: 0;
    min-block-size: 24px;
    font-weight: 400;
    color: var(--_accent);
    white-space: normal;
    text-align: start;
  }
  .name:hover {
    color: var(--_accent);
    background: none;
    text-decoration: underline;
  }
  .facts {
    display: grid;
    justify-items: end;
    font-size: var(--_text-sm);
    color: var(--_muted);
    text-align: end;
  }
  .facts .bad {
    color: var(--_bad);
    font-weight: 560;
  }
  .waiting .facts {
    grid-column: 2 / -1;
  }
  details {
    grid-column: 1 / -1;
    font-size: var(--_text-sm);
  }
  summary {
    display: flex;
    gap: 6px;
    align-items: baseline;
    min-block-size: 24px;
    cursor: pointer;
    color: var(--_bad);
    list-style: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary::before {
    content: '';
    flex: none;
    inline-size: 6px;
    block-size: 6px;
    border: solid currentColor;
    border-width: 0 1.5px 1.5px 0;
    rotate: -45deg;
    translate: 0 -1px;
  }
  summary:dir(rtl)::before {
    rotate: 135deg;
  }
  details[open] summary::before {
    rotate: 45deg;
    translate: 0 -3px;
  }
  .first {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  details[open] .first {
    white-space: normal;
  }
  pre {
    margin: 6px 0 2px;
    padding: 10px 12px;
    max-block-size: 16rem;
    overflow: auto;
    border-radius: var(--_radius-sm);
    background: var(--_sunken);
    font: 0.75rem / 1.5 ui-monospace, monospace;
    white-space: pre-wrap;
    direction: ltr;
    text-align: left;
  }
  .told {
    display: flex;
    align-items: center;
    gap: 12px;
    justify-content: space-between;
    margin-block-end: 16px;
    padding: 6px 6px 6px 14px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_accent-soft);
  }
  .note {
    margin-block-end: 12px;
  }
  .bones {
    grid-template-columns: minmax(0, 20rem);
    gap: 8px;
  }
  .bone.short {
    inline-size: 50%;
  }
  @container jobs (inline-size < 620px) {
    .job {
      grid-template-columns: minmax(0, 1fr);
    }
    .job > * {
      grid-column: 1;
    }
    .about {
      display: block;
    }
    .about + .about::before {
      content: none;
    }
    .facts,
    .waiting .facts {
      grid-column: 1;
      display: flex;
      flex-wrap: wrap;
      gap: 0 12px;
      justify-content: flex-start;
      text-align: start;
    }
    .job > button {
      justify-self: start;
      margin-block: 4px;
      order: 1;
    }
  }
`
