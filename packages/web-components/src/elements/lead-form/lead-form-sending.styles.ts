import { css } from '../../base/index.ts'

/** What appears once a form is used: errors, what became of it, and the fields that few forms have. */
export const sendingStyles = css`
  .summary {
    padding: 12px;
    font-size: 0.875rem;
    border: 1px solid var(--_bad);
    border-radius: 8px;
  }
  .summary ul {
    margin: 4px 0 0;
    padding-inline-start: 18px;
  }
  .summary a {
    color: var(--_bad);
  }
  .trap {
    position: absolute;
    clip-path: inset(50%);
  }
  .outcome {
    justify-items: start;
    gap: 8px;
  }
  .outcome svg {
    width: 32px;
    fill: none;
    stroke: var(--kith-good, light-dark(oklch(0.5 0.12 155), oklch(0.77 0.14 155)));
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .outcome .waits {
    stroke: var(--_muted);
  }
  .outcome p {
    font-size: 1rem;
  }
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
  }
  .parts {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 9rem), 1fr));
    gap: 8px;
  }
  .part label {
    font-weight: 400;
    color: var(--_muted);
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 20px;
  }
  fieldset > .check {
    margin-block-start: 8px;
  }
`
