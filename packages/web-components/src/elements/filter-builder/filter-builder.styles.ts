import { css } from '../../base/index.ts'

/** The builder and its conditions. */
export const styles = css`
  :host {
    container: filter / inline-size;
    font-variant-numeric: tabular-nums;
  }
  .head {
    display: grid;
    gap: 2px;
    margin-block-end: 12px;
  }
  .sentence {
    font-size: 0.9375rem;
    font-weight: 600;
    line-height: 1.35;
    overflow-wrap: anywhere;
    text-align: start;
  }
  .count {
    display: flex;
    flex-wrap: wrap;
    gap: 0 8px;
    min-block-size: 1.45em;
    font-size: var(--_text-sm);
    color: var(--_muted);
    transition: opacity var(--_fast);
  }
  .count b {
    color: var(--_text);
    font-weight: 560;
  }
  .count[aria-busy='true'] .examples {
    opacity: 0.55;
  }
  .examples {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .mode {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px;
    margin-block-end: 6px;
  }
  select {
    inline-size: auto;
    min-inline-size: 0;
    text-overflow: ellipsis;
    border-color: var(--_edge);
  }
  .conditions {
    display: grid;
    gap: 6px;
  }
  .condition {
    position: relative;
    display: grid;
    grid-template-columns: var(--_grip, 22px) 3.75rem minmax(0, 1fr) auto;
    align-items: start;
    gap: 4px;
    border-radius: var(--_radius-sm);
  }
  .join {
    padding-block-start: 6px;
    color: var(--_muted);
    font-size: var(--_text-sm);
    text-align: end;
    padding-inline-end: 6px;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .what {
    container: what / inline-size;
    min-inline-size: 0;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 4px;
  }
  .row-of {
    display: grid;
    grid-template-columns: min(14rem, 34%) min(11rem, 26%) minmax(0, 1fr);
    align-items: start;
    gap: 6px;
  }
  .row-of > * {
    min-inline-size: 0;
  }
  .field {
    display: flex;
    align-items: center;
    gap: 6px;
    text-align: start;
    border-color: var(--_edge);
    font-weight: 560;
  }
  .field span {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .field::after {
    content: '';
    inline-size: 7px;
    block-size: 7px;
    margin-block-end: 3px;
    border: solid var(--_muted);
    border-width: 0 1.5px 1.5px 0;
    rotate: 45deg;
  }
  .operator {
    inline-size: 100%;
  }
  .ends {
    display: flex;
  }
  .icon {
    display: grid;
    place-items: center;
    inline-size: 28px;
    min-block-size: 32px;
    padding: 0;
    border-color: transparent;
    background: none;
    color: var(--_muted);
    font-weight: 400;
    font-size: 1.1rem;
  }
  .icon:hover {
    background: var(--_sunken);
    color: var(--_text);
  }
  .grip {
    inline-size: 22px;
    cursor: grab;
    touch-action: none;
  }
  .remove:hover {
    color: var(--_bad);
  }
  .condition > .what > .group {
    padding: 8px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_canvas);
  }
  .condition > .what > .group .group {
    background: var(--_surface);
  }
  .adds {
    display: flex;
    flex-wrap: wrap;
    gap: 2px;
    margin-block-start: 4px;
  }
  .add {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    padding-inline: 6px 10px;
  }
  .none {
    flex: 1 0 100%;
    margin-block-end: 6px;
  }
  .primary.add {
    padding-inline: 10px 14px;
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    margin-block-start: 12px;
    padding-block-start: 10px;
    border-block-start: 1px solid var(--_line);
  }
  .known {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 6px;
    margin-block-start: 4px;
  }
  .known .chip {
    color: var(--_text);
    overflow-wrap: anywhere;
    white-space: normal;
  }
  .views {
    display: flex;
    gap: 4px;
  }
  .undo {
    display: flex;
    align-items: center;
    gap: 8px;
    min-inline-size: 0;
    margin-inline-start: auto;
    font-size: var(--_text-sm);
  }
  .undo span {
    overflow: hidden;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  [data-lifted] {
    opacity: 0.5;
  }
  [data-drop]::before {
    content: '';
    position: absolute;
    inset-inline: 0;
    block-size: 0;
    border-block-start: 2px solid var(--_accent);
    pointer-events: none;
  }
  [data-drop='before']::before {
    inset-block-start: -4px;
  }
  [data-drop='after']::before {
    inset-block-end: -4px;
  }
  .group[data-drop='inside'] {
    position: relative;
    outline: 2px dashed var(--_accent);
    outline-offset: 2px;
  }
  fieldset:disabled {
    opacity: 0.6;
  }
  .bones {
    display: grid;
    gap: 10px;
  }
  .sentence-bone {
    inline-size: min(28rem, 90%);
    block-size: 1.1rem;
  }
  .count-bone {
    inline-size: 9rem;
  }
  .row-bone {
    block-size: 32px;
  }
  @container what (inline-size < 30rem) {
    .row-of {
      grid-template-columns: minmax(0, 1.2fr) minmax(0, 1fr);
    }
    .row-of > .value {
      grid-column: 1 / -1;
    }
    select.value,
    .value :is(input[type='text'], input[type='date'], input[type='datetime-local']),
    kith-record-picker {
      max-inline-size: none;
    }
  }
  @container what (inline-size < 17rem) {
    .row-of {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  @container filter (inline-size < 560px) {
    .condition {
      grid-template-columns: var(--_grip, 24px) minmax(0, 1fr) auto;
      padding: 6px;
      border: 1px solid var(--_line);
      background: var(--_surface);
    }
    .join {
      grid-column: 2;
      text-align: start;
      padding: 0;
      align-self: center;
    }
    .ends {
      grid-area: 1 / 3;
    }
    .grip {
      grid-area: 1 / 1;
    }
    .what {
      grid-column: 1 / -1;
    }
    .condition > .what > .group {
      padding: 6px;
    }
  }
  @media (pointer: coarse) {
    .icon,
    .grip {
      inline-size: 40px;
      min-block-size: 44px;
    }
    .chip,
    .add,
    .views button {
      min-block-size: 44px;
    }
    .conditions {
      --_grip: 40px;
    }
    .fields li {
      padding-block: 11px;
    }
  }
  @media (forced-colors: active) {
    .chip[aria-pressed='true'],
    .fields [aria-selected='true'] {
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
    .code pre {
      visibility: hidden;
    }
  }
`
