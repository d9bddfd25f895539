import { css } from '../base/reactive-element.ts'

/** Conditions with their marks and values, and values that were changed. */
export const conditionStyles = css`
  .conditions {
    display: grid;
    gap: 6px;
  }
  .conditions li {
    display: grid;
    grid-template-columns: 16px fit-content(60%) minmax(0, 1fr);
    gap: 0 8px;
    align-items: start;
    overflow-wrap: anywhere;
  }
  .mark {
    inline-size: 16px;
    block-size: 16px;
    margin-block-start: 2px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.8;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .holds > .mark {
    color: var(--_good);
  }
  .fails > .mark {
    color: var(--_bad);
  }
  .values {
    display: flex;
    flex-wrap: wrap;
    gap: 0 12px;
    max-inline-size: 20rem;
    font-size: var(--_text-sm);
    color: var(--_muted);
  }
  .values b {
    font-weight: 560;
    color: var(--_text);
  }
  .set {
    display: grid;
    gap: 4px;
  }
  .set > div {
    display: grid;
    grid-template-columns: min(10rem, 38%) minmax(0, 1fr);
    gap: 0 12px;
    overflow-wrap: anywhere;
  }
  .set dt {
    color: var(--_muted);
  }
  .set s {
    color: var(--_muted);
  }
  .set b {
    font-weight: 560;
  }
  .arrow {
    color: var(--_muted);
  }
  .arrow:dir(rtl) {
    display: inline-block;
    scale: -1 1;
  }
  @container (inline-size < 560px) {
    .conditions li {
      grid-template-columns: 16px minmax(0, 1fr);
    }
    .values {
      grid-column: 2;
      justify-content: flex-start;
      max-inline-size: none;
    }
  }
`
