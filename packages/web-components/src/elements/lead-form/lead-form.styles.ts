import { css } from '../../base/index.ts'

/** What a form looks like until something is sent; states after that are in `lead-form-sending.styles.ts`. */
export const styles = css`
  .card {
    display: grid;
    gap: var(--kith-form-gap, 14px);
    padding: var(--kith-form-padding, 24px);
    background: var(--_surface);
    border: var(--kith-form-border, 1px solid var(--_line));
    border-radius: 16px;
    overflow-wrap: anywhere;
  }
  .card > *,
  .field {
    min-width: 0;
  }
  h2,
  p {
    margin: 0;
  }
  h2 {
    font-size: 1.0625rem;
  }
  p,
  span {
    color: var(--_muted);
    font-size: 0.875rem;
  }
  label,
  legend {
    display: block;
    padding: 0;
    margin-block-end: 4px;
    font-size: 0.8125rem;
    font-weight: 600;
  }
  label span,
  legend span {
    font-size: inherit;
    font-weight: 400;
  }
  input,
  select,
  textarea,
  button {
    width: 100%;
    min-height: 44px;
    padding: 9px 12px;
    font: inherit;
    color: inherit;
    background: var(--_surface);
    border: 1px solid var(--_edge);
    border-radius: 8px;
  }
  textarea {
    resize: vertical;
  }
  [aria-invalid='true'] {
    border-color: var(--_bad);
  }
  .field p {
    margin-block-start: 4px;
    font-size: 0.8125rem;
  }
  .field .error,
  .error {
    color: var(--_bad);
  }
  .when {
    display: contents;
  }
  .check {
    display: flex;
    gap: 10px;
    align-items: start;
    margin: 0;
    font-weight: 400;
  }
  .check input {
    flex: none;
    width: 18px;
    min-height: 18px;
    margin: 1px 0 0;
    accent-color: var(--_accent);
  }
  button {
    font-weight: 600;
    color: var(--_on-accent);
    background: var(--_accent);
    border: 1px solid transparent;
    border-radius: var(--_radius);
  }
  button:hover {
    filter: brightness(1.08);
  }
  i {
    padding-block-start: 22px;
  }
  i::after {
    display: block;
    height: 44px;
    background: var(--_line);
    border-radius: 8px;
    content: '';
  }
`
