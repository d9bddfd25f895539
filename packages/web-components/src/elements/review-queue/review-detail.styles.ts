import { css } from '../../base/index.ts'

/** The review that is read. */
export const detailStyles = css`
  .detail {
    block-size: 100%;
    display: flex;
    flex-direction: column;
    container: review / inline-size;
  }
  .page {
    flex: 1;
    min-block-size: 0;
    overflow: hidden auto;
    scrollbar-width: thin;
    display: grid;
    align-content: start;
    gap: 20px;
    padding: 20px 24px;
  }
  .page > * {
    max-inline-size: 44rem;
  }
  .page > header {
    display: grid;
    gap: 2px;
  }
  .back {
    display: none;
  }
  .back svg {
    inline-size: 16px;
    block-size: 16px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    vertical-align: -3px;
    margin-inline-end: 4px;
  }
  .back:dir(rtl) svg {
    scale: -1 1;
  }
  #review-title {
    font-size: 1.375rem;
    line-height: 1.25;
    overflow-wrap: anywhere;
  }
  #review-title:focus {
    outline: none;
  }
  .page section {
    display: grid;
    gap: 8px;
    overflow-wrap: anywhere;
  }
  h4 {
    font-size: var(--_text-sm);
    font-weight: 560;
    color: var(--_muted);
  }
  .deeds {
    display: grid;
    gap: 8px;
    padding: 12px 14px;
    border: 1px solid var(--_line);
    border-radius: 8px;
    background: var(--_surface);
  }
  .deeds .set {
    margin-block-start: 2px;
  }
  .deeds p + .set {
    padding-inline-start: 12px;
    font-size: var(--_text-sm);
  }
  .counter {
    padding: 12px 14px;
    border: 1px dashed var(--_edge);
    border-radius: 8px;
  }
  .name {
    padding: 0;
    min-block-size: 24px;
    font: inherit;
    font-weight: 560;
    color: var(--_accent);
    white-space: normal;
    text-align: start;
  }
  .name:hover {
    color: var(--_accent);
    background: none;
    text-decoration: underline;
  }
  .who a,
  .who .name {
    font-weight: 560;
  }
  .steps {
    display: grid;
    gap: 8px;
  }
  blockquote {
    margin: 4px 0 0;
    padding: 6px 11px;
    border-inline-start: 3px solid var(--_line);
    background: var(--_surface);
    overflow-wrap: anywhere;
  }
  .acts {
    flex: none;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    padding: 10px 24px;
    border-block-start: 1px solid var(--_line);
    background: var(--_surface);
  }
  .looked {
    margin-inline-start: auto;
    color: var(--_muted);
    font-size: var(--_text-sm);
  }
  .help {
    flex-basis: 100%;
    color: var(--_muted);
    font-size: var(--_text-sm);
  }
  .toast {
    inset-block-end: max(72px, env(safe-area-inset-bottom));
  }
  textarea,
  dialog input:not([type='checkbox']) {
    border-color: var(--_edge);
  }
  @container queue (inline-size < 720px) {
    .back {
      display: inline-block;
      justify-self: start;
      margin-inline-start: -10px;
    }
    .page {
      gap: 16px;
      padding: 8px 16px 16px;
    }
    .acts {
      padding: 10px 16px max(10px, env(safe-area-inset-bottom));
    }
    .acts button {
      flex: 1 1 auto;
      padding-inline: 8px;
      min-block-size: 44px;
    }
    .acts .quiet {
      flex-grow: 0;
    }
    .looked {
      flex-basis: 100%;
      margin: 0;
      order: -1;
    }
  }
`
