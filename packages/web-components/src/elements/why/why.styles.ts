import { css } from '../../base/index.ts'

export const styles = css`
  :host {
    container: why / inline-size;
    padding: 16px 20px 20px;
    background: var(--_canvas);
    font-variant-numeric: tabular-nums;
  }
  .head {
    display: grid;
    gap: 2px;
    padding-block-end: 12px;
  }
  .head h2 {
    font-size: var(--_text-lg);
  }
  .entries {
    display: grid;
    gap: 12px;
  }
  .card {
    display: grid;
    gap: 6px;
    padding: 12px 14px 14px;
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    overflow-wrap: anywhere;
  }
  .wanted {
    border-color: var(--_accent);
  }
  .top {
    gap: 4px 8px;
  }
  .top time {
    margin-inline-start: auto;
  }
  .top time::first-letter {
    text-transform: uppercase;
  }
  .name {
    padding: 0;
    min-block-size: 24px;
    font: inherit;
    font-weight: 600;
    color: var(--_accent);
    text-align: start;
    white-space: normal;
  }
  .name:hover {
    color: var(--_accent);
    background: none;
    text-decoration: underline;
  }
  h3 .name {
    font-size: var(--_text-md);
  }
  .rule {
    padding: 8px 12px;
    border-inline-start: 3px solid var(--_line);
    border-radius: 2px;
    background: var(--_canvas);
  }
  h4 {
    margin-block-start: 8px;
    font-size: var(--_text-sm);
    font-weight: 560;
    color: var(--_muted);
  }
  .deeds {
    display: grid;
    gap: 8px;
  }
  .deeds p .name {
    min-block-size: 20px;
    font-weight: 560;
  }
  .deeds p b {
    font-weight: 400;
    color: var(--_muted);
  }
  .back {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
    margin-block-start: 8px;
  }
  .back [role='status'] {
    flex: 1 1 14rem;
  }
  .back [role='status']:not(:has(p)) {
    display: none;
  }
  .conflicts {
    margin-block-start: 4px;
    padding: 6px 12px;
    border-radius: var(--_radius-sm);
    background: var(--_warn-soft);
    font-size: var(--_text-sm);
  }
  .bones {
    display: grid;
    gap: 14px;
  }
  .bones .bone:nth-child(2) {
    inline-size: 80%;
  }
  .bones .bone:nth-child(3) {
    inline-size: 45%;
  }
  .more {
    justify-self: start;
    margin-block-start: 8px;
  }
  @media (pointer: coarse) {
    .name {
      min-block-size: 40px;
    }
  }
`
