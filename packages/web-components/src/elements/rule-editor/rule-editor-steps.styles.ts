import { css } from '../../base/index.ts'

/** Steps of a rule, and how one is chosen. */
export const stepStyles = css`
  .steps {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 10px;
    margin-block-end: 10px;
  }
  .steps:empty {
    display: none;
  }
  .step {
    position: relative;
    padding: 6px 12px 12px;
    background: var(--_canvas);
    border: 1px solid var(--_line);
    border-radius: 8px;
  }
  .step.wait {
    border-style: dashed;
    border-color: var(--_edge);
  }
  .step[data-lifted] {
    box-shadow: var(--_lift);
    rotate: 0.4deg;
    z-index: 2;
  }
  .step[data-drop]::after {
    content: '';
    position: absolute;
    inset-inline: 0;
    block-size: 3px;
    border-radius: 2px;
    background: var(--_accent);
  }
  .step[data-drop='before']::after {
    inset-block-start: -8px;
  }
  .step[data-drop='after']::after {
    inset-block-end: -8px;
  }
  .step-head {
    display: flex;
    align-items: center;
    gap: 4px;
    margin-inline: -6px;
    min-block-size: 32px;
  }
  .step-head h4 {
    font-size: var(--_text-md);
    margin-inline-end: 6px;
    overflow-wrap: anywhere;
  }
  .icon {
    display: inline-grid;
    place-items: center;
    inline-size: 28px;
    min-block-size: 28px;
    padding: 0;
    flex: none;
  }
  .grip {
    cursor: grab;
    touch-action: none;
  }
  .number {
    display: inline-grid;
    place-items: center;
    min-inline-size: 20px;
    block-size: 20px;
    font-size: var(--_text-xs);
    font-weight: 640;
    color: var(--_muted);
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: 99px;
  }
  .heavy {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    padding: 1px 8px;
    border-radius: 99px;
    font-size: var(--_text-sm);
    background: var(--_warn-soft);
  }
  .after {
    margin-block-start: 8px;
  }
  .ask {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 14px;
    margin-block-start: 8px;
    color: var(--_muted);
  }
  .inline {
    display: flex;
    align-items: center;
    gap: 8px;
    margin: 0;
    font-weight: 400;
  }
  .role {
    inline-size: 10rem;
    min-block-size: 28px;
    padding-block: 2px;
  }
  .still {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
  }
  .lacks .quiet.act {
    white-space: normal;
    text-align: start;
    min-block-size: 24px;
  }
  .quiet.act {
    color: var(--_accent);
    padding-inline: 6px;
    margin-inline-start: -6px;
  }
  .add {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    border-color: var(--_edge);
  }
  .picker {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 10px;
    padding: 12px;
    border: 1px solid var(--_edge);
    border-radius: 8px;
    background: var(--_surface);
  }
  .picker,
  .step {
    scroll-margin-block: calc(var(--_head) + 8px) 8px;
  }
  .picker > .label {
    justify-content: space-between;
    margin: 0;
  }
  .kinds {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr));
    gap: 6px;
    margin-block-start: 3px;
  }
  .kinds button {
    display: grid;
    align-content: start;
    text-align: start;
    white-space: normal;
    padding: 7px 10px;
  }
  .kinds b {
    font-weight: 560;
  }
  .kinds small {
    font-weight: 400;
  }
  kith-filter-builder {
    margin-block-start: 2px;
  }
  kith-filter-builder.asked {
    --_unfinished: var(--_bad);
  }
  .condition > .muted {
    margin-block-end: 10px;
  }
  :is(.part, .inside, .step) > .error {
    margin-block-start: 5px;
  }
  .steps + .error {
    margin-block: 5px;
  }
  .condition {
    padding-inline-start: 12px;
    border-inline-start: 2px solid var(--_line);
  }
  @container editor (inline-size < 560px) {
    .step-head {
      flex-wrap: wrap;
    }
    .step-head h4 {
      flex: 1 1 5rem;
      min-inline-size: 0;
    }
    .step-head .grow {
      display: none;
    }
    .step-head .heavy {
      order: 1;
      margin-inline-start: 6px;
    }
  }
`
