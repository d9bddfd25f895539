import { css } from '../../base/index.ts'

/** The editor around its controls. */
export const styles = css`
  :host {
    --_head: 54px;
    position: relative;
    container: editor / inline-size;
    padding: 14px 20px 32px;
    background: var(--_canvas);
    font-variant-numeric: tabular-nums;
  }
  header {
    position: sticky;
    inset-block-start: 0;
    z-index: 3;
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    gap: 8px 16px;
    margin-inline: -20px;
    padding: 8px 20px;
    min-block-size: 54px;
    background: var(--_canvas);
  }
  header,
  .note,
  .conflict,
  .columns,
  .tried {
    max-inline-size: 84rem;
  }
  header {
    max-inline-size: calc(84rem + 40px);
  }
  .name {
    flex: 1 1 18rem;
    min-inline-size: 0;
  }
  #name {
    font-size: 1.25rem;
    font-weight: 640;
    padding-inline: 8px;
    margin-inline-start: -9px;
    inline-size: calc(100% + 9px);
    background: transparent;
    border-color: transparent;
    resize: none;
    field-sizing: content;
    max-block-size: calc(3lh + 12px);
    min-block-size: 0;
    line-height: 1.3;
  }
  #name:placeholder-shown,
  #name:is(:hover, :focus):enabled {
    border-color: var(--_edge);
    background: var(--_surface);
  }
  #name:disabled {
    color: inherit;
    opacity: 1;
  }
  #name::placeholder {
    font-weight: 400;
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 14px;
    min-block-size: 38px;
  }
  .acts > :empty {
    display: none;
  }
  .note {
    margin-block-end: 12px;
  }
  .grow {
    flex: 1;
  }
  .columns {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(15rem, 22rem);
    gap: 24px;
    align-items: start;
    margin-block-start: 6px;
  }
  aside {
    position: sticky;
    inset-block-start: calc(var(--_head) + 10px);
    display: grid;
    gap: 8px;
    padding: 14px 16px;
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }
  aside h3 {
    font-size: var(--_text-sm);
    color: var(--_muted);
    font-weight: 560;
  }
  .said {
    font-size: 0.9375rem;
    overflow-wrap: anywhere;
  }
  .said p {
    font-weight: 600;
  }
  .said ol {
    display: grid;
    gap: 6px;
    margin-block-start: 8px;
    padding-inline-start: 1.4em;
    list-style: decimal;
  }
  .said.old {
    color: var(--_muted);
  }
  fieldset {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
  }
  .block {
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }
  .block > h3 {
    padding: 10px 16px 0;
    font-size: 0.9375rem;
  }
  .block > h3 span {
    display: inline-block;
    margin-inline-start: 6px;
    font-size: var(--_text-sm);
    font-weight: 400;
    color: var(--_muted);
  }
  .inside {
    padding: 8px 16px 16px;
  }
  .looked :is(.add, .grip, .step-head .icon, .quiet, .people select) {
    display: none;
  }
  .looked :is(input, select, textarea) {
    border-color: transparent;
    background: var(--_sunken);
    resize: none;
  }
  .looked select {
    appearance: none;
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    margin-block-start: 12px;
  }
  .views {
    display: flex;
    gap: 4px;
  }
  .undo {
    font-size: var(--_text-sm);
    color: var(--_muted);
  }
  .try {
    border-color: var(--_edge);
  }
  .json textarea {
    font: 0.8125rem / 1.5 ui-monospace, monospace;
    white-space: pre;
  }
  .conflict {
    margin-block-end: 12px;
    padding: 14px 16px;
    background: var(--_warn-soft);
    border-radius: var(--_radius);
  }
  .both {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr));
    gap: 16px;
    margin-block-start: 8px;
  }
  .both > div {
    display: grid;
    gap: 6px;
    align-content: start;
    justify-items: start;
  }
  .tried {
    margin-block-start: 20px;
    padding: 12px 16px 16px;
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    scroll-margin-block-start: calc(var(--_head) + 18px);
    min-block-size: min(80vh, 40rem);
  }
  .tried:focus {
    outline: none;
  }
  .bones {
    display: grid;
    gap: 16px;
    max-inline-size: 46rem;
    padding-block: 8px;
  }
  .bones .head {
    block-size: 1.8rem;
    inline-size: 60%;
  }
  .bones .box {
    block-size: 7rem;
    border-radius: var(--_radius);
  }
  @container editor (inline-size < 860px) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
      gap: 14px;
    }
    aside {
      position: static;
    }
  }
  @container editor (inline-size < 560px) {
    /* The name scrolls away; what stays is one slim line. */
    header {
      display: contents;
    }
    .name {
      padding-block: 8px 4px;
    }
    #name {
      inline-size: calc(100% + 18px);
      max-inline-size: none;
    }
    .acts {
      position: sticky;
      inset-block-start: 0;
      z-index: 3;
      flex-wrap: nowrap;
      margin-inline: -20px;
      padding: 4px 20px;
      min-block-size: 48px;
      background: var(--_canvas);
    }
    .acts > .muted {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .acts .primary {
      margin-inline-start: auto;
    }
    .inside,
    .block > h3 {
      padding-inline: 12px;
    }
    .tried {
      padding-inline: 12px;
    }
    .foot > .grow {
      display: none;
    }
    .try {
      flex: 1 0 100%;
    }
  }
`
