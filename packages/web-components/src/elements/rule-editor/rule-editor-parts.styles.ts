import { css } from '../../base/index.ts'

/** Controls of a rule. */
export const partStyles = css`
  .parts-row {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    gap: 10px 14px;
  }
  .parts-row:has(> .trigger) {
    align-items: end;
  }
  .part {
    flex: 0 1 13rem;
    min-inline-size: min(9rem, 100%);
    margin: 0;
  }
  .part.wide {
    flex: 1 0 100%;
    min-inline-size: 0;
  }
  .part:is(.trigger, .of-strategy) {
    flex: 0 1 20rem;
  }
  .part.check {
    align-self: end;
    flex: 0 1 auto;
    min-block-size: 32px;
  }
  .label {
    display: flex;
    align-items: center;
    gap: 8px;
    margin-block-end: 3px;
    font-size: var(--_text-sm);
    font-weight: 560;
  }
  .part > .row {
    flex-wrap: wrap;
  }
  .row input,
  .row select {
    inline-size: auto;
  }
  .pair {
    display: flex;
    gap: 6px;
    min-inline-size: 0;
  }
  .pair input {
    inline-size: 4.5rem;
    flex: none;
  }
  .pair:has([inputmode='decimal']:not([type='number'])) input {
    inline-size: 8rem;
  }
  .pair .unit {
    position: relative;
  }
  .small {
    max-inline-size: 7rem;
  }
  .code {
    font-family: ui-monospace, monospace;
  }
  .part:is(:has(> .row .pair), :has(> .pair)) {
    flex-basis: auto;
  }
  .people {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 14px;
  }
  .people select {
    inline-size: auto;
  }
  .chip .x {
    min-block-size: 20px;
    padding: 0 4px;
    margin-inline: 2px -6px;
  }
  .assigns {
    display: grid;
    gap: 8px;
    justify-items: start;
  }
  .assign {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 8px;
    inline-size: 100%;
  }
  .assign > .label {
    flex: 0 0 9rem;
    margin: 0;
    overflow-wrap: anywhere;
  }
  .assign > :is(input, select, kith-record-picker) {
    flex: 0 1 16rem;
    inline-size: auto;
  }
  .assigns > select {
    inline-size: auto;
  }
  .kept,
  pre {
    display: block;
    margin: 0;
    padding: 6px 8px;
    max-inline-size: 100%;
    overflow: auto;
    font: 0.75rem / 1.5 ui-monospace, monospace;
    background: var(--_sunken);
    border-radius: var(--_radius-sm);
  }
  .kept-part {
    display: grid;
    gap: 6px;
    margin-block-start: 8px;
  }
  @media (pointer: coarse) {
    .icon {
      inline-size: 40px;
      min-block-size: 40px;
    }
    .check,
    .views .chip {
      min-block-size: 40px;
    }
  }
  @container editor (inline-size < 560px) {
    .part,
    .part.trigger {
      flex: 1 1 100%;
    }
    .part:has(> .row .pair) {
      flex-basis: 100%;
    }
    .assign > .label {
      flex-basis: 100%;
    }
    .kinds {
      grid-template-columns: 1fr;
    }
  }
`
