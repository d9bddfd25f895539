import { css } from '../../base/index.ts'

export const styles = css`
  :host {
    position: relative;
    container: rules / inline-size;
    padding: 14px 20px 32px;
    background: var(--_canvas);
    font-variant-numeric: tabular-nums;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 10px;
    margin-block-end: 14px;
  }
  header > p {
    flex: 1 0 100%;
  }
  .grow {
    flex: 1;
  }
  [type='search'] {
    flex: 0 1 16rem;
    inline-size: 16rem;
  }
  .rules {
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }
  .rule {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 14px;
    padding: 14px 16px;
  }
  .rule + .rule {
    border-block-start: 1px solid var(--_line);
  }
  .what {
    display: grid;
    gap: 3px;
    justify-items: start;
    overflow-wrap: anywhere;
  }
  h3 {
    font-size: 0.9375rem;
    line-height: 1.35;
  }
  h3 :is(a, button) {
    color: var(--_text);
    font: inherit;
    text-align: start;
    white-space: normal;
  }
  h3 button {
    padding: 0;
    min-block-size: 0;
  }
  h3 button:hover {
    background: none;
    text-decoration: underline;
  }
  .sentence {
    max-inline-size: 62rem;
    line-height: 1.5;
    color: color-mix(in oklab, var(--_text) 82%, var(--_surface));
  }
  .sentence b {
    font-weight: 560;
    color: var(--_text);
  }
  .off :is(h3 a, h3 button, .sentence, .sentence b) {
    color: var(--_muted);
  }
  .about {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 10px;
    margin-block-start: 2px;
  }
  .bones {
    grid-template-columns: 1fr;
  }
  .bones .bone {
    max-inline-size: 80%;
  }
  .bones .name {
    max-inline-size: 14rem;
  }
  @container rules (inline-size < 560px) {
    [type='search'] {
      flex: 1 0 100%;
      order: 2;
    }
    header > p {
      order: 3;
    }
    .rule {
      padding: 12px;
    }
  }
`
