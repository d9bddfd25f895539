import { css } from './reactive-element.ts'

/** A native checkbox with the role `switch`, drawn as one. */
export const switchStyles = css`
  input[role='switch'][type='checkbox'] {
    appearance: none;
    position: relative;
    inline-size: 32px;
    block-size: 18px;
    min-block-size: 18px;
    margin-block-start: 1px;
    border: 0;
    border-radius: 99px;
    background: var(--_edge);
    cursor: pointer;
    transition: background var(--_fast);
  }
  [role='switch']::before {
    content: '';
    position: absolute;
    inset-block-start: 2px;
    inset-inline-start: 2px;
    inline-size: 14px;
    block-size: 14px;
    border-radius: 50%;
    background: var(--_surface);
    transition: translate var(--_fast);
  }
  [role='switch']::after {
    content: '';
    position: absolute;
    inset: -13px -6px;
  }
  input[role='switch'][type='checkbox']:checked {
    background: var(--_accent);
  }
  [role='switch']:checked::before {
    translate: 14px;
  }
  [role='switch']:checked:dir(rtl)::before {
    translate: -14px;
  }
  @media (forced-colors: active) {
    input[role='switch'][type='checkbox'] {
      border: 1px solid ButtonText;
    }
    [role='switch']::before {
      background: ButtonText;
      forced-color-adjust: none;
    }
    input[role='switch'][type='checkbox']:checked {
      background: Highlight;
      forced-color-adjust: none;
    }
  }
`
